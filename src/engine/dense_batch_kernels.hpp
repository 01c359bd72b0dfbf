#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "dense_batch_model.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/sample/kernel.hpp"
#include "random_words.hpp"

namespace onedial {

/// How many replicas are swept together.
inline constexpr std::size_t dense_batch_lanes = 64;

/// One sweep of 64 replicas, and what it has to know.
struct DenseBatchSweep {
  const DenseBatchModel& model;
  std::span<const Temperature> temperatures;  ///< (64)
  /// The units to update, in order; all in turn if it is empty.
  std::span<const std::uint32_t> visits;
  std::uint64_t counted;  ///< bit l: flips of replica l count

  std::uint64_t* levels;   ///< [word][replica], 64 units a word
  std::int32_t* ups;       ///< (64), how many units are at level 1
  std::int64_t* energies;  ///< (64), in multiples of the model's unit
  RandomWords& random;     ///< of the acceptance tests
};

/// Sweeps; returns the number of flips.
using DenseBatchKernel = Index (*)(const DenseBatchSweep& sweep);

/// For the instruction set in use.
DenseBatchKernel dense_batch_kernel(KernelKind kernel);

}  // namespace onedial
