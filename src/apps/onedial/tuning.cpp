#include "tuning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "onedial/anneal/residual_energy.hpp"
#include "onedial/anneal/time_to_target.hpp"
#include "onedial/core/elementary.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/random.hpp"

namespace onedial::cli {
namespace {

/// Replicas draw from streams 0, 1, … of a seed; candidates from the last.
constexpr std::uint64_t candidate_stream = std::numeric_limits<std::uint64_t>::max();

/// Kinds of schedules that a start, an end and a number of sweeps say everything about.
constexpr std::array kinds_with_ends = {
    "geometric", "linear_beta", "linear", "exponential", "constant_thermodynamic_speed", "lam_delosme"};

/// Evenly drawn on a logarithmic scale.
double draw_between(double lower, double upper, RandomStream& random) {
  return lower * elementary::exp(uniform01(random) * elementary::log(upper / lower));
}

/// Kinds that take a start and an end: a schedule's own, where it does, and those that always do.
std::vector<std::string> kinds_to_try(const Contender& contender) {
  std::vector<std::string> kinds(kinds_with_ends.begin(), kinds_with_ends.end());
  const ScheduleConfig& own = contender.setup.config.cooling;
  if (std::find(kinds.begin(), kinds.end(), own.kind) == kinds.end()) {
    const auto& range = contender.setup.range;
    const Candidate probe{
        .kind = own.kind, .start = range.hot.value(), .end = range.cold.value(), .sweeps = own.sweeps};
    try {
      as_candidate(contender, probe);
      kinds.push_back(own.kind);
    } catch (const InputError&) {
      return kinds;  // it has no ends
    }
  }
  return kinds;
}

bool is_better(const Candidate& a, const Candidate& b, bool has_target, bool by_seconds) {
  if (!has_target) {
    const double share = a.feasible_share();
    return share != b.feasible_share() ? share > b.feasible_share() : a.mean_energy() < b.mean_energy();
  }
  if ((a.trials.hits > 0) != (b.trials.hits > 0)) {
    return a.trials.hits > 0;
  }
  if (a.trials.hits > 0) {
    return a.time_to_target(by_seconds) < b.time_to_target(by_seconds);
  }
  return a.trials.best_energy() < b.trials.best_energy();
}

}  // namespace

std::vector<ConfigOverride> Candidate::overrides() const {
  if (is_as_given) {
    return {};
  }
  std::vector<ConfigOverride> changes;
  for (std::string assignment :
       {fmt::format("schedule.kind=\"{}\"", kind), fmt::format("schedule.start={}", start),
        fmt::format("schedule.end={}", end), fmt::format("schedule.sweeps={}", sweeps)}) {
    changes.push_back({.assignment = std::move(assignment), .origin = "tune"});
  }
  return changes;
}

double Candidate::time_to_target(bool by_seconds) const {
  const double p = (static_cast<double>(trials.hits) + 0.5) / (static_cast<double>(trials.count()) + 1);
  return *runs_to_target(p) * (by_seconds ? trials.seconds_per_trial() : trials.updates_per_trial());
}

double Candidate::feasible_share() const {
  return static_cast<double>(trials.feasible_energies().size()) / static_cast<double>(trials.count());
}

double Candidate::mean_energy() const {
  const std::vector<double> energies = trials.feasible_energies();
  return energies.empty() ? INFINITY : mean_of_replicas(energies).value;
}

Contender as_candidate(const Contender& contender, const Candidate& candidate,
                       const std::vector<ConfigOverride>& more) {
  Contender changed = contender;
  if (candidate.kind != contender.setup.config.cooling.kind) {
    changed.config.forget("schedule");  // its keys may have no meaning for another kind
  }
  std::vector<ConfigOverride> changes = candidate.overrides();
  changes.insert(changes.end(), more.begin(), more.end());
  lay_over(changed, changes);
  return changed;
}

ConfigOverride Spread::as_override() const {
  return {.assignment = fmt::format("run.replicas={}", replicas), .origin = "tune"};
}

Spread spread(double updates, Index units, Index sweeps, Index least_runs) {
  constexpr double most_levels = 1 << 27;  // of all replicas of a run
  const auto size = static_cast<double>(units);
  const double trials = std::max(1.0, std::floor(updates / (size * static_cast<double>(sweeps))));
  const double most_replicas = std::clamp(most_levels / size, 1.0, 1e5);
  const double runs = std::max(static_cast<double>(least_runs), std::ceil(trials / most_replicas));
  return {.replicas = static_cast<Index>(std::max(1.0, std::floor(trials / runs))),
          .runs = static_cast<Index>(runs)};
}

std::vector<Candidate> draw_candidates(const Contender& contender, Index count, Index most_sweeps) {
  const AnnealSetup& setup = contender.setup;
  const Index own_sweeps = setup.config.cooling.sweeps;
  const auto at = [&](Index sweep) {
    return temperature_at(setup.schedule, {.sweep = sweep, .sweeps = own_sweeps}).value();
  };
  std::vector<Candidate> candidates = {{.is_as_given = true,
                                        .kind = setup.config.cooling.kind,
                                        .start = at(0),
                                        .end = at(own_sweeps - 1),
                                        .sweeps = own_sweeps}};
  const std::vector<std::string> kinds = kinds_to_try(contender);
  const double hot = setup.range.hot.value();
  const double cold = setup.range.cold.value();
  const auto most = static_cast<double>(std::min(4 * own_sweeps, most_sweeps));
  const double least = std::max(1.0, std::min(static_cast<double>(own_sweeps) / 16, most / 4));
  // Two or three digits are all that a few trials can tell apart, and a config stays legible.
  const auto rounded = [](double value, int digits) {
    return std::stod(fmt::format("{:.{}g}", value, digits));
  };
  RandomStream random(setup.config.seed, candidate_stream);
  while (static_cast<Index>(candidates.size()) < count) {
    Candidate candidate{
        .kind = kinds[static_cast<std::size_t>(uniform01(random) * static_cast<double>(kinds.size()))]};
    constexpr double inwards = 16;  // automatic temperatures are safe ends, most often wider than needed
    candidate.start = rounded(draw_between(hot / inwards, hot, random), 3);
    candidate.end = rounded(draw_between(cold / 2, cold * inwards, random), 3);
    constexpr double least_ratio = 1.01;  // adaptive kinds have to go somewhere
    candidate.end = std::min(candidate.end, candidate.start / least_ratio);
    const double sweeps = rounded(draw_between(least, std::max(least, most), random), 2);
    candidate.sweeps = setup.config.target ? static_cast<Index>(std::max(1.0, sweeps)) : own_sweeps;
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

const Candidate& TuningRace::best() const {
  return candidates[static_cast<std::size_t>(rungs.back().candidates.front())];
}

std::optional<TuningRace> race(const Contender& contender, const RaceSettings& settings, TrialRuns& runs) {
  const auto rungs = static_cast<double>(rung_count(settings.candidates));
  const double first_share = settings.updates / rungs / static_cast<double>(settings.candidates);
  const auto size = static_cast<double>(units(contender.setup.encoding));
  const double trial = size * static_cast<double>(contender.setup.config.cooling.sweeps);
  if (first_share < trial) {
    throw InputError(fmt::format(
        "--budget: leaves {:.3g} updates to each of {} candidates in the first rung, and one replica of the "
        "config takes {:.3g}; a larger budget or fewer candidates are expected",
        first_share, settings.candidates, trial));
  }
  constexpr double least_trials = 8;
  const double most_sweeps = first_share / least_trials / size;
  TuningRace result{.candidates = draw_candidates(contender, settings.candidates,
                                                  static_cast<Index>(std::max(1.0, most_sweeps))),
                    .rungs = {}};
  const auto candidate_at = [&](Index k) -> Candidate& {
    return result.candidates[static_cast<std::size_t>(k)];
  };
  const auto run = [&](Index k, double budget) {
    Candidate& candidate = candidate_at(k);
    const Spread share = spread(budget, units(contender.setup.encoding), candidate.sweeps, 1);
    const Contender changed = as_candidate(contender, candidate, {share.as_override()});
    ++candidate.rungs;
    return runs.add(candidate.trials, changed.setup, share.runs,
                    fmt::format("rung {} of {:.0f}, candidate {} of {}", candidate.rungs, rungs, k + 1,
                                settings.candidates));
  };
  const bool has_target = contender.setup.config.target.has_value();
  auto raced = successive_halving(settings.candidates, settings.updates, run, [&](Index a, Index b) {
    return is_better(candidate_at(a), candidate_at(b), has_target, settings.by_seconds);
  });
  if (!raced) {
    return std::nullopt;
  }
  result.rungs = std::move(*raced);
  return result;
}

}  // namespace onedial::cli
