#include "onedial/anneal/equilibrium_scan.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <string>

#include "onedial/anneal/replica_exchange.hpp"
#include "onedial/measure/equilibration.hpp"
#include "onedial/measure/thinned_series.hpp"

namespace onedial {
namespace {

constexpr double tau_lengths = 50;  // that a series needs for its τ to be trusted

/// How many energies of each replica are kept.
Index affordable_rows(Index replicas, Index blocks) {
  constexpr Index most_samples = Index{1} << 24U;
  return std::max(most_samples / replicas, 4 * blocks);
}

class Scan {
 public:
  Scan(System& system, const ScanSettings& settings, const ScanObserver& observer)
      : settings_(settings),
        observer_(observer),
        exchange_(system, settings.temperatures, settings.seed),
        system_(system),
        of_ladders_(static_cast<std::size_t>(exchange_.ladders())) {
    if (settings.blocks < 2 || settings.sweeps < settings.blocks) {
      throw std::invalid_argument("sweeps (" + std::to_string(settings.sweeps) +
                                  ") must be at least blocks (" + std::to_string(settings.blocks) +
                                  "), and those at least 2");
    }
    if (settings.equilibration && *settings.equilibration < 0) {
      throw std::invalid_argument("equilibration (" + std::to_string(*settings.equilibration) +
                                  ") must be at least 0");
    }
    if (settings.order_parameter_every < 1) {
      throw std::invalid_argument("order_parameter_every (" + std::to_string(settings.order_parameter_every) +
                                  ") must be at least 1");
    }
    result_.ladders = exchange_.ladders();
  }

  EquilibriumScan run() {
    const auto start = std::chrono::steady_clock::now();
    if (settings_.equilibration) {
      result_.equilibration = sweep_many("equilibrating", *settings_.equilibration, [](Index) {});
    } else {
      settle();
    }
    measure();
    result_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return std::move(result_);
  }

 private:
  [[nodiscard]] Index levels() const { return static_cast<Index>(settings_.temperatures.size()); }

  std::span<const double> energies_at(Index level) {
    for (std::size_t ladder = 0; ladder < of_ladders_.size(); ++ladder) {
      of_ladders_[ladder] = exchange_.energy_at(static_cast<Index>(ladder), level);
    }
    return of_ladders_;
  }

  std::span<const double> order_at(Index level) {
    for (std::size_t ladder = 0; ladder < of_ladders_.size(); ++ladder) {
      system_.read(exchange_.replica_at(static_cast<Index>(ladder), level), state_);
      of_ladders_[ladder] = settings_.order_parameter(state_);
    }
    return of_ladders_;
  }

  /// Sweeps, with `use(sweep)` after each, unless interrupted.
  template <class Use>
  Index sweep_many(std::string_view phase, Index sweeps, Use use) {
    for (Index sweep = 0; sweep < sweeps && !result_.is_interrupted; ++sweep) {
      result_.updates += exchange_.sweep().attempts;
      use(sweep);
      if (observer_ && !observer_({.phase = phase, .sweep = sweep + 1, .sweeps = sweeps})) {
        result_.is_interrupted = true;
        return sweep + 1;
      }
    }
    return result_.is_interrupted ? 0 : sweeps;
  }

  void settle() {
    constexpr Index first_stretch = 64;
    result_.has_settled = false;
    for (Index stretch = first_stretch; !result_.has_settled && !result_.is_interrupted; stretch *= 2) {
      const Index left = settings_.sweeps - result_.equilibration;
      if (left < first_stretch) {
        return;
      }
      const Index sweeps = std::min(stretch, left);
      ThinnedSeries record(levels(), 1, sweeps);
      result_.equilibration += sweep_many("equilibrating", sweeps, [&](Index) {
        for (Index level = 0; level < levels(); ++level) {
          const auto energies = energies_at(level);
          double sum = 0;
          for (const double energy : energies) {
            sum += energy;
          }
          record.add(level, std::vector{sum / static_cast<double>(energies.size())});
        }
      });
      result_.has_settled =
          !result_.is_interrupted &&
          std::all_of(record.series().begin(), record.series().end(),
                      [](const auto& of_level) { return equilibration_length(of_level).has_value(); });
    }
  }

