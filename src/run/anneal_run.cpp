#include "onedial/run/anneal_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "onedial/anneal/isoenergetic_clusters.hpp"
#include "onedial/anneal/ladder_pilot.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial {

RunLimits run_limits(const AnnealSetup& setup) {
  const AnnealConfig& config = setup.config;
  RunLimits limits{.stop_at_target = config.stop_at_target, .time_limit_seconds = config.time_limit_seconds};
  if (config.target) {
    const double rounding = setup.encoding.is_exact ? 0 : 4e-14;
    limits.target_energy = setup.problem->energy_of(*config.target);
    limits.target_tolerance = rounding * energy_scale(setup.encoding);
  }
  if (setup.encoding.is_constrained || setup.encoding.slack_may_pay) {
    limits.is_feasible = [&setup](const State& state) {
      const State answer = setup.encoding.decode(state);
      return setup.problem->evaluate(answer).feasible &&
             (!setup.encoding.slack_may_pay || setup.encoding.encode(answer) == state);
    };
  }
  return limits;
}

namespace {

/// Makes the ladder of a search, and counts what that costs.
class LadderPlanner {
 public:
  LadderPlanner(const AnnealSetup& setup, const GoesOn& goes_on) : setup_(setup), goes_on_(goes_on) {}

  std::vector<Temperature> plan() {
    const auto& method = setup_.config.method;
    const TemperatureRange range = ladder_ends(setup_.config.cooling, setup_.range);
    if (method.placement == LadderPlacement::geometric) {
      return spaced_ladder(LadderSpacing::geometric, range.cold, range.hot, method.levels);
    }
    const auto make_pilot = [&](Index replicas) {
      SamplerSettings sampler = setup_.config.sampler;
      sampler.replicas = replicas;
      updates_a_sweep_ = replicas * units(setup_.encoding);
      return make_system(setup_.encoding, sampler, setup_.config.seed);
    };
    return plan_ladder(make_pilot,
                       {.coldest = range.cold,
                        .hottest = range.hot,
                        .placement = method.placement,
                        .count = method.levels,
                        .seed = setup_.config.seed},
                       [&](const ScanProgress&) {
                         updates_ += updates_a_sweep_;
                         const auto limit = setup_.config.time_limit_seconds;
                         return (!goes_on_ || goes_on_()) && (!limit || seconds() < *limit);
                       });
  }

  [[nodiscard]] Index updates() const { return updates_; }
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
  }

 private:
  using Clock = std::chrono::steady_clock;

  const AnnealSetup& setup_;
  const GoesOn& goes_on_;
  Clock::time_point start_ = Clock::now();
  Index updates_a_sweep_ = 0;
  Index updates_ = 0;
};

AnnealRun exchange(const AnnealSetup& setup, System& system, const AnnealObserver& observer,
                   const GoesOn& goes_on) {
  const AnnealConfig& config = setup.config;
  LadderPlanner planner(setup, goes_on);
  AnnealRun run;
  run.ladder = planner.plan();
  const double planned_for = planner.seconds();
  RunLimits limits = run_limits(setup);
  if (limits.time_limit_seconds) {
    constexpr double least = 1e-9;  // the search ends after its first sweep
    limits.time_limit_seconds = std::max(*limits.time_limit_seconds - planned_for, least);
  }
  ExchangeSearchSettings settings{.temperatures = run.ladder,
                                  .sweeps = config.cooling.sweeps,
                                  .limits = std::move(limits),
                                  .seed = config.seed};
  if (config.method.cluster_moves) {
    const auto model = pairwise_model(setup.encoding);
    settings.cluster_moves = ClusterMoves{
        .model = model, .hottest = Temperature(coupling_scale(*model)), .every = config.method.cluster_every};
  }
  std::vector<double> coldest;
  ExchangeSearchResult found = exchange_search(system, settings, [&](const ExchangeSweep& sweep) {
    coldest.clear();
    for (Index ladder = 0; ladder < sweep.exchange.ladders(); ++ladder) {
      coldest.push_back(sweep.exchange.energy_at(ladder, 0));
    }
    return !observer || observer({.progress = sweep.progress,
                                  .temperature = run.ladder.front(),
                                  .stats = sweep.stats,
                                  .energies = coldest,
                                  .best_energy = sweep.best_energy});
  });
  run.result = std::move(found.run);
  run.result.seconds += planned_for;
  run.result.updates += planner.updates();
  found.run = {};
  run.trials = found.ladders;
  run.trial_hits = found.ladder_hits;
  run.exchange = std::move(found);
  return run;
}

AnnealRun cool_populations(const AnnealSetup& setup, System& system, const AnnealObserver& observer) {
  const AnnealConfig& config = setup.config;
  const Temperature coldest = config.cooling.end ? Temperature(*config.cooling.end) : setup.range.cold;
  const auto step_sweeps = config.cooling.sweeps;
  const PopulationAnnealingSettings settings{.coldest = coldest,
                                             .start_log_z = log_state_count(setup.encoding),
                                             .overlap = config.method.overlap,
                                             .sweeps_per_step = step_sweeps,
                                             .populations = config.method.populations,
                                             .limits = run_limits(setup),
                                             .seed = config.seed};
  PopulationAnnealingResult found = population_annealing(system, settings, [&](const PopulationStep& step) {
    const double part = coldest.value() / step.reading.temperature.value();
    const auto all = static_cast<Index>(static_cast<double>(step.sweeps) / part);
    return !observer ||
           observer({.progress = {.sweep = step.sweeps - 1, .sweeps = std::max(all, step.sweeps)},
                     .temperature = step.reading.temperature,
                     .stats = step.stats,
                     .energies = step.energies,
                     .best_energy = step.best_energy});
  });
  return {.result = std::move(found.run),
          .trials = config.method.populations,
          .trial_hits = found.population_hits,
          .populations = std::move(found.readings)};
}

}  // namespace

AnnealRun run_anneal(const AnnealSetup& setup, System& system, const AnnealObserver& observer,
                     const std::string& from, const GoesOn& goes_on) {
  switch (setup.config.method.kind) {
    case Method::replica_exchange:
      return exchange(setup, system, observer, goes_on);
    case Method::population_annealing:
      return cool_populations(setup, system, observer);
    case Method::annealing:
      break;
  }
  const std::unique_ptr<Cooling> cooling =
      setup.adaptive ? make_cooling(*setup.adaptive) : std::make_unique<FixedCooling>(setup.schedule);
  AnnealRun run{.result = anneal(system, *cooling,
                                 {.sweeps = setup.config.cooling.sweeps, .limits = run_limits(setup)},
                                 observer, from)};
  run.trials = system.replicas();
  run.trial_hits = run.result.target_hits;
  return run;
}

Answer checked_answer(const AnnealSetup& setup, const AnnealResult& result) {
  const Answer found = answer_of(*setup.problem, setup.encoding, result.best_state, false);
  const double claimed = result.best_energy;
  const double tolerance = (setup.encoding.is_exact ? 0 : 1e-9) * energy_scale(setup.encoding);
  const double excess = claimed - setup.problem->energy_of(found.worth.objective);
  const bool is_loose = setup.encoding.slack_may_pay && !result.is_feasible;
  const bool agrees = is_loose || (excess >= -tolerance && (excess <= tolerance || setup.encoding.has_slack));
  if (found.worth.feasible && !agrees) {
    throw std::logic_error(fmt::format("the model claims an energy of {}, but the answer found has {} {}",
                                       claimed, setup.problem->objective_name(), found.worth.objective));
  }
  return answer_of(*setup.problem, setup.encoding, result.best_state, setup.config.problem.repair);
}

}  // namespace onedial
