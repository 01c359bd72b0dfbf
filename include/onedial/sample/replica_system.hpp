#pragma once
#include <algorithm>
#include <concepts>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/core/worker_pool.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// One replica of a system, which sweeps itself:
/// - `size()`: the number of units N;
/// - `randomize(random)`: takes the stream as its own and draws a state of T = ∞ from it;
/// - `sweep(t)`: one sweep, and what it did;
/// - `energy()`: of the state that it is in;
/// - `refresh()`: computes the energy, and what else is kept by differences, afresh;
/// - `read(state)`, `place(state)`: as `read` and `write` of a System; `state` has N levels;
/// - `transfer(archive)`: as that of a System.
template <class Replica>
concept SystemReplica = std::copy_constructible<Replica> &&
    requires(Replica replica, const Replica& constant, State& out, const State& in, RandomStream random,
             Temperature t, StateArchive& archive) {
  { constant.size() } -> std::convertible_to<Index>;
  { constant.energy() } -> std::convertible_to<double>;
  { replica.sweep(t) } -> std::same_as<SweepStats>;
  replica.randomize(random);
  replica.refresh();
  replica.place(in);
  replica.transfer(archive);
  constant.read(out);
};

/// A system of replicas that have nothing to do with each other: what it must say and refuse, and how its
/// replicas are spread over threads.
template <SystemReplica Replica>
class ReplicaSystem : public System {
 public:
  /// Copies `replica` for each of the replicas and randomizes them from `seed`. They are spread over at most
  /// `threads`. Replica r draws from stream `first_stream` + r. Throws std::invalid_argument if there are no
  /// units, no replicas or no threads.
  ReplicaSystem(const Replica& replica, Index replicas, std::uint64_t seed, Index threads,
                std::uint64_t first_stream = 0)
      : size_(replica.size()),
        first_stream_(first_stream),
        pool_(std::min(threads, std::max<Index>(1, replicas))) {
    if (replicas < 1) {
      throw std::invalid_argument("replicas (" + std::to_string(replicas) + ") must be at least 1");
    }
    if (size_ < 1) {
      throw std::invalid_argument("the model has no units");
    }
    slots_.assign(static_cast<std::size_t>(replicas), Slot{replica, {}});
    energies_.resize(slots_.size());
    randomize(seed);
  }

  [[nodiscard]] Index size() const final { return size_; }
  [[nodiscard]] Index replicas() const final { return static_cast<Index>(slots_.size()); }
  [[nodiscard]] std::span<const double> energies() const final { return energies_; }

  void randomize(std::uint64_t seed) final {
    for_each_replica([&](std::size_t r) {
      slots_[r].replica.randomize(RandomStream(seed, first_stream_ + r));
      energies_[r] = slots_[r].replica.energy();
    });
    sweeps_ = 0;
  }

  SweepStats sweep(std::span<const Temperature> temperatures) final {
    if (temperatures.size() != slots_.size()) {
      throw std::invalid_argument("sweep got " + std::to_string(temperatures.size()) + " temperatures for " +
                                  std::to_string(slots_.size()) + " replicas");
    }
    ++sweeps_;
    for_each_replica([&](std::size_t r) {
      Slot& slot = slots_[r];
      slot.stats = slot.replica.sweep(temperatures[r]);
      if (sweeps_ % sweeps_between_refreshes == 0) {
        slot.replica.refresh();
      }
      energies_[r] = slot.replica.energy();
    });
    SweepStats stats;
    for (const Slot& slot : slots_) {
      stats.attempts += slot.stats.attempts;
      stats.flips += slot.stats.flips;
    }
    return stats;
  }

  void read(Index replica, State& state) const final {
    slots_.at(static_cast<std::size_t>(replica)).replica.read(state);
  }

  void write(Index replica, const State& state) final {
    if (static_cast<Index>(state.size()) != size_) {
      throw std::invalid_argument("state has " + std::to_string(state.size()) + " units, the system has " +
                                  std::to_string(size_));
    }
    Replica& target = slots_.at(static_cast<std::size_t>(replica)).replica;
    target.place(state);
    energies_[static_cast<std::size_t>(replica)] = target.energy();
  }

  void transfer(StateArchive& archive) final {
    for (std::size_t r = 0; r < slots_.size(); ++r) {
      archive.value(sweeps_);
      slots_[r].replica.transfer(archive);
      energies_[r] = slots_[r].replica.energy();
    }
  }

 private:
  struct alignas(64) Slot {  // a cache line of its own: threads work on neighbouring replicas
    Replica replica;
    SweepStats stats;
  };

  /// Sums of energy differences lose digits in the long run; every so many sweeps they are computed afresh.
  static constexpr Index sweeps_between_refreshes = 256;
  /// A sweep of fewer updates takes less than it takes to share it out.
  static constexpr Index updates_worth_threads = 2'000;

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

  Index size_;
  std::uint64_t first_stream_;
  Index sweeps_ = 0;
  std::vector<Slot> slots_;
  std::vector<double> energies_;
  WorkerPool pool_;
};

}  // namespace onedial
