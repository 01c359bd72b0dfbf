#include "onedial/anneal/replica_exchange.hpp"

#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "onedial/core/boltzmann.hpp"

namespace onedial {
namespace {

/// How much dearer, in units of T, two replicas would be with each other's temperatures: −(β_c − β_h)(E_c −
/// E_h).
double swap_cost(double cold_energy, double hot_energy, Temperature cold, Temperature hot) {
  const double gap = cold_energy - hot_energy;
  return hot.reduced(gap) - cold.reduced(gap);
}

void require_rising(const std::vector<Temperature>& temperatures) {
  for (std::size_t k = 1; k < temperatures.size(); ++k) {
    if (!(temperatures[k - 1] < temperatures[k])) {
      throw std::invalid_argument("the temperatures of a ladder must rise; that of level " +
                                  std::to_string(k) + " does not");
    }
  }
}

/// NaN for nothing out of nothing.
double ratio(Index part, Index whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole)
                   : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

ReplicaExchange::ReplicaExchange(System& system, std::vector<Temperature> temperatures, std::uint64_t seed)
    : system_(system), temperatures_(std::move(temperatures)) {
  if (levels() < 2) {
    throw std::invalid_argument("replica exchange needs at least 2 temperatures");
  }
  require_rising(temperatures_);
  if (system.replicas() % levels() != 0) {
    throw std::invalid_argument(std::to_string(system.replicas()) + " replicas cannot fill ladders of " +
                                std::to_string(levels()) + " temperatures");
  }
  ladders_ = system.replicas() / levels();
  const auto replicas = static_cast<std::size_t>(system.replicas());
  replicas_.resize(replicas);
  std::iota(replicas_.begin(), replicas_.end(), Index{0});
  visited_.resize(replicas, Visited::nothing);
  reset_statistics();
  constexpr std::uint64_t first_stream = std::uint64_t{1} << 63U;
  for (Index ladder = 0; ladder < ladders_; ++ladder) {
    of_replica_.insert(of_replica_.end(), temperatures_.begin(), temperatures_.end());
    random_.emplace_back(seed, first_stream + static_cast<std::uint64_t>(ladder));
    note_ends(ladder);
  }
}

SweepStats ReplicaExchange::sweep() {
  const SweepStats stats = system_.sweep(of_replica_);
  for (Index ladder = 0; ladder < ladders_; ++ladder) {
    exchange(ladder);
    note_ends(ladder);
    count_origins(ladder);
  }
  ++sweeps_;
  odd_turn_ = !odd_turn_;
  return stats;
}

void ReplicaExchange::exchange(Index ladder) {
  RandomStream& random = random_[static_cast<std::size_t>(ladder)];
  for (Index level = odd_turn_ ? 1 : 0; level + 1 < levels(); level += 2) {
    const auto k = static_cast<std::size_t>(level);
    const double cost = swap_cost(energy_at(ladder, level), energy_at(ladder, level + 1), temperatures_[k],
                                  temperatures_[k + 1]);
    ++tried_[k];
    // A number is drawn for every pair, so that what one pair does never shifts those of another.
    if (uniform01(random) < metropolis_probability(cost, Temperature(1))) {
      ++made_[k];
      Index& cold = replicas_[static_cast<std::size_t>(ladder * levels() + level)];
      Index& hot = replicas_[static_cast<std::size_t>(ladder * levels() + level + 1)];
      std::swap(cold, hot);
      of_replica_[static_cast<std::size_t>(cold)] = temperatures_[k];
      of_replica_[static_cast<std::size_t>(hot)] = temperatures_[k + 1];
    }
  }
}

void ReplicaExchange::note_ends(Index ladder) {
  Visited& cold = visited_[static_cast<std::size_t>(replica_at(ladder, 0))];
  round_trips_ += cold == Visited::hot_end_after_cold ? 1 : 0;
  cold = Visited::cold_end;
  Visited& hot = visited_[static_cast<std::size_t>(replica_at(ladder, levels() - 1))];
  if (hot == Visited::cold_end) {
    hot = Visited::hot_end_after_cold;
  } else if (hot == Visited::nothing) {
    hot = Visited::hot_end;
  }
}

void ReplicaExchange::count_origins(Index ladder) {
  for (Index level = 0; level < levels(); ++level) {
    const Visited visited = visited_[static_cast<std::size_t>(replica_at(ladder, level))];
    const auto k = static_cast<std::size_t>(level);
    from_an_end_[k] += visited != Visited::nothing ? 1 : 0;
    from_hot_end_[k] += visited == Visited::hot_end || visited == Visited::hot_end_after_cold ? 1 : 0;
  }
}

std::vector<double> ReplicaExchange::swap_rates() const {
  std::vector<double> rates;
  for (std::size_t k = 0; k < tried_.size(); ++k) {
    rates.push_back(ratio(made_[k], tried_[k]));
  }
  return rates;
}

std::vector<double> ReplicaExchange::hot_fractions() const {
  std::vector<double> fractions;
  for (std::size_t k = 0; k < from_an_end_.size(); ++k) {
    fractions.push_back(ratio(from_hot_end_[k], from_an_end_[k]));
  }
  return fractions;
}

double ReplicaExchange::mean_round_trip_sweeps() const {
  return ratio(sweeps_ * system_.replicas(), round_trips_);
}

void ReplicaExchange::reset_statistics() {
  tried_.assign(temperatures_.size() - 1, 0);
  made_.assign(temperatures_.size() - 1, 0);
  from_an_end_.assign(temperatures_.size(), 0);
  from_hot_end_.assign(temperatures_.size(), 0);
  sweeps_ = 0;
  round_trips_ = 0;
}

void ReplicaExchange::set_temperatures(std::vector<Temperature> temperatures) {
  if (temperatures.size() != temperatures_.size()) {
    throw std::invalid_argument(std::to_string(temperatures.size()) + " temperatures for a ladder of " +
                                std::to_string(temperatures_.size()) + " levels");
  }
  require_rising(temperatures);
  temperatures_ = std::move(temperatures);
  for (Index ladder = 0; ladder < ladders_; ++ladder) {
    for (Index level = 0; level < levels(); ++level) {
      of_replica_[static_cast<std::size_t>(replica_at(ladder, level))] =
          temperatures_[static_cast<std::size_t>(level)];
    }
  }
  reset_statistics();
}

}  // namespace onedial
