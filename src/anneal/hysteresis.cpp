#include "onedial/anneal/hysteresis.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <string>

#include "onedial/measure/accumulator.hpp"

namespace onedial {
namespace {

constexpr Index least_replicas = 4;

void require_sweeps(Index sweeps) {
  if (sweeps < 2) {
    throw std::invalid_argument("the sweeps of a branch (" + std::to_string(sweeps) +
                                ") must be at least 2: a loop has two ends");
  }
}

void validate(const System& system, const HysteresisSettings& settings) {
  require_sweeps(settings.sweeps);
  if (settings.equilibration < 0) {
    throw std::invalid_argument("equilibration (" + std::to_string(settings.equilibration) +
                                ") must be at least 0");
  }
  if (system.replicas() < least_replicas) {
    throw std::invalid_argument("a loop needs at least " + std::to_string(least_replicas) +
                                " replicas for its errors; there are " + std::to_string(system.replicas()));
  }
}

/// T₀ … T_{K−1}.
std::vector<Temperature> temperatures_of(const Schedule& cooling, Index sweeps) {
  validate(cooling);
  std::vector<Temperature> temperatures;
  for (Index k = 0; k < sweeps; ++k) {
    temperatures.push_back(temperature_at(cooling, {.sweep = k, .sweeps = sweeps}));
  }
  return temperatures;
}

/// How much the gap at each temperature counts in the area: the trapezoidal rule.
std::vector<double> area_weights(const std::vector<Temperature>& temperatures) {
  std::vector<double> weights(temperatures.size());
  for (std::size_t k = 1; k < temperatures.size(); ++k) {
    const double half_step = (temperatures[k - 1].value() - temperatures[k].value()) / 2;
    weights[k - 1] += half_step;
    weights[k] += half_step;
  }
  return weights;
}

double standard_error(const Accumulator& values) {
  return std::sqrt(values.variance() / static_cast<double>(values.count()));
}

BranchPoint over_replicas(Temperature temperature, std::span<const double> energies) {
  Accumulator values;
  for (const double energy : energies) {
    values.add(energy);
  }
  return {.temperature = temperature, .mean_energy = values.mean(), .standard_error = standard_error(values)};
}

/// Where a loop is after so many sweeps.
struct Step {
  LoopPart part;
  Progress progress;
  std::size_t level;  ///< k of T_k
};

Step step_at(Index done, const HysteresisSettings& settings) {
  if (done < settings.equilibration) {
    return {LoopPart::equilibration, {done, settings.equilibration}, 0};
  }
  const Index k = done - settings.equilibration;
  if (k < settings.sweeps) {
    return {LoopPart::cooling, {k, settings.sweeps}, static_cast<std::size_t>(k)};
  }
  const Index heated = k - settings.sweeps;
  return {LoopPart::heating,
          {heated, settings.sweeps - 1},
          static_cast<std::size_t>(settings.sweeps - 2 - heated)};
}

/// The difference of the branches at each temperature, replica by replica, as the loop closes.
class Gaps {
 public:
  Gaps(std::vector<Temperature> temperatures, Index replicas)
      : temperatures_(std::move(temperatures)),
        weights_(area_weights(temperatures_)),
        areas_(static_cast<std::size_t>(replicas)) {}

  void cooled(std::span<const double> energies) {
    cooled_.insert(cooled_.end(), energies.begin(), energies.end());
  }

  void heated(std::size_t k, std::span<const double> energies) {
    Accumulator gaps;
    for (std::size_t r = 0; r < areas_.size(); ++r) {
      const double gap = cooled_[k * areas_.size() + r] - energies[r];
      gaps.add(gap);
      areas_[r] += weights_[k] * gap;
    }
    if (gaps.mean() > largest_.mean) {
      largest_ = {.mean = gaps.mean(), .error = standard_error(gaps), .at = k};
    }
  }

  void conclude(HysteresisLoop& loop) const {
    Accumulator areas;
    for (const double area : areas_) {
      areas.add(area);
    }
    loop.area = areas.mean();
    loop.area_error = standard_error(areas);
    loop.largest_gap = largest_.mean;
    loop.largest_gap_error = largest_.error;
    loop.largest_gap_temperature = temperatures_[largest_.at];
  }

 private:
  struct Largest {
    double mean = 0;  // at the turning point, where both branches are one
    double error = 0;
    std::size_t at;
  };

  std::vector<Temperature> temperatures_;
  std::vector<double> weights_;  // (K)
  std::vector<double> cooled_;   // (K × R)
  std::vector<double> areas_;    // (R), so far
  Largest largest_{.at = temperatures_.size() - 1};
};

}  // namespace

HysteresisLoop hysteresis(System& system, const Schedule& cooling, const HysteresisSettings& settings,
                          const HysteresisObserver& observer) {
  validate(system, settings);
  const std::vector<Temperature> temperatures = temperatures_of(cooling, settings.sweeps);
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();

  HysteresisLoop loop;
  Gaps gaps(temperatures, system.replicas());
  std::vector<Temperature> of_replica(static_cast<std::size_t>(system.replicas()), temperatures.front());
  const Index sweeps = settings.equilibration + 2 * settings.sweeps - 1;
  for (Index done = 0; done < sweeps; ++done) {
    const Step step = step_at(done, settings);
    const Temperature temperature = temperatures[step.level];
    of_replica.assign(of_replica.size(), temperature);
    const SweepStats stats = system.sweep(of_replica);
    loop.updates += stats.attempts;
    if (step.part == LoopPart::cooling) {
      loop.cooling.push_back(over_replicas(temperature, system.energies()));
      gaps.cooled(system.energies());
    }
    if (step.part == LoopPart::heating) {
      if (loop.heating.empty()) {
        loop.heating.push_back(loop.cooling.back());
      }
      loop.heating.push_back(over_replicas(temperature, system.energies()));
      gaps.heated(step.level, system.energies());
    }
    const HysteresisSweep seen{.part = step.part,
                               .progress = step.progress,
                               .temperature = temperature,
                               .stats = stats,
                               .energies = system.energies()};
    if (observer && !observer(seen)) {
      loop.stop_reason = StopReason::interrupted;
      break;
    }
  }
  if (std::ssize(loop.heating) == settings.sweeps) {
    gaps.conclude(loop);
  }
  loop.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return loop;
}

ExactLoop exact_hysteresis(std::span<const double> energies, const Schedule& cooling, Index sweeps,
                           KernelKind kernel) {
  require_sweeps(sweeps);
  const std::vector<Temperature> down = temperatures_of(cooling, sweeps);
  std::vector<Temperature> both = down;
  both.insert(both.end(), down.rbegin() + 1, down.rend());
  const std::vector<ExactSweep> seen = exact_annealing(energies, both, down.front(), kernel);
  const auto turn = seen.begin() + (sweeps - 1);

  ExactLoop loop{.cooling = {seen.begin(), turn + 1},
                 .heating = {turn, seen.end()},
                 .area = 0,
                 .largest_gap = 0,
                 .largest_gap_temperature = down.back()};
  const std::vector<double> weights = area_weights(down);
  for (std::size_t k = 0; k < down.size(); ++k) {
    const double gap = loop.cooling[k].mean_energy - loop.heating[down.size() - 1 - k].mean_energy;
    loop.area += weights[k] * gap;
    if (gap > loop.largest_gap) {
      loop.largest_gap = gap;
      loop.largest_gap_temperature = down[k];
    }
  }
  return loop;
}

}  // namespace onedial
