#include "onedial/anneal/ladder_pilot.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "onedial/anneal/phase_seed.hpp"
#include "onedial/anneal/replica_exchange.hpp"
#include "onedial/measure/thermometer.hpp"

namespace onedial {
namespace {

constexpr double acceptance = 0.5;
constexpr Index pilot_ladders = 4;

/// From `coldest` to `hottest`, and on to T = ∞.
std::vector<Temperature> pilot_temperatures(const LadderPlan& plan) {
  constexpr Index inside = 24;
  constexpr Index beyond = 8;
  std::vector<Temperature> ladder =
      spaced_ladder(LadderSpacing::geometric, plan.coldest, plan.hottest, inside);
  if (plan.reaches_infinity) {
    for (Index k = beyond - 1; k > 0; --k) {
      ladder.emplace_back(plan.hottest.value() * static_cast<double>(beyond) / static_cast<double>(k));
    }
    ladder.push_back(Temperature::infinite());
  }
  return ladder;
}

/// The length of √(factor · Var(E)).
template <class Factor>
ThermodynamicLength length_of(std::span<const ThermometerReading> readings, Factor factor) {
  std::vector<EnergySpread> spreads;
  for (const ThermometerReading& reading : readings) {
    const double square = factor(reading) * std::max(0.0, reading.energy_variance);
    spreads.push_back({.temperature = reading.temperature, .sigma = std::sqrt(square)});
  }
  return ThermodynamicLength(std::move(spreads));
}

/// Whether to go on after a sweep.
bool goes_on(const ScanObserver& observer, Index sweep, Index sweeps) {
  return !observer || observer({.phase = "placing temperatures", .sweep = sweep + 1, .sweeps = sweeps});
}

void append_levels_to_infinity(std::vector<Temperature>& ladder, const ThermodynamicLength& length) {
  const Temperature hottest = ladder.back();
  const Index count = length.levels_for(acceptance, hottest, Temperature::infinite());
  const auto beyond = length.equal_acceptance_ladder(hottest, Temperature::infinite(), count);
  ladder.insert(ladder.end(), beyond.begin() + 1, beyond.end());
}

/// Lets replicas travel, and moves the levels to where they travel slowest, a few times over.
std::vector<Temperature> improve_by_feedback(const SystemFactory& make_system,
                                             std::vector<Temperature> ladder, std::uint64_t seed,
                                             const ScanObserver& observer) {
  const auto system = make_system(pilot_ladders * std::ssize(ladder));
  const std::uint64_t own_seed = phase_seed(seed, RunPhase::feedback);
  system->randomize(own_seed);
  ReplicaExchange exchange(*system, ladder, own_seed);
  constexpr int rounds = 4;
  Index sweeps = 1000;
  for (int round = 0; round < rounds; ++round, sweeps *= 2) {
    for (Index sweep = 0; sweep < sweeps; ++sweep) {
      exchange.sweep();
      if (!goes_on(observer, sweep, sweeps)) {
        return ladder;
      }
    }
    const std::vector<double> fractions = exchange.hot_fractions();
    const bool all_known = std::all_of(fractions.begin(), fractions.end(), [](double f) { return f >= 0; });
    if (all_known) {
      ladder = feedback_ladder(ladder, fractions);
      exchange.set_temperatures(ladder);
    }
  }
  return ladder;
}

LadderSpacing spacing_of(LadderPlacement placement) {
  switch (placement) {
    case LadderPlacement::linear:
      return LadderSpacing::linear;
    case LadderPlacement::linear_beta:
      return LadderSpacing::linear_beta;
    default:
      return LadderSpacing::geometric;
  }
}

}  // namespace

std::vector<ThermometerReading> measure_pilot(const SystemFactory& make_system, const LadderPlan& plan,
                                              const ScanObserver& observer) {
  const std::vector<Temperature> temperatures = pilot_temperatures(plan);
  const auto system = make_system(pilot_ladders * std::ssize(temperatures));
  const std::uint64_t seed = phase_seed(plan.seed, RunPhase::spreads_of_energies);
  system->randomize(seed);
  ReplicaExchange exchange(*system, temperatures, seed);
  constexpr Index settling = 128;
  constexpr Index sweeps = settling + 256;
  constexpr Index least_measured = 4;
  Index first = settling;
  Index last = sweeps;
  Thermometer thermometer(temperatures);
  for (Index sweep = 0; sweep < last; ++sweep) {
    exchange.sweep();
    for (Index level = 0; sweep >= first && level < std::ssize(temperatures); ++level) {
      std::vector<double> energies;
      for (Index ladder = 0; ladder < exchange.ladders(); ++ladder) {
        energies.push_back(exchange.energy_at(ladder, level));
      }
      thermometer.add(level, energies);
    }
    if (last == sweeps && !goes_on(observer, sweep, sweeps)) {
      first = std::min(first, sweep + 1);
      last = std::min(last, sweep + 1 + least_measured);
    }
  }
  return thermometer.readings();
}

ThermodynamicLength exchange_length(std::span<const ThermometerReading> readings) {
  return length_of(readings, [](const ThermometerReading&) { return 1.0; });
}

ThermodynamicLength annealing_length(std::span<const ThermometerReading> readings) {
  return length_of(readings,
                   [](const ThermometerReading& reading) { return 2 * std::max(reading.tau, 0.5); });
}

std::vector<Temperature> plan_ladder(const SystemFactory& make_system, const LadderPlan& plan,
                                     const ScanObserver& observer) {
  const ThermodynamicLength length = exchange_length(measure_pilot(make_system, plan, observer));
  constexpr Index least_levels = 16;  // of small systems, whose neighbours swap at any distance
  const Index count = plan.count
                          ? *plan.count
                          : std::max(least_levels, length.levels_for(acceptance, plan.coldest, plan.hottest));
  const bool by_length =
      plan.placement == LadderPlacement::equal_acceptance || plan.placement == LadderPlacement::feedback;
  std::vector<Temperature> ladder =
      by_length ? length.equal_acceptance_ladder(plan.coldest, plan.hottest, count)
                : spaced_ladder(spacing_of(plan.placement), plan.coldest, plan.hottest, count);
  if (plan.placement == LadderPlacement::feedback && count > 2) {
    ladder = improve_by_feedback(make_system, std::move(ladder), plan.seed, observer);
  }
  if (plan.reaches_infinity) {
    append_levels_to_infinity(ladder, length);
  }
  return ladder;
}

std::vector<Temperature> levels_to_infinity(const SystemFactory& make_system, Temperature coldest,
                                            Temperature hottest, std::uint64_t seed,
                                            const ScanObserver& observer) {
  const LadderPlan plan{.coldest = coldest, .hottest = hottest, .reaches_infinity = true, .seed = seed};
  std::vector<Temperature> ladder{hottest};
  append_levels_to_infinity(ladder, exchange_length(measure_pilot(make_system, plan, observer)));
  ladder.erase(ladder.begin());
  return ladder;
}

}  // namespace onedial
