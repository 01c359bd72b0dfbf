#pragma once
#include <array>
#include <cstdint>
#include <span>

#include "bits_model.hpp"
#include "bits_thresholds.hpp"
#include "onedial/sample/kernel.hpp"
#include "random_words.hpp"

namespace onedial {

/// One bit of each of 512 replicas.
struct alignas(64) BitsWord {
  std::array<std::uint64_t, BitsThresholds::words> bits{};
};

/// One sweep of 512 replicas, and what it has to know.
struct BitsSweep {
  const BitsModel& model;
  const BitsThresholds& thresholds;
  KernelKind kernel;
  /// All replicas compare with the same number, whatever their group.
  bool shared_random;
  /// The units to update, in order; all in turn if it is empty.
  std::span<const std::uint32_t> visits;
  const BitsWord& counted;  ///< the replicas whose flips count

  BitsWord* levels;        ///< (N + 1), the last one is the dummy's
  RandomWords& random;     ///< of the acceptance tests
  std::int64_t* energies;  ///< (512), in multiples of the model's unit
};

/// Sweeps; returns the number of flips.
using BitsKernel = Index (*)(const BitsSweep& sweep);

/// For the instruction set in use.
BitsKernel bits_kernel(const BitsModel& model);

}  // namespace onedial
