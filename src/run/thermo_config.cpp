#include "onedial/run/thermo_config.hpp"

#include <fmt/format.h>

#include <map>

#include "onedial/run/common_keys.hpp"

namespace onedial {
namespace {

const std::map<std::string, LadderPlacement> placements = {
    {"equal_acceptance", LadderPlacement::equal_acceptance},
    {"feedback", LadderPlacement::feedback},
    {"geometric", LadderPlacement::geometric},
    {"linear", LadderPlacement::linear},
    {"linear_beta", LadderPlacement::linear_beta}};

ThermoConfig::Sampler read_sampler(Config& config, const std::string& kind) {
  ThermoConfig::Sampler sampler;
  if (kind == "restricted_machine") {
    return sampler;  // by blocks, one layer after the other
  }
  const bool has_clusters = kind != "softmax";
  const OneOf kernels{has_clusters
                          ? std::vector<std::string>{"heat_bath", "metropolis", "swendsen_wang", "wolff"}
                          : std::vector<std::string>{"heat_bath"}};
  const std::string kernel = config.read(
      {"sampler", "kernel", "How units are updated: one at a time or in clusters."}, kernels, "heat_bath");
  if (kernel == "metropolis") {
    sampler.units.kernel = KernelKind::metropolis;
  } else if (kernel == "swendsen_wang") {
    sampler.clusters = ClusterKind::swendsen_wang;
  } else if (kernel == "wolff") {
    sampler.clusters = ClusterKind::wolff;
    sampler.clusters_per_sweep = static_cast<Index>(
        config.read({"sampler", "clusters", "Clusters that a sweep of kernel wolff turns."},
                    IntegerIn{.min = 1, .max = 1'000'000}, 1));
  }
  if (!sampler.clusters && kind != "softmax" && kind != "potts_lattice") {
    read_engine(config, sampler.units);
  }
  return sampler;
}

std::vector<double> checked_list(const Config& config, std::vector<double> list) {
  const auto refuse = [&](const std::string& what) { throw config.error_at("temperatures", "list", what); };
  for (std::size_t k = 0; k < list.size(); ++k) {
    if (!(list[k] > 0)) {
      refuse(fmt::format("element {} is {}; must be above 0, where fluctuations tell a heat capacity", k + 1,
                         list[k]));
    }
    if (k > 0 && !(list[k - 1] < list[k])) {
      refuse(fmt::format("{} follows {}; temperatures must rise", list[k], list[k - 1]));
    }
  }
  if (list.size() < 2) {
    refuse(fmt::format("holds {} temperature{}; a curve needs at least 2", list.size(),
                       list.size() == 1 ? "" : "s"));
  }
  return list;
}

/// A list takes the place of a range. Of the two what the command line gives takes the place of what the file
/// does; otherwise one of them has to go.
void settle_list_or_range(Config& config) {
  using Source = Config::Source;
  const Source list = config.source("temperatures", "list");
  for (const char* key : {"coldest", "hottest", "count", "spacing"}) {
    const Source of_key = config.source("temperatures", key);
    if (list == Source::nowhere || of_key == Source::nowhere) {
      continue;
    }
    if (list == of_key) {
      throw config.error_at("temperatures", key,
                            "stands beside a list, which takes the place of coldest, hottest, count and "
                            "spacing: leave one of them out");
    }
    config.forget("temperatures", list == Source::command_line ? key : "list");
    if (of_key == Source::command_line) {
      return;
    }
  }
}

/// Refuses keys that do nothing here, instead of reading them in vain.
void refuse_idle(const Config& config, const char* section, std::initializer_list<const char*> keys,
                 const char* why) {
  for (const char* key : keys) {
    if (config.source(section, key) != Config::Source::nowhere) {
      throw config.error_at(section, key, fmt::format("does nothing {}; leave it out", why));
    }
  }
}

constexpr const char* for_a_histogram = "for a flat histogram";

ThermoConfig::Range read_range(Config& config, const std::string& kind, bool flat_histogram) {
  settle_list_or_range(config);
  ThermoConfig::Range range;
  if (auto list = config.read({"temperatures", "list", "Rising temperatures, instead of a range."},
                              RealList{}, Config::optional)) {
    range.list = checked_list(config, std::move(*list));
  } else {
    const AutoOrReal temperature;
    const auto read_end = [&](const char* key, const char* doc) {
      const auto end = config.read({"temperatures", key, doc}, temperature, std::nullopt);
      if (end && !(*end > 0)) {
        throw config.error_at(
            "temperatures", key,
            fmt::format("is {}; must be above 0, where fluctuations tell a heat capacity", *end));
      }
      if (!end && kind == "potts_lattice") {
        throw config.error_at("temperatures", key,
                              "is \"auto\", which a Potts model has not; must be a number");
      }
      return end;
    };
    range.coldest = read_end("coldest", "Lowest T; \"auto\" takes it from the energies: where they freeze.");
    range.hottest =
        read_end("hottest", "Highest T; \"auto\" takes it from the energies: where they hardly count.");
    if (range.coldest && range.hottest && !(*range.coldest < *range.hottest)) {
      throw config.error_at(
          "temperatures", "hottest",
          fmt::format("is {}; must be above the coldest, {}", *range.hottest, *range.coldest));
    }
    const auto count =
        config.read({"temperatures", "count",
                     "How many between them, both included; \"auto\" makes about half of the swaps succeed."},
                    AutoOrInteger{{.min = 2, .max = 10'000}}, std::nullopt);
    if (count) {
      range.count = static_cast<Index>(*count);
    }
    if (!flat_histogram) {
      OneOf spacings;
      for (const auto& [name, placement] : placements) {
        spacings.choices.push_back(name);
      }
      range.placement = placements.at(
          config.read({"temperatures", "spacing", "How they are placed (docs/thermodynamics.md)."}, spacings,
                      "equal_acceptance"));
    }
  }
  if (flat_histogram) {
    refuse_idle(config, "temperatures", {"spacing", "absolute_entropy"}, for_a_histogram);
    return range;
  }
  range.reaches_infinity =
      config.read({"temperatures", "absolute_entropy",
                   "Whether more temperatures lead up to infinity, where the entropy is known."},
                  TrueOrFalse{}, true);
  return range;
}

ThermoConfig::Measurement read_measurement(Config& config, const std::string& kind) {
  ThermoConfig::Measurement measurement;
  OneOf methods{{"replica_exchange"}};
  const bool is_pairwise = kind != "softmax" && kind != "potts_lattice" && kind != "restricted_machine";
  if (is_pairwise) {
    methods.choices.emplace_back("flat_histogram");
  }
  measurement.flat_histogram =
      config.read({"measurement", "method", "Samples of each temperature, or of all energies alike."},
                  methods, "replica_exchange") == "flat_histogram";
  measurement.sweeps = static_cast<Index>(
      config.read({"measurement", "sweeps", "Sweeps that are measured, after equilibration."},
                  IntegerIn{.min = 64, .max = most_sweeps}, 10'000));
  measurement.ladders = static_cast<Index>(
      config.read({"measurement", "ladders",
                   "Independent copies of the whole ladder of temperatures, or walks of a histogram."},
                  IntegerIn{.min = measurement.flat_histogram ? 2 : 1, .max = 100'000},
                  measurement.flat_histogram ? 16 : 8));
  if (measurement.flat_histogram) {
    measurement.bin_width = config.read(
        {"measurement", "bin_width", "Of the energies; 0 takes the common step of integer couplings."},
        RealIn{.min = 0}, 0);
    refuse_idle(config, "measurement", {"equilibration", "order_parameter", "order_parameter_every"},
                for_a_histogram);
    return measurement;
  }
  const auto equilibration = config.read(
      {"measurement", "equilibration", "Sweeps before; \"auto\" waits until all energies have settled."},
      AutoOrInteger{{.min = 0, .max = most_sweeps}}, std::nullopt);
  if (equilibration) {
    measurement.equilibration = static_cast<Index>(*equilibration);
  }
  if (kind != "softmax" && kind != "restricted_machine") {
    measurement.order_parameter = config.read(
        {"measurement", "order_parameter", "Whether to measure the magnetisation and its moments."},
        TrueOrFalse{}, false);
    measurement.order_parameter_every = static_cast<Index>(config.read(
        {"measurement", "order_parameter_every", "Sweeps from one reading of the states to the next."},
        IntegerIn{.min = 1, .max = most_sweeps}, 10));
    if (measurement.order_parameter && measurement.order_parameter_every >= measurement.sweeps) {
      throw config.error_at("measurement", "order_parameter_every",
                            fmt::format("is {}; must be below the sweeps, {}, to read a state twice",
                                        measurement.order_parameter_every, measurement.sweeps));
    }
  }
  return measurement;
}

ThermoConfig::Loop read_loop(Config& config) {
  ThermoConfig::Loop loop;
  loop.sweeps = static_cast<Index>(
      config.read({"hysteresis", "sweeps", "Sweeps of a loop from hot to cold, and again back; 0 for none."},
                  IntegerIn{.min = 0, .max = most_sweeps}, 0));
  loop.replicas = static_cast<Index>(
      config.read({"hysteresis", "replicas", "Independent copies that go through the loop."},
                  IntegerIn{.min = 4, .max = 1'000'000}, 64));
  if (loop.sweeps == 1) {
    throw config.error_at("hysteresis", "sweeps", "is 1; must be 0 for no loop, or at least 2");
  }
  constexpr Index most_energies = Index{1} << 27U;  // a gigabyte of them is kept
  if (loop.sweeps > most_energies / loop.replicas) {
    throw config.error_at(
        "hysteresis", "sweeps",
        fmt::format("times the replicas ({}) are more energies than can be kept; their product must "
                    "be at most {}",
                    loop.replicas, most_energies));
  }
  return loop;
}

}  // namespace

ThermoConfig read_thermo_config(Config& config) {
  std::vector<std::string> kinds = generated_ising_kinds();
  kinds.insert(kinds.end(), {"potts_lattice", "softmax", "restricted_machine", "ising", "max_cut", "qubo"});
  ThermoConfig result;
  result.problem = read_problem(config, kinds);
  result.measurement = read_measurement(config, result.problem.kind);
  result.loop = read_loop(config);
  if (result.measurement.flat_histogram && result.loop.sweeps == 0) {
    // It walks by steps of its own; only a loop is sampled.
    refuse_idle(config, "sampler", {"kernel", "clusters", "engine", "order"}, for_a_histogram);
  } else {
    result.sampler = read_sampler(config, result.problem.kind);
  }
  result.range = read_range(config, result.problem.kind, result.measurement.flat_histogram);
  result.seed = read_seed(config);
  result.sampler.units.threads = read_threads(config);
  config.finish();
  return result;
}

}  // namespace onedial
