#pragma once
#include <algorithm>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "onedial/core/boltzmann.hpp"
#include "onedial/sample/kernel.hpp"
#include "onedial/sample/replica_system.hpp"

namespace onedial {

/// A move that a model may make.
struct ProposedMove {
  double energy_change;  ///< E after it − E now
  /// How likely the way back would be proposed after the move, over how likely the move was (> 0).
  double ratio = 1;
};

/// A model whose states change by moves of its own, such as turning round a part of a tour:
/// - `size()`: the number of units N, which is the number of proposals in a sweep;
/// - `place(state)`: takes the state (N levels) as its own and returns its energy; throws
///   std::invalid_argument, and stays as it is, if that is no state of it;
/// - `read(state)`: writes its state, resized to N;
/// - `randomize(decide)`: goes to a state of T = ∞;
/// - `propose(decide)`: draws a move, without making it; empty if the draw amounts to none;
/// - `accept()`: makes the move that was proposed last;
/// - `transfer(archive)`, where states that read alike go on differently: as that of a System.
/// `decide` has the members of RandomDecision; tests pass one that walks through every outcome. A move and
/// its way back must be possible together, and their `ratio`s each other's inverses: then the Boltzmann
/// distribution is what the states settle into, for any proposals that reach all of them.
/// It is copied once per replica, so it should share what is large and constant.
template <class Model>
concept MoveModel = std::copy_constructible<Model> &&
    requires(Model model, const Model& constant, State& out, const State& in,
             RandomDecision<RandomStream>& decide) {
  { constant.size() } -> std::convertible_to<Index>;
  { model.place(in) } -> std::convertible_to<double>;
  constant.read(out);
  model.randomize(decide);
  { model.propose(decide) } -> std::same_as<std::optional<ProposedMove>>;
  model.accept();
};

/// The probability to make a move whose way back is proposed `ratio` times as often as the move itself, by
/// the two kernels: min(1, ratio·e^{−ΔE/T}) (Hastings 1970), and ratio·e^{−ΔE/T}/(1 + ratio·e^{−ΔE/T})
/// (Barker 1965), which is heat bath where the ratio is 1. At T = 0 the ratio counts for ties only.
inline double move_probability(Metropolis /*kernel*/, const ProposedMove& move, Temperature t) {
  return std::min(1.0, move.ratio * boltzmann_weight(move.energy_change, 0, t));
}
inline double move_probability(HeatBath /*kernel*/, const ProposedMove& move, Temperature t) {
  return 1.0 / (1.0 + boltzmann_weight(-move.energy_change, 0, t) / move.ratio);
}

/// Proposes one move and makes it with the probability of the kernel. Returns what it changed the energy by;
/// empty if it was not made.
template <UpdateKernel Kernel, class Model, class Decide>
std::optional<double> try_move(Model& model, Temperature t, Decide& decide) {
  const std::optional<ProposedMove> move = model.propose(decide);
  if (!move || !decide(move_probability(Kernel(), *move, t))) {
    return std::nullopt;
  }
  model.accept();
  return move->energy_change;
}

/// A SystemReplica of any MoveModel: N proposals a sweep.
template <MoveModel Model, UpdateKernel Kernel>
class MoveReplica {
 public:
  explicit MoveReplica(Model model) : model_(std::move(model)), random_(0, 0) {}

  [[nodiscard]] Index size() const { return model_.size(); }
  [[nodiscard]] double energy() const { return energy_; }
  void read(State& state) const { model_.read(state); }
  void place(const State& state) { energy_ = model_.place(state); }

  void refresh() {
    State state;
    model_.read(state);
    place(state);
  }

  void randomize(const RandomStream& random) {
    random_ = random;
    RandomDecision decide(random_);
    model_.randomize(decide);
    refresh();
  }

  void transfer(StateArchive& archive) {
    if constexpr (requires { model_.transfer(archive); }) {
      model_.transfer(archive);
    } else {
      State state(static_cast<std::size_t>(size()));
      model_.read(state);
      archive.values(state);
      if (archive.is_loading()) {
        model_.place(state);
      }
    }
    archive.value(random_);
    archive.value(energy_);
  }

  SweepStats sweep(Temperature t) {
    RandomDecision decide(random_);
    SweepStats stats{.attempts = size(), .flips = 0};
    for (Index k = 0; k < stats.attempts; ++k) {
      if (const auto change = try_move<Kernel>(model_, t, decide)) {
        energy_ += *change;
        ++stats.flips;
      }
    }
    return stats;
  }

 private:
  Model model_;
  RandomStream random_;
  double energy_ = 0;
};

/// R replicas of a model with moves of its own, randomized from `seed`; replica r draws from stream
/// `first_stream` + r. Throws as ReplicaSystem does.
template <MoveModel Model>
std::unique_ptr<System> make_move_system(const Model& model, KernelKind kernel, Index replicas, Index threads,
                                         std::uint64_t seed, std::uint64_t first_stream = 0) {
  const auto make = [&]<class Kernel>(Kernel) -> std::unique_ptr<System> {
    using Replica = MoveReplica<Model, Kernel>;
    return std::make_unique<ReplicaSystem<Replica>>(Replica(model), replicas, seed, threads, first_stream);
  };
  return kernel == KernelKind::heat_bath ? make(HeatBath()) : make(Metropolis());
}

}  // namespace onedial
