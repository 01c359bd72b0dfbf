#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "onedial/data/dataset.hpp"
#include "onedial/memory/capacity.hpp"
#include "onedial/memory/retention.hpp"
#include "onedial/memory/stored_memory.hpp"
#include "onedial/run/anneal_config.hpp"
#include "onedial/run/config.hpp"

namespace onedial {

/// The section [patterns]: what is stored.
struct PatternSource {
  std::filesystem::path file = {};  ///< empty for random patterns
  DatasetSettings dataset = {};     ///< of a file
  double threshold = 0.5;           ///< of a file
  Index count = 0;                  ///< P; of a file 0 for all
  Index units = 0;                  ///< N of random patterns
  double activity = 0.5;            ///< of random patterns
};

/// Patterns are corrupted and recalled in a memory of spins.
struct SpinRecall {
  PatternSource patterns;
  MemoryChoice memory;
  RecallOrder order = RecallOrder::asynchronous;
  double noise = 0.3;
  Index trials = 1000;
  double least_overlap = 0.9;
  Index most_sweeps = 200;
  std::optional<ScheduleConfig> cooling = std::nullopt;  ///< none: at T = 0
};

/// The same in the modern continuous memory, at each of several temperatures.
struct ModernRecall {
  PatternSource patterns;
  double noise = 0.3;
  Index trials = 200;
  double least_overlap = 0.9;
  Index most_updates = 1000;
  std::vector<double> temperatures;
};

/// [scan] kind = "capacity" or "basins": random patterns, at several sizes and loads, or loads and noises.
struct CapacityScan {
  bool is_of_basins = false;
  RecallTrials trials = {};
  std::vector<Index> units = {};
  std::vector<double> loads = {};
  std::vector<double> noises = {};  ///< one of a capacity scan
};

/// [scan] kind = "phase_diagram": Hebb's rule over loads and temperatures.
struct PhaseScan {
  RetentionTrials trials;
  std::vector<double> loads;
  std::vector<double> temperatures;
};

/// What a config of `onedial recall` says.
struct RecallConfig {
  std::variant<SpinRecall, ModernRecall, CapacityScan, PhaseScan> task;
  std::uint64_t seed = 0;
  Index threads = 1;
};

/// Reads every key of a config of `onedial recall`, and refuses any other. Throws ConfigError.
RecallConfig read_recall_config(Config& config);

/// The patterns that a source names. Throws InputError.
struct PatternSet {
  Patterns patterns;
  Index height = 0;  ///< of the images that they are, or 0
  Index width = 0;
};
PatternSet load_patterns(const PatternSource& source, std::uint64_t seed);

}  // namespace onedial
