#pragma once
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/core/worker_pool.hpp"
#include "onedial/model/energy_model.hpp"
#include "onedial/model/pairwise_model.hpp"
#include "onedial/sample/kernel.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// R replicas of any EnergyModel under single-unit updates in sequential order: the system for a user's own
/// model, and the yardstick that every faster engine is tested against.
template <EnergyModel Model, UpdateKernel Kernel = HeatBath>
class ReferenceSystem final : public System {
 public:
  /// Copies `model` once per replica and randomizes from `seed`. Replicas are spread over `threads`.
  /// Throws std::invalid_argument if there are no units, no replicas or no threads.
  ReferenceSystem(const Model& model, Index replicas, std::uint64_t seed, Index threads = 1)
      : size_(model.size()), pool_(threads) {
    if (replicas < 1) {
      throw std::invalid_argument("replicas (" + std::to_string(replicas) + ") must be at least 1");
    }
    if (size_ < 1) {
      throw std::invalid_argument("the model has no units");
    }
    replicas_.reserve(static_cast<std::size_t>(replicas));
    for (Index r = 0; r < replicas; ++r) {
      replicas_.push_back(Replica{model, State(static_cast<std::size_t>(size_)), RandomStream(seed, 0)});
    }
    energies_.resize(replicas_.size());
    randomize(seed);
  }

  [[nodiscard]] Index size() const override { return size_; }
  [[nodiscard]] Index replicas() const override { return static_cast<Index>(replicas_.size()); }
  [[nodiscard]] std::span<const double> energies() const override { return energies_; }

  void randomize(std::uint64_t seed) override {
    for_each_replica([&](std::size_t r) {
      Replica& replica = replicas_[r];
      replica.random = RandomStream(seed, r);
      for (Level& level : replica.state) {
        level = static_cast<Level>(replica.random() >> 63U);
      }
      replace(r);
    });
    sweeps_ = 0;
  }

  SweepStats sweep(std::span<const Temperature> temperatures) override {
    if (temperatures.size() != replicas_.size()) {
      throw std::invalid_argument("sweep got " + std::to_string(temperatures.size()) + " temperatures for " +
                                  std::to_string(replicas_.size()) + " replicas");
    }
    ++sweeps_;
    for_each_replica([&](std::size_t r) { sweep_replica(r, temperatures[r]); });
    SweepStats stats{.attempts = size_ * replicas(), .flips = 0};
    for (const Replica& replica : replicas_) {
      stats.flips += replica.flips;
    }
    return stats;
  }

  void read(Index replica, State& state) const override { state = at(replica).state; }

  void write(Index replica, const State& state) override {
    if (static_cast<Index>(state.size()) != size_) {
      throw std::invalid_argument("state has " + std::to_string(state.size()) + " units, the system has " +
                                  std::to_string(size_));
    }
    replicas_.at(static_cast<std::size_t>(replica)).state = state;
    replace(static_cast<std::size_t>(replica));
  }

 private:
  struct alignas(64) Replica {  // a cache line of its own: threads work on neighbouring replicas
    Model model;
    State state;
    RandomStream random;
    Index flips = 0;
  };

  /// Sums of energy differences lose digits in the long run; every so many sweeps they are computed afresh.
  static constexpr Index sweeps_between_refreshes = 256;
  /// A sweep of fewer updates takes less than it takes to share it out.
  static constexpr Index updates_worth_threads = 2'000;

  [[nodiscard]] const Replica& at(Index replica) const {
    return replicas_.at(static_cast<std::size_t>(replica));
  }

  template <class Work>
  void for_each_replica(Work work) {
    const auto run = [&](Index first, Index last) {
      for (Index r = first; r < last; ++r) {
        work(static_cast<std::size_t>(r));
      }
    };
    if (size_ * replicas() < updates_worth_threads) {
      run(0, replicas());
    } else {
      pool_.for_each_slice(replicas(), run);
    }
  }

  void replace(std::size_t r) { energies_[r] = replicas_[r].model.place(replicas_[r].state); }

  void sweep_replica(std::size_t r, Temperature t) {
    Replica& replica = replicas_[r];
    RandomDecision decide(replica.random);
    double energy = energies_[r];
    Index flips = 0;
    sweep_sequentially<Kernel>(replica.model, t, decide, [&](Index unit, double flip_energy) {
      replica.state[static_cast<std::size_t>(unit)] ^= 1;
      energy += flip_energy;
      ++flips;
    });
    energies_[r] = energy;
    replica.flips = flips;
    if (sweeps_ % sweeps_between_refreshes == 0) {
      replace(r);
    }
  }

  Index size_;
  Index sweeps_ = 0;
  std::vector<Replica> replicas_;
  std::vector<double> energies_;
  WorkerPool pool_;
};

/// The reference system of a pairwise model. Throws as ReferenceSystem does.
std::unique_ptr<System> make_reference_system(const std::shared_ptr<const PairwiseModel>& model,
                                              KernelKind kernel, Index replicas, Index threads,
                                              std::uint64_t seed);

}  // namespace onedial
