#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "onedial/anneal/temperature_range.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/pairwise_model.hpp"
#include "onedial/model/potts.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// How a task is to become a model.
struct EncodingChoice {
  /// One of the problem's `encodings()`; empty for the first.
  std::string name = {};
  /// What a violated constraint costs; empty for a weight that is proven to be enough.
  std::optional<double> penalty = std::nullopt;
};

/// A model whose states change by moves of its own, such as tours, behind one door.
struct MovingModel {
  Index units;             ///< N, moves in a sweep
  double log_states;       ///< ln of the number of states
  double energy_scale;     ///< the size of the terms that energies are sums of
  TemperatureRange range;  ///< where annealing starts and ends unless told otherwise
  /// R replicas in random states. Throws std::invalid_argument as ReplicaSystem does.
  std::function<std::unique_ptr<System>(const SamplerSettings& settings, std::uint64_t seed)> make_system;
};

/// Models that a task can become. MovingModels change by moves of their own, the others unit by unit.
using AnyModel = std::variant<std::shared_ptr<const PairwiseModel>, std::shared_ptr<const PottsModel>,
                              std::shared_ptr<const MovingModel>>;

/// A model whose ground states are the best answers of a task.
struct Encoding {
  std::string name;  ///< "spins", "bits", "levels", "permutation", "qubo"
  AnyModel model;
  /// From a state of the model to an answer of the task.
  std::function<State(const State&)> decode;
  /// From a feasible answer to a state that decodes to it, whose energy is the problem's `energy_of` its
  /// objective: the least one of such states.
  std::function<State(const State&)> encode;
  /// Whether an answer that is not feasible can have less energy than a feasible one, or as much.
  bool is_constrained = false;
  /// Whether several states decode to one answer, with units beside it that are right or cost energy.
  bool has_slack = false;
  /// Whether wrong ones may lower the energy, where a penalty of the user's own is too small: then only
  /// states with the right ones, those that `encode` gives, count as answers.
  bool slack_may_pay = false;
  /// Whether energies are whole numbers up to 2^53, which no rounding touches.
  bool is_exact = false;
  /// Which penalty violated constraints have, and why it is enough: "penalty 12, above the longest edge: no
  /// violation pays". Empty where there is none.
  std::string penalty_text = {};
};

/// An encoding whose states are the answers themselves.
Encoding own_encoding(std::string name, AnyModel model);

/// The model, where it is a pairwise one; null otherwise.
std::shared_ptr<const PairwiseModel> pairwise_model(const Encoding& encoding);

/// N.
Index units(const Encoding& encoding);
/// Pairs of units with a coupling; 0 for models with moves of their own.
Index coupling_count(const Encoding& encoding);
/// ln of the number of states.
double log_state_count(const Encoding& encoding);
/// The size of the terms that energies are sums of, which their rounding errors are in proportion to.
double energy_scale(const Encoding& encoding);
TemperatureRange temperature_range(const Encoding& encoding);

/// The kernel that serves the model best: heat bath where units are updated one by one, Metropolis for moves.
KernelKind usual_kernel(const Encoding& encoding);

/// The engine that `settings` amount to: `engine_for` of a pairwise model; other models are swept by plain
/// code, "reference". Throws std::invalid_argument if the one that they name cannot sweep it.
Engine engine_for(const Encoding& encoding, const SamplerSettings& settings);

/// A system of the encoding's model, in random states drawn from `seed`. Throws std::invalid_argument if
/// replicas or threads are below 1, or as `engine_for` does.
std::unique_ptr<System> make_system(const Encoding& encoding, const SamplerSettings& settings,
                                    std::uint64_t seed);

}  // namespace onedial
