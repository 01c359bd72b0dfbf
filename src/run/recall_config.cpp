#include "onedial/run/recall_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "onedial/core/error.hpp"
#include "onedial/run/common_keys.hpp"
#include "onedial/run/dataset_config.hpp"

namespace onedial {
namespace {

constexpr std::int64_t most_units = 1'000'000;
constexpr std::int64_t most_dense_units = 20'000;

Index read_count(Config& config, const ConfigKey& key, Index fallback, std::int64_t least,
                 std::int64_t most) {
  return static_cast<Index>(config.read(key, IntegerIn{.min = least, .max = most}, fallback));
}

PatternSource read_file_source(Config& config) {
  PatternSource source;
  source.file = *config.read({"patterns", "file", dataset_file_doc}, FilePath{}, Config::optional);
  source.threshold = config.read(
      {"patterns", "threshold", "A unit is +1 where the brightness, 0 to 1, is above it."}, RealIn{}, 0.5);
  source.dataset = read_dataset_settings(config, "patterns");
  return source;
}

PatternSource read_patterns(Config& config) {
  PatternSource source;
  const bool has_file = config.source("patterns", "file") != Config::Source::nowhere;
  if (has_file) {
    source = read_file_source(config);
  } else {
    source.units =
        static_cast<Index>(config.read({"patterns", "units", "N of random patterns; or give a file."},
                                       IntegerIn{.min = 1, .max = most_units}, Config::required));
    source.activity =
        config.read({"patterns", "activity", "Part of the units of random patterns that are +1."},
                    RealIn{.min = 1e-6, .max = 1 - 1e-6}, 0.5);
  }
  const ConfigKey count{"patterns", "count", "P: how many are stored; of a file 0 stores all."};
  const IntegerIn range{.min = has_file ? 0 : 1, .max = most_units};
  source.count = static_cast<Index>(has_file ? config.read(count, range, 0)
                                             : config.read(count, range, Config::required));
  source.dataset.limit = source.count;
  return source;
}

MemoryChoice read_spin_memory(Config& config, const std::string& kind) {
  if (kind == "dense") {
    DenseSettings dense;
    dense.power = read_count(
        config, {"memory", "power", "n of the energy, the sum of the n-th powers of the overlaps."}, 3, 2,
        30);
    dense.is_rectified = config.read({"memory", "rectified", "Whether negative overlaps count nothing."},
                                     TrueOrFalse{}, false);
    return dense;
  }
  StorageSettings storage;
  OneOf names;
  std::map<std::string, StorageRule> rules;
  for (const StorageRule rule : all_storage_rules) {
    names.choices.emplace_back(storage_rule_name(rule));
    rules.emplace(storage_rule_name(rule), rule);
  }
  storage.rule = rules.at(
      config.read({"memory", "rule", "How patterns become couplings (docs/hopfield.md)."}, names, "hebb"));
  storage.self_coupling =
      config.read({"memory", "self_coupling", "Whether a unit feels itself at T = 0."}, TrueOrFalse{}, false);
  if (storage.rule == StorageRule::hebb) {
    storage.activity =
        config.read({"memory", "activity",
                     "Mean activity of the patterns, which the rule takes off; 0.5 is the plain rule."},
                    RealIn{.min = 1e-6, .max = 1 - 1e-6}, 0.5);
  }
  if (storage.rule == StorageRule::perceptron) {
    storage.margin = config.read({"memory", "margin", "Stability to reach, for couplings of norm 1."},
                                 RealIn{.min = 0, .max = 1e6}, 0.1);
    storage.most_epochs = read_count(config, {"memory", "epochs", "Most presentations of all patterns."},
                                     1000, 1, 1'000'000'000);
  }
  return storage;
}

double read_noise(Config& config) {
  return config.read(
      {"recall", "noise", "Part of the units of a cue that are drawn anew by coin: half of them change."},
      RealIn{.min = 0, .max = 1}, 0.3);
}

double read_least_overlap(Config& config, const char* section) {
  return config.read({section, "least_overlap", "From which overlap on a pattern counts as recalled."},
                     RealIn{.min = 0.01, .max = 1}, 0.9);
}

SpinRecall read_spin_recall(Config& config, const std::string& kind) {
  SpinRecall task;
  task.memory = read_spin_memory(config, kind);
  task.patterns = read_patterns(config);
  task.noise = read_noise(config);
  task.trials = read_count(config, {"recall", "trials", "Cues, which go through the patterns in turn."}, 1000,
                           1, 1'000'000);
  task.least_overlap = read_least_overlap(config, "recall");
  if (config.has_section("schedule")) {
    task.cooling = read_schedule(config, ScheduleKinds::fixed);
    if (!task.cooling->start && task.cooling->kind != "table") {
      throw config.error_at("schedule", "start", "must be a temperature: recall knows no \"auto\"");
    }
    return task;
  }
  if (kind == "hopfield") {
    task.order = config.read({"recall", "order", "One unit after the other, or all at once."},
                             OneOf{{"asynchronous", "synchronous"}}, "asynchronous") == "synchronous"
                     ? RecallOrder::synchronous
                     : RecallOrder::asynchronous;
  }
  task.most_sweeps = read_count(config, {"recall", "sweeps", "Most sweeps at T = 0."}, 200, 1, most_sweeps);
  return task;
}

std::vector<double> read_list(Config& config, const ConfigKey& key, const RealIn& range,
                              std::vector<double> fallback) {
  std::vector<double> list = config.read(key, RealList{range}, std::move(fallback));
  if (list.empty()) {
    throw config.error_at(key.section, key.name, "is empty; at least one number is expected");
  }
  if (std::adjacent_find(list.begin(), list.end(), std::greater_equal<>()) != list.end()) {
    throw config.error_at(key.section, key.name, "must rise from each number to the next");
  }
  return list;
}

ModernRecall read_modern_recall(Config& config) {
  ModernRecall task;
  task.patterns = read_patterns(config);
  task.noise = read_noise(config);
  task.trials = read_count(config, {"recall", "trials", "Cues, which go through the patterns in turn."}, 200,
                           1, 1'000'000);
  task.least_overlap = read_least_overlap(config, "recall");
  task.most_updates =
      read_count(config, {"recall", "updates", "Most updates of a cue."}, 1000, 1, 1'000'000'000);
  task.temperatures = read_list(
      config,
      {"recall", "temperatures", "T of the softmax over overlaps of unit patterns; 0 and inf are legal."},
      RealIn{.min = 0, .allow_infinite = true}, {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1});
  return task;
}

CapacityScan read_capacity_scan(Config& config, const std::string& kind, bool is_of_basins) {
  CapacityScan scan{.is_of_basins = is_of_basins};
  scan.trials.memory = read_spin_memory(config, kind);
  const RealIn size{.min = 10, .max = 100'000};
  for (const double units :
       is_of_basins ? std::vector<double>{static_cast<double>(
                          read_count(config, {"scan", "units", "N."}, 500, 10, 100'000))}
                    : read_list(config, {"scan", "units", "N, one or more."}, size, {250, 500, 1000})) {
    if (units != std::floor(units)) {
      throw config.error_at("scan", "units", fmt::format("{} is no whole number", units));
    }
    scan.units.push_back(static_cast<Index>(units));
  }
  scan.loads =
      read_list(config, {"scan", "loads", "P/N, rising."}, RealIn{.min = 1e-6, .max = 1000},
                is_of_basins ? std::vector{0.02, 0.05, 0.1} : std::vector{0.1, 0.12, 0.14, 0.16, 0.18, 0.2});
  if (is_of_basins) {
    scan.noises = read_list(config, {"scan", "noises", "Of the cues, rising."}, RealIn{.min = 0, .max = 1},
                            {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9});
  } else {
    scan.noises = {config.read({"scan", "noise", "Of the cues; 0 asks whether patterns are stable."},
                               RealIn{.min = 0, .max = 1}, 0)};
  }
  scan.trials.least_overlap = read_least_overlap(config, "scan");
  scan.trials.sets =
      read_count(config, {"scan", "sets", "Independent sets of random patterns."}, 20, 2, 1'000'000);
  scan.trials.cues =
      read_count(config, {"scan", "cues", "Patterns of each set that are recalled."}, 50, 1, 1'000'000);
  scan.trials.most_sweeps =
      read_count(config, {"scan", "sweeps", "Most sweeps of a recall."}, 200, 1, most_sweeps);
  return scan;
}

PhaseScan read_phase_scan(Config& config) {
  PhaseScan scan;
  scan.trials.units = read_count(config, {"scan", "units", "N."}, 500, 10, 100'000);
  scan.loads = read_list(config, {"scan", "loads", "P/N, rising."}, RealIn{.min = 1e-6, .max = 10},
                         {0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.14, 0.16});
  scan.temperatures = read_list(config, {"scan", "temperatures", "T, rising."}, RealIn{.min = 0, .max = 1000},
                                {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2});
  scan.trials.sets =
      read_count(config, {"scan", "sets", "Independent sets of random patterns."}, 4, 2, 1'000'000);
  scan.trials.cues =
      read_count(config, {"scan", "cues", "Patterns of each set that are started from."}, 8, 1, 1'000'000);
  scan.trials.equilibration =
      read_count(config, {"scan", "equilibration", "Sweeps before the measurement."}, 100, 0, most_sweeps);
  scan.trials.sweeps = read_count(config, {"scan", "sweeps", "Sweeps measured."}, 100, 1, most_sweeps);
  return scan;
}

/// Refuses what would need more memory than there is, before it happens: dense couplings take several N².
void require_dense_fits(const Config& config, const MemoryChoice& memory, const char* section, Index units) {
  if (std::holds_alternative<StorageSettings>(memory) && units > most_dense_units) {
    throw config.error_at(
        section, "units",
        fmt::format("{} units have {:.3g} couplings; must be at most {} units", units,
                    static_cast<double>(units) * static_cast<double>(units), most_dense_units));
  }
}

}  // namespace

RecallConfig read_recall_config(Config& config) {
  RecallConfig result;
  const std::string kind =
      config.read({"memory", "kind", "Couplings of spins, powers of overlaps, or a softmax over them."},
                  OneOf{{"hopfield", "dense", "modern"}}, "hopfield");
  if (config.has_section("scan")) {
    const std::string scan = config.read({"scan", "kind", "What is scanned."},
                                         OneOf{{"capacity", "basins", "phase_diagram"}}, Config::required);
    if (kind == "modern" || (kind == "dense" && scan == "phase_diagram")) {
      throw config.error_at("scan", "kind",
                            fmt::format("\"{}\" is not there for a memory of kind \"{}\"", scan, kind));
    }
    if (scan == "phase_diagram") {
      result.task = read_phase_scan(config);
    } else {
      CapacityScan capacity = read_capacity_scan(config, kind, scan == "basins");
      require_dense_fits(config, capacity.trials.memory, "scan", capacity.units.back());
      result.task = std::move(capacity);
    }
  } else if (kind == "modern") {
    result.task = read_modern_recall(config);
  } else {
    SpinRecall recall = read_spin_recall(config, kind);
    require_dense_fits(config, recall.memory, "patterns", recall.patterns.units);
    result.task = std::move(recall);
  }
  result.seed = read_seed(config);
  result.threads = read_threads(config);
  config.finish();
  return result;
}

PatternSet load_patterns(const PatternSource& source, std::uint64_t seed) {
  if (source.file.empty()) {
    RandomStream random(seed, 0);
    return {.patterns = random_patterns(source.units, source.count, source.activity, random)};
  }
  const Dataset dataset = read_dataset(source.file, source.dataset);
  if (source.count > dataset.size()) {
    throw InputError(fmt::format("{}: holds {} patterns; {} are asked for", source.file.string(),
                                 dataset.size(), source.count));
  }
  return {.patterns = patterns_from(dataset, source.count, source.threshold),
          .height = dataset.height,
          .width = dataset.width};
}

}  // namespace onedial
