#include "trial_runs.hpp"

namespace onedial::cli {

namespace {

/// Configs of run directories are all called config.toml: the directory tells them apart.
std::string name_of(const std::filesystem::path& path) {
  const bool is_stored = path.filename() == "config.toml" && path.has_parent_path();
  return is_stored ? (path.parent_path().filename() / path.filename()).string() : path.filename().string();
}

}  // namespace

Contender load_contender(const std::filesystem::path& path, const ConfigOptions& options) {
  ConfigOptions own = options;
  own.path = path;
  Config config = own.load();
  AnnealSetup setup = prepare_anneal(config);
  return {.name = name_of(path), .config = std::move(config), .setup = std::move(setup)};
}

void lay_over(Contender& contender, const std::vector<ConfigOverride>& changes) {
  for (const ConfigOverride& change : changes) {
    contender.config.lay_over(change);
  }
  contender.setup = prepare_anneal(contender.config);
}

bool TrialRuns::add(AnnealTrials& trials, AnnealSetup setup, Index runs, std::string_view phase) {
  // What ends when it succeeds, or when it is late, is no trial.
  setup.config.stop_at_target = false;
  setup.config.time_limit_seconds.reset();
  for (Index run = 0; run < runs; ++run) {
    setup.config.seed = next_seed_++;
    const auto system = make_system(setup.encoding, setup.config.sampler, setup.config.seed);
    const AnnealRun found = run_anneal(setup, *system, [&](const AnnealSweep& sweep) {
      const auto [done, sweeps] = sweep.progress;
      return watch_(phase, run * sweeps + done + 1, runs * sweeps);
    });
    if (found.result.stop_reason == StopReason::interrupted) {
      return false;
    }
    add_run(trials, setup, found);
  }
  return true;
}

}  // namespace onedial::cli
