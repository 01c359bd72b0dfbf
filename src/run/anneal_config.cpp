#include "onedial/run/anneal_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>

#include "onedial/core/line_reader.hpp"
#include "onedial/core/text_file.hpp"
#include "onedial/run/common_keys.hpp"

namespace onedial {
namespace {

/// Reads a key that has a meaning for one kind of schedule only.
template <class Kind>
std::optional<typename Kind::Value> read_for_kind(Config& config, const std::string& schedule_kind,
                                                  const char* owner, const ConfigKey& key, const Kind& kind) {
  auto value = config.read(key, kind, Config::optional);
  if (value && schedule_kind != owner) {
    throw config.error_at(
        key.section, key.name,
        fmt::format("has no meaning for kind = \"{}\"; it belongs to \"{}\"", schedule_kind, owner));
  }
  return value;
}

/// One temperature a line, or the second of two columns; a first line of words is a header.
std::vector<double> read_temperature_table(const std::filesystem::path& path) {
  const std::string text = read_text_file(path, "a table of temperatures");
  LineReader lines(path.string(), text);
  std::vector<double> temperatures;
  while (lines.next()) {
    const auto& words = lines.words();
    const bool is_header = lines.line() == 1 && std::isalpha(static_cast<unsigned char>(words[0][0])) != 0;
    if (is_header) {
      continue;
    }
    if (words.size() > 2) {
      lines.fail(fmt::format("{} columns; one is expected, or two of which the second is the temperature",
                             words.size()));
    }
    const double temperature = lines.number(words.size() - 1, "temperature");
    if (temperature < 0) {
      lines.fail(fmt::format("temperature {}; a number of at least 0 is expected", temperature));
    }
    temperatures.push_back(temperature);
  }
  return temperatures;
}

void read_sampler(Config& config, SamplerSettings& sampler) {
  const std::map<std::string, KernelKind> kernels = {{"heat_bath", KernelKind::heat_bath},
                                                     {"metropolis", KernelKind::metropolis}};
  sampler.kernel = kernels.at(config.read({"sampler", "kernel", "How a unit is updated."},
                                          OneOf{{"heat_bath", "metropolis"}}, "heat_bath"));
  read_engine(config, sampler);
  sampler.shared_random = config.read(
      {"sampler", "shared_random",
       "Engine bits: one random number for all replicas; faster, but replicas are no longer independent."},
      TrueOrFalse{}, false);
}

}  // namespace

AnnealConfig::Cooling read_cooling(Config& config) {
  AnnealConfig::Cooling cooling;
  cooling.kind = config.read(
      {"schedule", "kind", "How T falls: the law of cooling (docs/annealing.md)."},
      OneOf{{"constant", "linear", "linear_beta", "geometric", "exponential", "logarithmic", "table"}},
      "geometric");
  const RealIn temperature{.min = 0};
  cooling.start = config.read(
      {"schedule", "start",
       "First temperature; \"auto\" takes it from the couplings, so hot that couplings hardly count."},
      AutoOrReal{temperature}, std::nullopt);
  const auto end = config.read({"schedule", "end",
                                "Last temperature; \"auto\" takes it from the couplings, so cold that what "
                                "usually tells states apart is frozen."},
                               AutoOrReal{temperature}, std::nullopt);
  cooling.end = end;
  const bool has_no_end =
      cooling.kind == "constant" || cooling.kind == "logarithmic" || cooling.kind == "table";
  if (end && has_no_end) {
    throw config.error_at("schedule", "end",
                          fmt::format("has no meaning for kind = \"{}\"; leave it out", cooling.kind));
  }
  cooling.decay =
      read_for_kind(config, cooling.kind, "exponential",
                    {"schedule", "decay",
                     "How often T − end falls by a factor of e (kind exponential; 5 if not given)."},
                    RealIn{.min = 1e-6, .max = 700})
          .value_or(5.0);
  const auto list =
      read_for_kind(config, cooling.kind, "table",
                    {"schedule", "temperatures", "Temperatures at equal steps of the run (kind table)."},
                    RealList{temperature});
  const auto file = read_for_kind(
      config, cooling.kind, "table",
      {"schedule", "file", "CSV with the temperatures, instead of `temperatures` (kind table)."}, FilePath{});
  if (cooling.kind == "table") {
    if (list.has_value() == file.has_value()) {
      throw config.error_at("schedule", "temperatures",
                            "a table comes either from `temperatures` or from `file`; give one of the two");
    }
    cooling.temperatures = list ? *list : read_temperature_table(*file);
    if (cooling.temperatures.empty()) {
      throw config.error_at("schedule", list ? "temperatures" : "file",
                            "holds no temperature; at least one is expected");
    }
    if (cooling.start) {
      throw config.error_at("schedule", "start", "has no meaning for kind = \"table\"; leave it out");
    }
  }
  cooling.sweeps = static_cast<Index>(
      config.read({"schedule", "sweeps", "Sweeps of the run; each updates every unit of every replica once."},
                  IntegerIn{.min = 1, .max = most_sweeps}, 1000));
  return cooling;
}

AnnealConfig read_anneal_config(Config& config) {
  AnnealConfig result;
  std::vector<std::string> kinds = {"max_cut", "qubo", "ising"};
  kinds.insert(kinds.end(), generated_ising_kinds().begin(), generated_ising_kinds().end());
  result.problem = read_problem(config, kinds);
  read_sampler(config, result.sampler);
  result.cooling = read_cooling(config);

  result.sampler.replicas = static_cast<Index>(
      config.read({"run", "replicas", "Independent copies that are annealed side by side."},
                  IntegerIn{.min = 1, .max = 1'000'000}, 64));
  result.seed = read_seed(config);
  result.sampler.threads = read_threads(config);
  result.target =
      config.read({"run", "target", "Objective to reach; the result counts the replicas that did."}, RealIn{},
                  Config::optional);
  result.stop_at_target = config.read(
      {"run", "stop_at_target", "Whether to end the run as soon as one replica has reached the target."},
      TrueOrFalse{}, false);
  if (result.stop_at_target && !result.target) {
    throw config.error_at("run", "stop_at_target",
                          "there is no target to stop at; give [run] target as well");
  }
  result.time_limit_seconds =
      config.read({"run", "time_limit",
                   "Seconds after which the run ends early; the result then depends on the machine."},
                  RealIn{.min = 1e-3, .max = 1e9}, Config::optional);
  config.finish();
  return result;
}

Schedule make_schedule(const AnnealConfig::Cooling& cooling, const TemperatureRange& range,
                       const Config& config) {
  const Temperature start = cooling.start ? Temperature(*cooling.start) : range.hot;
  const Temperature end = cooling.end ? Temperature(*cooling.end) : range.cold;
  const std::map<std::string, std::function<Schedule()>> makers = {
      {"constant", [&] { return ConstantSchedule{start}; }},
      {"linear",
       [&] {
         return LinearSchedule{start, end};
       }},
      {"linear_beta",
       [&] {
         return LinearBetaSchedule{start, end};
       }},
      {"geometric",
       [&] {
         return GeometricSchedule{start, end};
       }},
      {"exponential",
       [&] {
         return ExponentialSchedule{start, end, cooling.decay};
       }},
      {"logarithmic", [&] { return LogarithmicSchedule{start}; }},
      {"table", [&] {
         TableSchedule table;
         for (const double t : cooling.temperatures) {
           table.levels.emplace_back(t);
         }
         return table;
       }}};
  const bool has_end = cooling.kind != "constant" && cooling.kind != "logarithmic" && cooling.kind != "table";
  if (has_end && start < end) {
    const auto origin = [](const auto& given) { return given ? "" : " (auto)"; };
    throw config.error_at(
        "schedule", cooling.start ? "start" : "end",
        fmt::format(
            "the run would start at T = {}{}, colder than its end at T = {}{}; start at or above the end",
            start.value(), origin(cooling.start), end.value(), origin(cooling.end)));
  }
  Schedule schedule = makers.at(cooling.kind)();
  try {
    validate(schedule);
  } catch (const std::invalid_argument& error) {
    throw config.error_at("schedule", has_end && end.is_zero() ? "end" : "kind", error.what());
  }
  return schedule;
}

}  // namespace onedial
