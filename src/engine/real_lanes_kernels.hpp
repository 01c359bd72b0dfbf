#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/sample/kernel.hpp"
#include "random_words.hpp"

namespace onedial {

/// A number for each of 16 replicas.
struct alignas(64) RealLanes {
  static constexpr std::size_t lanes = 16;
  std::array<double, lanes> lane{};
};

/// Any pairwise model as real lanes read it: the fields f = h + Σ J s.
struct RealLanesModel {
  struct Coupling {
    std::uint32_t column = 0;
    double value = 0;
  };

  double unit = 1;                      ///< the energy of a field of 1
  std::vector<std::size_t> row_starts;  ///< (N + 1)
  std::vector<Coupling> couplings;      ///< row by row, in the order of addition
  std::vector<double> fields;           ///< h (N)

  [[nodiscard]] std::size_t size() const { return fields.size(); }
};

/// One sweep of 16 replicas, and what it has to know.
struct RealLanesSweep {
  const RealLanesModel& model;
  std::span<const Temperature> temperatures;  ///< (16)
  /// The units to update, in order; all in turn if it is empty.
  std::span<const std::uint32_t> visits;
  std::uint32_t counted;  ///< bit l: flips of replica l count

  RealLanes* spins;     ///< (N), 1 or −1
  RandomWords& random;  ///< of the acceptance tests
  RealLanes& energies;  ///< in multiples of the model's unit
};

/// Sweeps; returns the number of flips.
using RealLanesKernel = Index (*)(const RealLanesSweep& sweep);

/// For the instruction set in use.
RealLanesKernel real_lanes_kernel(KernelKind kernel);

}  // namespace onedial
