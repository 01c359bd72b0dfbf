#pragma once
#include <cstdint>
#include <memory>

#include "onedial/core/random.hpp"
#include "onedial/model/energy_model.hpp"
#include "onedial/model/pairwise_model.hpp"
#include "onedial/sample/kernel.hpp"
#include "onedial/sample/replica_system.hpp"

namespace onedial {

/// A SystemReplica of any EnergyModel under single-unit updates in sequential order.
template <EnergyModel Model, UpdateKernel Kernel>
class FlipReplica {
 public:
  explicit FlipReplica(const Model& model)
      : model_(model), state_(static_cast<std::size_t>(model.size())), random_(0, 0) {}

  [[nodiscard]] Index size() const { return static_cast<Index>(state_.size()); }
  [[nodiscard]] double energy() const { return energy_; }
  void read(State& state) const { state = state_; }
  void refresh() { energy_ = model_.place(state_); }

  void place(const State& state) {
    state_ = state;
    refresh();
  }

  void randomize(const RandomStream& random) {
    random_ = random;
    for (Level& level : state_) {
      level = static_cast<Level>(random_() >> 63U);
    }
    refresh();
  }

  void transfer(StateArchive& archive) {
    archive.values(state_);
    archive.value(random_);
    if constexpr (requires { model_.transfer(archive); }) {
      model_.transfer(archive);
    } else if (archive.is_loading()) {
      model_.place(state_);
    }
    archive.value(energy_);
  }

  SweepStats sweep(Temperature t) {
    RandomDecision decide(random_);
    double energy = energy_;
    Index flips = 0;
    sweep_sequentially<Kernel>(model_, t, decide, [&](Index unit, double flip_energy) {
      state_[static_cast<std::size_t>(unit)] ^= 1;
      energy += flip_energy;
      ++flips;
    });
    energy_ = energy;
    return {.attempts = size(), .flips = flips};
  }

 private:
  Model model_;
  State state_;
  RandomStream random_;
  double energy_ = 0;
};

/// R replicas of any EnergyModel under single-unit updates in sequential order: the system for a user's own
/// model, and the yardstick that every faster engine is tested against.
template <EnergyModel Model, UpdateKernel Kernel = HeatBath>
class ReferenceSystem final : public ReplicaSystem<FlipReplica<Model, Kernel>> {
 public:
  /// Copies `model` once per replica and randomizes from `seed`. Replicas are spread over `threads`;
  /// replica r draws from stream `first_stream` + r.
  /// Throws std::invalid_argument if there are no units, no replicas or no threads.
  ReferenceSystem(const Model& model, Index replicas, std::uint64_t seed, Index threads = 1,
                  std::uint64_t first_stream = 0)
      : ReplicaSystem<FlipReplica<Model, Kernel>>(FlipReplica<Model, Kernel>(model), replicas, seed, threads,
                                                  first_stream) {}
};

/// The reference system of a pairwise model. Throws as ReferenceSystem does.
std::unique_ptr<System> make_reference_system(const std::shared_ptr<const PairwiseModel>& model,
                                              KernelKind kernel, Index replicas, Index threads,
                                              std::uint64_t seed, std::uint64_t first_stream = 0);

}  // namespace onedial
