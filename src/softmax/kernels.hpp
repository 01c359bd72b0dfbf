#pragma once
#include <cstddef>
#include <type_traits>

#include "dial.hpp"

namespace onedial {

/// How many running sums the kernels keep, whatever the width of the hardware: element i goes to sum
/// i mod lanes, and the sums are combined in one order, so that every instruction set gives the same bits.
template <class Real>
constexpr std::size_t virtual_lanes = 64 / sizeof(Real);

/// What lengths of blocks are multiples of.
template <class Real>
constexpr std::size_t block_step = 2 * virtual_lanes<Real>;

template <class Real>
struct BlockMaximum {
  Real maximum;  ///< meaningless if some element is NaN
  bool suspect;  ///< some element may be NaN or +∞: look closely
};

/// Where the maximum is found to be above the reference, the sums mean nothing.
template <class Real>
struct WeightSum {
  BlockMaximum<Real> found;
  double weight;  ///< Σ w
};

/// Sums over the elements with d > 0, or over all where `ties` was not set.
template <class Real>
struct GapSums {
  BlockMaximum<Real> found;
  double weight;     ///< Σ w
  double first;      ///< Σ w (pivot − d)
  double second;     ///< Σ w (pivot − d)²
  std::size_t ties;  ///< how many elements have d = 0, if they were set apart
};

/// The inner loops, once for each instruction set. Lengths are multiples of `block_step`; d is the gap
/// reference − z and w = e^{−d/T}.
template <class Real>
struct Kernels {
  BlockMaximum<Real> (*maximum)(const Real* z, std::size_t size);
  WeightSum<Real> (*weight_sum)(const Real* z, std::size_t size, Real reference, const Dial<Real>& dial);
  /// The same, and w into `weights`.
  WeightSum<Real> (*weights)(const Real* z, std::size_t size, Real reference, const Dial<Real>& dial,
                             Real* weights);
  /// `ties` sets elements with d = 0 apart.
  GapSums<Real> (*gap_sums)(const Real* z, std::size_t size, Real reference, const Dial<Real>& dial,
                            Real pivot, bool ties);
  /// values · factor, or 0 where a value is below `threshold`, in place. Any multiple of `virtual_lanes`.
  void (*scale)(Real* values, std::size_t size, Real factor, Real threshold);
  /// −d/T − offset (the offset in two parts) into `out`, −∞ where d is beyond the dial's cut.
  void (*log_weights)(const Real* z, std::size_t size, Real reference, const Dial<Real>& dial,
                      Real offset_high, Real offset_low, Real* out);
};

struct KernelTables {
  Kernels<float> single;
  Kernels<double> twice;
};

/// The kernels of the instruction set in use.
const KernelTables& active_kernels();

template <class Real>
const Kernels<Real>& kernels() {
  if constexpr (std::is_same_v<Real, float>) {
    return active_kernels().single;
  } else {
    return active_kernels().twice;
  }
}

}  // namespace onedial
