#pragma once
#include <cstdint>

#include "onedial/core/random.hpp"

namespace onedial {

/// What a run does besides its measurement, with systems of its own.
enum class RunPhase : std::uint64_t {
  spreads_of_energies,
  feedback,
  loop,
  starts,
  way_back,
  first_weights,
  order_of_examples,
  monitoring,
  likelihood,
  filling_in,
  resampling,
  cluster_moves,
  resampled_lengths
};

/// A seed for a phase of a run whose measurement has `seed`: phases that began from one seed would see the
/// same states and random numbers. The first number of stream 2⁶⁰ + phase of `seed`.
inline std::uint64_t phase_seed(std::uint64_t seed, RunPhase phase) {
  constexpr std::uint64_t first_stream = std::uint64_t{1} << 60U;
  return RandomStream(seed, first_stream + static_cast<std::uint64_t>(phase))();
}

}  // namespace onedial
