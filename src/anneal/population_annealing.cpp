#include "onedial/anneal/population_annealing.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <stdexcept>

#include "onedial/anneal/best_so_far.hpp"
#include "onedial/anneal/phase_seed.hpp"
#include "onedial/anneal/resampling.hpp"
#include "onedial/core/boltzmann.hpp"
#include "onedial/measure/jackknife.hpp"
#include "run_watch.hpp"

namespace onedial {
namespace {

void validate(const System& system, const PopulationAnnealingSettings& settings) {
  if (settings.coldest.is_zero() || !(settings.coldest < settings.start)) {
    throw std::invalid_argument(
        fmt::format("the coldest temperature ({}) must be above 0 and below the start ({})",
                    settings.coldest.value(), settings.start.value()));
  }
  if (!(settings.overlap > 0 && settings.overlap < 1)) {
    throw std::invalid_argument(fmt::format("the overlap ({}) must lie in (0, 1)", settings.overlap));
  }
  if (settings.sweeps_per_step < 1) {
    throw std::invalid_argument(
        fmt::format("the sweeps per step ({}) must be at least 1", settings.sweeps_per_step));
  }
  if (settings.populations < 2) {
    throw std::invalid_argument(fmt::format("populations ({}) must be at least 2", settings.populations));
  }
  if (system.replicas() % settings.populations != 0) {
    throw std::invalid_argument(fmt::format("{} replicas cannot be shared out to {} populations",
                                            system.replicas(), settings.populations));
  }
}

class Populations {
 public:
  Populations(System& system, const PopulationAnnealingSettings& settings)
      : settings_(settings),
        system_(system),
        size_(static_cast<std::size_t>(system.replicas() / settings.populations)),
        log_z_(static_cast<std::size_t>(settings.populations), settings.start_log_z),
        families_(static_cast<std::size_t>(system.replicas())) {
    const std::uint64_t seed = phase_seed(settings.seed, RunPhase::resampling);
    for (std::uint64_t m = 0; m < log_z_.size(); ++m) {
      random_.emplace_back(seed, m);
    }
    std::iota(families_.begin(), families_.end(), std::size_t{0});
  }

  [[nodiscard]] Temperature temperature() const { return temperature_; }

  /// Takes all populations to the next temperature, where they still have to be swept.
  void step() {
    const Temperature next =
        next_temperature(system_.energies(), temperature_, settings_.coldest, settings_.overlap);
    overlap_ = energy_overlap(system_.energies(), temperature_, next);
    for (std::size_t m = 0; m < log_z_.size(); ++m) {
      const StepWeights step = step_weights(energies_of(m), temperature_, next);
      log_z_[m] += step.log_mean;
      resample(m * size_, systematic_copies(step.weights, uniform01(random_[m])));
    }
    temperature_ = next;
  }

  [[nodiscard]] PopulationReading reading() const {
    const double log_scale = *std::max_element(log_z_.begin(), log_z_.end());
    const std::span<const double> all = system_.energies();
    const double origin = std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
    // Of each population, its Z and Z⟨E⟩ and Z⟨E²⟩: their means are those of all members with their weights.
    std::vector<std::vector<double>> moments;
    double sum = 0;
    double squares = 0;
    for (std::size_t m = 0; m < log_z_.size(); ++m) {
      const double z = boltzmann_weight(-log_z_[m], -log_scale, Temperature(1));
      sum += z;
      squares += z * z;
      double first = 0;
      double second = 0;
      for (const double energy : energies_of(m)) {
        first += energy - origin;
        second += (energy - origin) * (energy - origin);
      }
      const auto size = static_cast<double>(size_);
      moments.push_back({z, z * first / size, z * second / size});
    }
    using Means = std::span<const double>;
    const auto log_z = [&](Means x) { return log_scale + elementary::log(x[0]); };
    const auto energy = [&](Means x) { return origin + x[1] / x[0]; };
    const auto heat_capacity = [&](Means x) {
      const double mean = x[1] / x[0];
      return temperature_.reduced(temperature_.reduced(x[2] / x[0] - mean * mean));
    };
    const auto entropy = [&](Means x) { return log_z(x) + temperature_.reduced(energy(x)); };
    PopulationReading reading{.temperature = temperature_,
                              .overlap = overlap_,
                              .log_z = estimate(moments, log_z),
                              .mean_energy = estimate(moments, energy),
                              .heat_capacity = estimate(moments, heat_capacity),
                              .entropy = estimate(moments, entropy),
                              .effective_populations = sum * sum / squares,
                              .families = 0,
                              .mean_square_family = 0,
                              .family_entropy = 0};
    count_families(reading);
    return reading;
  }

