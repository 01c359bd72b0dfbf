#pragma once
#include <Eigen/Core>
#include <cstdint>

#include "onedial/core/temperature.hpp"
#include "onedial/model/rbm.hpp"

namespace onedial {

/// What the visible units of a restricted machine are.
enum class VisibleUnits : std::uint8_t {
  binary,    ///< {0, 1}
  spin,      ///< {−1, +1}
  gaussian,  ///< real, of unit variance given the hidden ones
  softmax,   ///< one of q levels, as q columns of which one is 1: drawn by the core's softmax
};

/// Rows of numbers, one example or chain a row.
using FloatRows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A restricted Boltzmann machine as it is learned: V visible columns and H hidden units in {0, 1},
///   E(v, h) = −vᵀWh − bᵀv − cᵀh          (binary, spin, softmax)
///   E(v, h) = ½|v − b|² − vᵀWh − cᵀh     (gaussian)
struct RestrictedMachine {
  VisibleUnits visible_units = VisibleUnits::binary;
  Index levels = 2;                ///< q of a softmax unit, which takes that many columns
  FloatRows weights;               ///< W (V × H)
  Eigen::VectorXf visible_biases;  ///< b (V)
  Eigen::VectorXf hidden_biases;   ///< c (H)
  Index height = 0;                ///< of the image that the visible units are, or 0
  Index width = 0;

  [[nodiscard]] Index visible() const { return weights.rows(); }
  [[nodiscard]] Index hidden() const { return weights.cols(); }
};

/// Throws std::invalid_argument, which says what is wrong: if a layer has no unit, if the numbers of weights
/// and biases differ, if softmax units do not share out the visible columns, and for numbers that are not
/// finite.
void require_valid(const RestrictedMachine& machine);

/// A machine to start learning from: normal weights of a standard deviation that breaks the symmetry of the
/// hidden units and little else (Hinton 2012, section 8), visible biases at which independent units have the
/// mean of `data` (n × V), hidden biases 0. `levels` counts for softmax units only. Throws
/// std::invalid_argument for no hidden unit or no data.
RestrictedMachine initial_machine(VisibleUnits units, Index levels, Index hidden, const FloatRows& data,
                                  std::uint64_t seed, double deviation = 0.01);

/// A binary or spin machine in double precision over {0, 1}; the energies of a spin machine differ by the
/// constant that `offset` gets.
Rbm as_rbm(const RestrictedMachine& machine, double* offset = nullptr);

}  // namespace onedial
