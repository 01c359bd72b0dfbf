#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "onedial/model/pairwise_model.hpp"
#include "onedial/sample/kernel.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// Which code sweeps a pairwise model. All of them sample the same distribution; each has random numbers of
/// its own, so that the same seed gives another run on another engine.
enum class Engine : std::uint8_t {
  automatic,    ///< the fastest that fits the model and the number of replicas, the same on every machine
  reference,    ///< one replica after the other in plain code: the yardstick of the others
  chain,        ///< one replica at a time, its local fields kept, blocks of units compared with random bars
  dense_batch,  ///< 64 replicas as bits of words, for integer couplings between most pairs of units
  lanes,        ///< a replica a lane of a register, 64 together for small integer couplings, else 16
  bits,         ///< a replica a bit, 512 together, for small integer couplings
};

/// All there are.
inline constexpr std::array all_engines = {Engine::reference, Engine::chain, Engine::dense_batch,
                                           Engine::lanes, Engine::bits};

/// "auto", "reference", "chain", "dense_batch", "lanes" or "bits".
std::string_view engine_name(Engine engine);

/// In which order a sweep visits the units.
enum class UpdateOrder : std::uint8_t {
  sequential,  ///< 0 … N−1
  coloured,    ///< colour by colour, no two coupled units of one colour: two colours where that is possible
  random,      ///< N times a unit drawn anew, the same for all replicas
};

/// "sequential", "coloured" or "random".
std::string_view update_order_name(UpdateOrder order);

/// How to sample a pairwise model.
struct SamplerSettings {
  KernelKind kernel = KernelKind::heat_bath;
  Engine engine = Engine::automatic;
  UpdateOrder order = UpdateOrder::sequential;
  Index replicas = 1;
  Index threads = 1;
  /// Engine `bits` only: all replicas compare with the same random numbers. Faster, and wrong for statistics:
  /// replicas are no longer independent, and fall into step with each other.
  bool shared_random = false;
  /// Of a part of a larger system: replica r of the part does what replica first_replica + r does in the
  /// whole. A multiple of `group_size`.
  Index first_replica = 0;
};

/// The engine that `settings` amount to for this model.
/// Throws std::invalid_argument, saying why, if the one they name cannot sweep it.
Engine engine_for(const PairwiseModel& model, const SamplerSettings& settings);

/// How many replicas the engine that `settings` amount to sweeps together, so that parts of a system are
/// whole groups. Throws std::invalid_argument as `engine_for`.
Index group_size(const PairwiseModel& model, const SamplerSettings& settings);

/// A system of `settings.replicas` replicas of `model`, in random states drawn from `seed`.
/// Throws std::invalid_argument if replicas or threads are below 1, or as `engine_for` does.
std::unique_ptr<System> make_system(const std::shared_ptr<const PairwiseModel>& model,
                                    const SamplerSettings& settings, std::uint64_t seed);

}  // namespace onedial