  void measure() {
    Thermometer thermometer(settings_.temperatures);
    ThinnedSeries record(levels(), exchange_.ladders(),
                         affordable_rows(levels() * exchange_.ladders(), settings_.blocks));
    OrderParameter order(settings_.temperatures, system_.size());
    exchange_.reset_statistics();
    result_.sweeps = sweep_many("measuring", settings_.sweeps, [&](Index sweep) {
      const bool is_kept = record.opens(sweep);
      for (Index level = 0; level < levels(); ++level) {
        const auto energies = energies_at(level);
        thermometer.add(level, energies);
        if (is_kept) {
          record.add(level, energies);
        }
        if (settings_.order_parameter && sweep % settings_.order_parameter_every == 0) {
          order.add(level, order_at(level));
        }
      }
    });
    result_.swap_rates = exchange_.swap_rates();
    result_.round_trips = exchange_.round_trips();
    if (result_.sweeps < 2) {
      result_.no_reweighting = "the scan ended before its first measurements";
      return;
    }
    result_.readings = thermometer.readings();
    if (settings_.order_parameter && result_.sweeps > settings_.order_parameter_every) {
      result_.order = order.readings();
    }
    reweight(record);
  }

  void reweight(const ThinnedSeries& record) {
    if (record.rows() < std::max<Index>(settings_.blocks, 4)) {
      result_.no_reweighting = "the scan ended after too few measurements";
      return;
    }
    std::vector<EnergySamples> levels;
    for (std::size_t k = 0; k < record.series().size(); ++k) {
      result_.split_r_hats.push_back(split_r_hat(record.series()[k]));
      const ReplicaSeries energies = record.series()[k];
      const double first = energies.front().front();
      constexpr double rounding = 1e-9;
      const bool is_stuck = !result_.readings[k].has_events &&
                            std::any_of(energies.begin(), energies.end(), [&](const auto& one) {
                              return std::abs(one.front() - first) > rounding * std::abs(first);
                            });
      if (is_stuck) {
        result_.no_reweighting = fmt::format("the ladders are stuck in different states at T = {}",
                                             settings_.temperatures[k].value());
      }
      const double tau = result_.readings[k].tau / static_cast<double>(record.stride());
      levels.push_back({.temperature = settings_.temperatures[k],
                        .energies = record.series()[k],
                        .tau = std::max(tau, 0.5)});
    }
    if (!result_.no_reweighting.empty()) {
      return;
    }
    // Who has interrupted the measurement waits for seconds, and asks no more.
    const auto count = static_cast<double>(levels.size());
    constexpr double most_when_interrupted = 1e5;
    if (result_.is_interrupted && count * count > most_when_interrupted) {
      result_.no_reweighting = "interrupted; so many temperatures take long to join";
      return;
    }
    const auto observer = [&](Index done, Index all) {
      return result_.is_interrupted || !observer_ ||
             observer_({.phase = "joining temperatures", .sweep = done, .sweeps = all});
    };
    try {
      result_.reweighting = Reweighting::watched(levels, settings_.blocks, observer);
      if (!result_.reweighting) {
        result_.is_interrupted = true;
        result_.no_reweighting = "interrupted while the temperatures were joined";
      }
    } catch (const std::invalid_argument& error) {
      result_.no_reweighting = error.what();
    }
  }

  const ScanSettings& settings_;
  const ScanObserver& observer_;
  ReplicaExchange exchange_;
  const System& system_;
  std::vector<double> of_ladders_;  // a number of each ladder at one level
  State state_;
  EquilibriumScan result_;
};

}  // namespace

std::vector<Index> EquilibriumScan::short_levels() const {
  std::vector<Index> levels;
  for (std::size_t k = 0; k < readings.size(); ++k) {
    if (readings[k].has_events && static_cast<double>(sweeps) < tau_lengths * readings[k].tau) {
      levels.push_back(static_cast<Index>(k));
    }
  }
  return levels;
}

Index EquilibriumScan::sweeps_needed() const {
  double slowest = 0;
  for (const ThermometerReading& reading : readings) {
    slowest = std::max(slowest, reading.tau);
  }
  return static_cast<Index>(std::ceil(tau_lengths * slowest));
}

EquilibriumScan scan_equilibrium(System& system, const ScanSettings& settings, const ScanObserver& observer) {
  return Scan(system, settings, observer).run();
}

}  // namespace onedial
