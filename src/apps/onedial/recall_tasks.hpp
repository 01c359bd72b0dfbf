#pragma once
#include "onedial/run/recall_config.hpp"
#include "outcome.hpp"

namespace onedial::cli {

/// How a run is watched.
struct RecallRun {
  std::uint64_t seed = 0;
  Index threads = 1;
  bool quiet = false;
};

// Each ends with what it has at the first Ctrl-C, with no tables if that is nothing, and throws InputError
// where patterns cannot be read or stored.

Outcome recall_spins(const SpinRecall& task, const RecallRun& run, const Config& config);
Outcome recall_modern(const ModernRecall& task, const RecallRun& run);
Outcome scan_capacity(const CapacityScan& scan, const RecallRun& run);
Outcome scan_phases(const PhaseScan& scan, const RecallRun& run);

/// Where patterns come from, for titles and documents: "letters.txt" or "random".
inline std::string source_name(const PatternSource& source) {
  return source.file.empty() ? "random" : source.file.filename().string();
}

}  // namespace onedial::cli