 private:
  [[nodiscard]] std::span<const double> energies_of(std::size_t population) const {
    return system_.energies().subspan(population * size_, size_);
  }

  /// Puts copies of members into the places of those that have none; one copy of each stays where it is.
  void resample(std::size_t first, const std::vector<Index>& copies) {
    std::size_t source = 0;
    Index to_place = 0;
    for (std::size_t i = 0; i < copies.size(); ++i) {
      if (copies[i] > 0) {
        continue;
      }
      while (to_place == 0) {
        if (copies[source] > 1) {
          to_place = copies[source] - 1;
        }
        ++source;
      }
      --to_place;
      system_.copy(static_cast<Index>(first + source - 1), static_cast<Index>(first + i));
      families_[first + i] = families_[first + source - 1];
    }
  }

  /// The jackknife's error beside the plain average: its correction of a bias is worse than the bias where
  /// few populations hold most of the weight.
  static Estimate estimate(const std::vector<std::vector<double>>& moments,
                           const std::function<double(std::span<const double>)>& quantity) {
    const JackknifeEstimate jack = jackknife(moments, quantity);
    return {.value = jack.value + jack.bias, .error = jack.standard_error};
  }

  void count_families(PopulationReading& reading) const {
    std::vector<Index> sizes(families_.size());
    for (const std::size_t family : families_) {
      ++sizes[family];
    }
    const auto members = static_cast<double>(families_.size());
    for (const Index size : sizes) {
      if (size > 0) {
        const double fraction = static_cast<double>(size) / members;
        ++reading.families;
        reading.mean_square_family += static_cast<double>(size) * fraction;
        reading.family_entropy -= fraction * elementary::log(fraction);
      }
    }
  }

  const PopulationAnnealingSettings& settings_;
  System& system_;
  std::size_t size_;           // of a population
  std::vector<double> log_z_;  // (M), at the present temperature
  std::vector<RandomStream> random_;
  std::vector<std::size_t> families_;  // (R): the first ancestor of each
  Temperature temperature_ = settings_.start;
  double overlap_ = 1;
};

}  // namespace

PopulationAnnealingResult population_annealing(System& system, const PopulationAnnealingSettings& settings,
                                               const PopulationObserver& observer) {
  validate(system, settings);
  const RunWatch watch(settings.limits);
  PopulationAnnealingResult result;
  AnnealResult& run = result.run;
  BestSoFar best(system, run, settings.limits.is_feasible);
  Populations populations(system, settings);
  std::optional<StopReason> end;

  while (!end && populations.temperature() > settings.coldest) {
    populations.step();
    const std::vector<Temperature> temperatures(static_cast<std::size_t>(system.replicas()),
                                                populations.temperature());
    const bool is_last = populations.temperature() == settings.coldest;
    SweepStats stats;
    for (Index sweep = 1; !end && sweep <= settings.sweeps_per_step; ++sweep) {
      const SweepStats one = system.sweep(temperatures);
      stats.attempts += one.attempts;
      stats.flips += one.flips;
      run.updates += one.attempts;
      best.update(++run.sweeps);
      end = watch.end(run, !is_last || sweep < settings.sweeps_per_step);
    }
    if (end) {
      break;
    }
    result.readings.push_back(populations.reading());
    const PopulationStep step{.reading = result.readings.back(),
                              .energies = system.energies(),
                              .stats = stats,
                              .best_energy = run.best_energy,
                              .sweeps = run.sweeps};
    if (observer && !observer(step)) {
      end = StopReason::interrupted;
    }
  }
  run.stop_reason = end.value_or(StopReason::schedule_finished);
  watch.finish(run, system);
  result.population_hits = watch.group_hits(run, settings.populations);
  return result;
}

}  // namespace onedial
