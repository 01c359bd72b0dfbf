#include "onedial/run/anneal_trials.hpp"

#include <limits>

#include "catch.hpp"
#include "onedial/run/anneal_run.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

AnnealRun run_of(const AnnealSetup& setup) {
  return run_anneal(setup, *make_system(setup.encoding, setup.config.sampler, setup.config.seed));
}

AnnealSetup setup_of(const ScratchDirectory& scratch, const std::vector<ConfigOverride>& overrides,
                     const std::string& replicas = "replicas = 6\n") {
  scratch.write("square.txt", "4 4\n1 2 1\n2 3 1\n3 4 1\n4 1 1\n");
  const auto path =
      scratch.write("c.toml",
                    "[problem]\nkind = \"max_cut\"\nfile = \"square.txt\"\n[schedule]\nsweeps = 5\n"
                    "[run]\nseed = 3\ntarget = 4\n" +
                        replicas);
  Config config = Config::load(path, overrides);
  return prepare_anneal(config);
}

}  // namespace

TEST_CASE("replicas are trials, and runs add up") {
  const ScratchDirectory scratch;
  AnnealSetup setup = setup_of(scratch, {});
  AnnealTrials trials;
  CHECK(trials.best_energy() == std::numeric_limits<double>::infinity());
  const AnnealRun first = run_of(setup);
  add_run(trials, setup, first);
  setup.config.seed = 4;
  const AnnealRun second = run_of(setup);
  add_run(trials, setup, second);
  CHECK(trials.runs == 2);
  CHECK(trials.first_seed == 3);
  CHECK(trials.sweeps == 5);
  CHECK(trials.count() == 12);
  CHECK(trials.hits == first.trial_hits + second.trial_hits);
  CHECK(trials.energies[6] == second.result.replica_best_energies[0]);
  CHECK(trials.best_energy() == -4);
  CHECK(trials.objective == 4);
  CHECK(trials.updates_per_trial() == 4 * 5);
  CHECK(trials.seconds == first.result.seconds + second.result.seconds);
}

TEST_CASE("replicas that share random numbers are one trial together") {
  const ScratchDirectory scratch;
  const AnnealSetup setup = setup_of(
      scratch, {{.assignment = "sampler.engine=bits"}, {.assignment = "sampler.shared_random=true"}});
  AnnealTrials trials;
  add_run(trials, setup, run_of(setup));
  CHECK(trials.count() == 1);
  CHECK(trials.hits == 1);
  CHECK(trials.updates_per_trial() == 6 * 4 * 5);
}

TEST_CASE("ladders and populations are trials") {
  const ScratchDirectory scratch;
  for (const char* method : {"replica_exchange", "population_annealing"}) {
    const bool ladders = method == std::string("replica_exchange");
    std::vector<ConfigOverride> overrides = {{.assignment = std::string("method.kind=") + method}};
    if (ladders) {
      overrides.push_back({.assignment = "method.levels=4"});
      overrides.push_back({.assignment = "method.ladders=3"});
    } else {
      overrides.push_back({.assignment = "method.populations=3"});
    }
    const AnnealSetup setup = setup_of(scratch, overrides, ladders ? "" : "replicas = 6\n");
    CHECK(!has_independent_replicas(setup));
    AnnealTrials trials;
    add_run(trials, setup, run_of(setup));
    INFO(method);
    CHECK(trials.count() == 3);
    CHECK(trials.hits <= 3);
    CHECK(trials.best_energy() == -4);
  }
}

TEST_CASE("trials without a feasible answer have no energy") {
  AnnealTrials trials{.energies = {-1, std::numeric_limits<double>::infinity(), -3}};
  CHECK(trials.feasible_energies() == std::vector<double>{-1, -3});
  CHECK(trials.best_energy() == -3);
}
