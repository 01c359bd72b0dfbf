#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/core/worker_pool.hpp"
#include "onedial/engine/make_system.hpp"

namespace onedial {

/// What the engines have in common: replicas in groups that are swept together, groups spread over threads,
/// units in an order of their own, and what a System must say and refuse.
///
/// A group owns its states and its random numbers, and nothing that one group does touches another: the
/// results are the same for any number of threads. The last group may have more lanes than replicas; the
/// engine sweeps these too, and nobody sees them.
class GroupSystem : public System {
 public:
  [[nodiscard]] Index size() const final { return static_cast<Index>(size_); }
  [[nodiscard]] Index replicas() const final { return static_cast<Index>(energies_.size()); }
  [[nodiscard]] std::span<const double> energies() const final { return energies_; }
  void randomize(std::uint64_t seed) final;
  SweepStats sweep(std::span<const Temperature> temperatures) final;
  void read(Index replica, State& state) const final;
  void write(Index replica, const State& state) final;
  void transfer(StateArchive& archive) final;
  void copy(Index from, Index to) final;

 protected:
  /// `inner_order[k]` is the unit of the model that the engine calls k; empty for the same numbers. `lanes`
  /// is the number of replicas of a group; sweeps of fewer than `updates_worth_threads` updates are left to
  /// one thread, since sharing them out costs more than it saves. Throws std::invalid_argument for no units,
  /// replicas or threads, and for a first replica that is not the first of a group.
  GroupSystem(std::size_t size, const SamplerSettings& settings, std::vector<std::uint32_t> inner_order,
              std::size_t lanes, std::size_t updates_worth_threads = 50'000);

  /// Puts the replicas of `group` into random states, starts its random numbers anew, and tells its energies.
  virtual void randomize_group(std::size_t group, std::uint64_t seed, std::span<double> energies) = 0;

  /// Sweeps `group`, replica l of it at `temperatures[l]`, and updates its energies; returns the number of
  /// flips in these replicas. `visits` lists the units to update, in order; where it is empty, 0 … N − 1 in
  /// turn.
  virtual Index sweep_group(std::size_t group, std::span<const Temperature> temperatures,
                            std::span<const std::uint32_t> visits, std::span<double> energies) = 0;

  /// Whether unit k of a replica is at level 1, for all units (N bytes of 0 or 1).
  virtual void read_lane(std::size_t group, std::size_t lane, std::span<std::uint8_t> levels) const = 0;

  /// The other way round; returns the energy.
  virtual double write_lane(std::size_t group, std::size_t lane, std::span<const std::uint8_t> levels) = 0;

  /// Carries the exact state of `group` to or from `archive`, and tells its energies.
  virtual void transfer_group(std::size_t group, StateArchive& archive, std::span<double> energies) = 0;

  /// Where a replica is.
  struct Place {
    std::size_t group;
    std::size_t lane;
  };

  /// The state of one replica for another one; returns the energy. By way of levels unless an engine knows
  /// better: they have to be told the energy, which takes far longer than to copy it.
  virtual double copy_lane(Place from, Place to);

  [[nodiscard]] std::size_t units() const { return size_; }
  [[nodiscard]] std::size_t groups() const { return (energies_.size() + lanes_ - 1) / lanes_; }
  [[nodiscard]] std::size_t lanes() const { return lanes_; }
  /// Which group of the whole system that is, by which its random numbers are named.
  [[nodiscard]] std::uint64_t stream(std::size_t group) const { return first_group_ + group; }

 private:
  [[nodiscard]] std::size_t lanes_in(std::size_t group) const;
  /// Throws std::out_of_range.
  [[nodiscard]] Place place_of(Index replica) const;
  template <class Work>
  void for_each_group(Work work);

  std::size_t size_;
  std::size_t lanes_;
  std::uint64_t first_group_;
  std::size_t updates_worth_threads_;
  std::vector<std::uint32_t> inner_order_;
  std::vector<double> energies_;       // (R)
  std::vector<Index> flips_;           // (groups), of the last sweep
  std::vector<std::uint32_t> visits_;  // (N), drawn for each sweep; empty unless the order is random
  RandomStream visit_random_;
  WorkerPool pool_;
};

}  // namespace onedial
