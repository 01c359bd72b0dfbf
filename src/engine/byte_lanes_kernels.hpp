#pragma once
#include <array>
#include <cstdint>
#include <span>

#include "byte_lanes_model.hpp"
#include "byte_thresholds.hpp"
#include "onedial/sample/kernel.hpp"
#include "random_words.hpp"

namespace onedial {

/// A byte for each of 64 replicas.
struct alignas(64) ByteLanes {
  std::array<std::int8_t, ByteThresholds::lanes> lane{};
};

/// One sweep of 64 replicas, and what it has to know.
struct ByteLanesSweep {
  const ByteLanesModel& model;
  const ByteThresholds& thresholds;
  /// The units to update, in order; all in turn if it is empty.
  std::span<const std::uint32_t> visits;
  const ByteLanes& counted;  ///< −1 for the replicas whose flips count, otherwise 0

  ByteLanes* spins;        ///< (N), 0 for s = 1, −1 for s = −1
  RandomWords& random;     ///< of the acceptance tests
  std::int64_t* energies;  ///< (64), in multiples of the model's unit
};

/// Sweeps; returns the number of flips.
using ByteLanesKernel = Index (*)(const ByteLanesSweep& sweep);

/// For the instruction set in use.
ByteLanesKernel byte_lanes_kernel(KernelKind kernel);

}  // namespace onedial
