#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common_options.hpp"
#include "onedial/run/anneal_trials.hpp"
#include "thermo_watch.hpp"

namespace onedial::cli {

/// A config of `onedial anneal` that is run to count its hits.
struct Contender {
  std::string name;  ///< of its file
  Config config;     ///< as it is run
  AnnealSetup setup;
};

/// The config at a path under the options of the command line. Throws InputError.
Contender load_contender(const std::filesystem::path& path, const ConfigOptions& options);

/// Changes a config that is loaded. Throws InputError.
void lay_over(Contender& contender, const std::vector<ConfigOverride>& changes);

/// Runs configs to their ends, each run from a seed of its own: the first, the next, …
class TrialRuns {
 public:
  TrialRuns(std::uint64_t first_seed, bool quiet) : next_seed_(first_seed), watch_(quiet) {}

  [[nodiscard]] std::uint64_t next_seed() const { return next_seed_; }

  /// Adds `runs` runs of the setup to the trials. False once the user has interrupted: then the run that was
  /// ended does not count.
  bool add(AnnealTrials& trials, AnnealSetup setup, Index runs, std::string_view phase);

 private:
  std::uint64_t next_seed_;
  Watch watch_;
};

}  // namespace onedial::cli
