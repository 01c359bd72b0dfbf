#pragma once
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "onedial/plot/figure.hpp"
#include "onedial/run/recall_config.hpp"

namespace onedial::cli {

/// What a run of `onedial recall` has found, of whichever kind it was.
struct RecallOutcome {
  nlohmann::ordered_json document;                               ///< what is particular to the kind
  std::vector<std::pair<std::string, std::string>> facts = {};   ///< for the reader: a word and what it says
  std::vector<std::pair<std::string, std::string>> tables = {};  ///< names of CSV files and what they hold
  Figure figure = {};
  std::vector<std::string> warnings = {};
  bool is_interrupted = false;
};

/// How a run is watched.
struct RecallRun {
  std::uint64_t seed = 0;
  Index threads = 1;
  bool quiet = false;
};

// Each ends with what it has at the first Ctrl-C, and throws InputError where patterns cannot be read or
// stored.

RecallOutcome recall_spins(const SpinRecall& task, const RecallRun& run, const Config& config);
RecallOutcome recall_modern(const ModernRecall& task, const RecallRun& run);
RecallOutcome scan_capacity(const CapacityScan& scan, const RecallRun& run);
RecallOutcome scan_phases(const PhaseScan& scan, const RecallRun& run);

/// Where patterns come from, for titles and documents: "letters.txt" or "random".
std::string source_name(const PatternSource& source);

/// Rows of images, each row with as many, beside each other with a pixel between them: −1 is paper and +1
/// ink.
Panel image_panel(const std::string& title, const std::vector<std::vector<Eigen::VectorXd>>& rows,
                  Index height, Index width);

}  // namespace onedial::cli
