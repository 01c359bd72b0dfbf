#include "onedial/run/schedule_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <utility>

#include "onedial/core/line_reader.hpp"
#include "onedial/core/text_file.hpp"
#include "onedial/run/common_keys.hpp"

namespace onedial {
namespace {

using Kinds = std::vector<std::string>;

const Kinds ramps = {"linear", "linear_beta", "geometric", "exponential"};
const Kinds fixed_kinds = {"constant",    "linear",      "linear_beta", "geometric",
                           "exponential", "logarithmic", "table"};

bool contains(const Kinds& kinds, const std::string& kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

Kinds names_of(ScheduleKinds kinds) {
  Kinds names = fixed_kinds;
  if (kinds == ScheduleKinds::all) {
    for (const AdaptiveLaw law : all_adaptive_laws) {
      names.emplace_back(adaptive_law_name(law));
    }
  }
  return names;
}

bool has_end(const ScheduleConfig& section) {
  return section.law() || contains(ramps, section.kind);
}

/// Reads a key that has a meaning for some kinds of schedule only.
template <class Kind>
std::optional<typename Kind::Value> read_for_kinds(Config& config, const std::string& schedule_kind,
                                                   const Kinds& owners, const ConfigKey& key,
                                                   const Kind& kind) {
  auto value = config.read(key, kind, Config::optional);
  if (value && !contains(owners, schedule_kind)) {
    throw config.error_at(key.section, key.name,
                          fmt::format("has no meaning for kind = \"{}\"; it belongs to \"{}\"", schedule_kind,
                                      fmt::join(owners, "\", \"")));
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

void read_table(Config& config, ScheduleConfig& section) {
  const auto list =
      read_for_kinds(config, section.kind, {"table"},
                     {"schedule", "temperatures", "Temperatures at equal steps of the run (kind table)."},
                     RealList{RealIn{.min = 0}});
  const auto file = read_for_kinds(
      config, section.kind, {"table"},
      {"schedule", "file", "CSV with the temperatures, instead of `temperatures` (kind table)."}, FilePath{});
  if (section.kind != "table") {
    return;
  }
  if (list.has_value() == file.has_value()) {
    throw config.error_at("schedule", "temperatures",
                          "a table comes either from `temperatures` or from `file`; give one of the two");
  }
  section.temperatures = list ? *list : read_temperature_table(*file);
  if (section.temperatures.empty()) {
    throw config.error_at("schedule", list ? "temperatures" : "file",
                          "holds no temperature; at least one is expected");
  }
  if (section.start) {
    throw config.error_at("schedule", "start", "has no meaning for kind = \"table\"; leave it out");
  }
}

void read_cycles(Config& config, ScheduleConfig& section) {
  section.cycles = static_cast<Index>(
      read_for_kinds(
          config, section.kind, ramps,
          {"schedule", "cycles",
           "How often to cool within the sweeps, reheated in between (kinds with an end; 1 if not given)."},
          IntegerIn{.min = 1, .max = most_sweeps})
          .value_or(1));
  section.reheat =
      read_for_kinds(
          config, section.kind, ramps,
          {"schedule", "reheat",
           "Where later cycles start: this part of the way from end to start in ln T (0.5 if not given)."},
          RealIn{.min = 1e-3, .max = 1})
          .value_or(0.5);
}

void read_adaptive_keys(Config& config, ScheduleConfig& section) {
  section.longest_tau = read_for_kinds(
      config, section.kind, {"constant_thermodynamic_speed", "sqrt_c", "two_pass"},
      {"schedule", "longest_tau",
       "The most that the relaxation time counts, in sweeps (½√sweeps if not given; 3 for sqrt_c)."},
      RealIn{.min = 0.5, .max = 1e6});
  section.pilot =
      read_for_kinds(config, section.kind, {"two_pass"},
                     {"schedule", "pilot",
                      "Part of the sweeps that measure C and τ first (kind two_pass; 0.1 if not given)."},
                     RealIn{.min = 1e-3, .max = 0.5})
          .value_or(0.1);
}

Schedule schedule_of(const ScheduleConfig& section, Temperature start, Temperature end) {
  const auto ramp = [&]() -> RampSchedule {
    if (section.kind == "linear") {
      return LinearSchedule{start, end};
    }
    if (section.kind == "linear_beta") {
      return LinearBetaSchedule{start, end};
    }
    if (section.kind == "exponential") {
      return ExponentialSchedule{start, end, section.decay};
    }
    return GeometricSchedule{start, end};
  };
  if (section.kind == "constant") {
    return ConstantSchedule{start};
  }
  if (section.kind == "logarithmic") {
    return LogarithmicSchedule{start};
  }
  if (section.kind == "table") {
    TableSchedule table;
    for (const double t : section.temperatures) {
      table.levels.emplace_back(t);
    }
    return table;
  }
  if (section.cycles > 1) {
    return cycled(ramp(), section.cycles, section.reheat);
  }
  return std::visit([](const auto& law) { return Schedule(law); }, ramp());
}

}  // namespace

std::optional<AdaptiveLaw> ScheduleConfig::law() const {
  const auto* const law = std::find_if(all_adaptive_laws.begin(), all_adaptive_laws.end(),
                                       [&](AdaptiveLaw one) { return adaptive_law_name(one) == kind; });
  return law == all_adaptive_laws.end() ? std::nullopt : std::optional(*law);
}

ScheduleConfig read_schedule(Config& config, ScheduleKinds kinds, Index usual_sweeps) {
  ScheduleConfig section;
  section.kind = config.read({"schedule", "kind", "How T falls: the law of cooling (docs/annealing.md)."},
                             OneOf{names_of(kinds)}, "geometric");
  const RealIn temperature{.min = 0};
  section.start = config.read(
      {"schedule", "start",
       "First temperature; \"auto\" takes it from the couplings, so hot that couplings hardly count."},
      AutoOrReal{temperature}, std::nullopt);
  section.end = config.read({"schedule", "end",
                             "Last temperature; \"auto\" takes it from the couplings, so cold that what "
                             "usually tells states apart is frozen."},
                            AutoOrReal{temperature}, std::nullopt);
  if (section.end && !has_end(section)) {
    throw config.error_at("schedule", "end",
                          fmt::format("has no meaning for kind = \"{}\"; leave it out", section.kind));
  }
  section.decay =
      read_for_kinds(config, section.kind, {"exponential"},
                     {"schedule", "decay",
                      "How often T − end falls by a factor of e (kind exponential; 5 if not given)."},
                     RealIn{.min = 1e-6, .max = 700})
          .value_or(5.0);
  read_table(config, section);
  read_cycles(config, section);
  if (kinds == ScheduleKinds::all) {
    read_adaptive_keys(config, section);
  }
  section.sweeps = static_cast<Index>(config.read(
      {"schedule", "sweeps", "Sweeps of the run, or at each temperature of population annealing."},
      IntegerIn{.min = 1, .max = most_sweeps}, usual_sweeps));
  if (section.cycles > section.sweeps) {
    throw config.error_at("schedule", "cycles",
                          fmt::format("{} cycles do not fit into {} sweeps", section.cycles, section.sweeps));
  }
  return section;
}

Schedule make_schedule(const ScheduleConfig& section, const TemperatureRange& range, const Config& config) {
  const Temperature start = section.start ? Temperature(*section.start) : range.hot;
  const Temperature end = section.end ? Temperature(*section.end) : range.cold;
  if (has_end(section) && start < end) {
    const auto origin = [](const auto& given) { return given ? "" : " (auto)"; };
    throw config.error_at(
        "schedule", section.start ? "start" : "end",
        fmt::format(
            "the run would start at T = {}{}, colder than its end at T = {}{}; start at or above the end",
            start.value(), origin(section.start), end.value(), origin(section.end)));
  }
  try {
    Schedule schedule = schedule_of(section, start, end);
    validate(schedule);
    return schedule;
  } catch (const std::invalid_argument& error) {
    throw config.error_at("schedule", has_end(section) && end.is_zero() ? "end" : "kind", error.what());
  }
}

TemperatureRange ladder_ends(const ScheduleConfig& section, const TemperatureRange& range) {
  constexpr double hotter_than_needed = 4;
  constexpr double colder_than_needed = 2;
  const bool is_wide = range.hot.value() > 2 * hotter_than_needed * colder_than_needed * range.cold.value();
  const double hot = is_wide ? range.hot.value() / hotter_than_needed : range.hot.value();
  const double cold = is_wide ? range.cold.value() * colder_than_needed : range.cold.value();
  return {.hot = Temperature(section.start.value_or(hot)), .cold = Temperature(section.end.value_or(cold))};
}

std::optional<AdaptiveSchedule> make_adaptive_schedule(const ScheduleConfig& section,
                                                       const TemperatureRange& range, KernelKind kernel,
                                                       const Config& config) {
  const auto law = section.law();
  const bool is_empty = !section.start && !section.end && range.hot == range.cold;
  if (!law || is_empty) {
    return std::nullopt;
  }
  AdaptiveSchedule schedule{.law = *law,
                            .start = std::nullopt,
                            .end = section.end ? Temperature(*section.end) : range.cold,
                            .longest_tau = section.longest_tau,
                            .pilot = section.pilot,
                            .kernel = kernel};
  if (section.start || law != AdaptiveLaw::huang) {
    schedule.start = section.start ? Temperature(*section.start) : range.hot;
  }
  try {
    validate(schedule);
  } catch (const std::invalid_argument& error) {
    throw config.error_at("schedule", schedule.end.is_zero() ? "end" : "start", error.what());
  }
  return schedule;
}

}  // namespace onedial
