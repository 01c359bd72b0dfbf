#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/model/rbm.hpp"

namespace onedial {

/// One bit a unit of a layer, 64 units a word; the bits after the last unit are 0.
using LayerBits = std::span<const std::uint64_t>;

constexpr std::size_t words_of(std::size_t units) {
  return (units + 63) / 64;
}

/// A layer's weights and biases as the machine has them, seen from the units that they act on.
struct LayerWeights {
  const double* weights;     ///< of unit u and input i, at [u·unit_stride + i·input_stride]
  std::size_t unit_stride;   ///< to the next unit
  std::size_t input_stride;  ///< to the next input
  const double* biases;      ///< (units)
  std::size_t units;         ///< of this layer
  std::size_t inputs;        ///< units of the other layer

  [[nodiscard]] double weight(std::size_t unit, std::size_t input) const {
    return weights[unit * unit_stride + input * input_stride];
  }
  /// |bias| + Σ |weight|: no local field is larger.
  [[nodiscard]] double strength(std::size_t unit) const;
  /// The local field bias + Σ weight over the inputs that are on, added in the order of the inputs.
  [[nodiscard]] double field(std::size_t unit, LayerBits inputs_on) const;
};

LayerWeights visible_layer(const Rbm& machine);
LayerWeights hidden_layer(const Rbm& machine);

/// 512 bytes: the fields of as many units as fit, or their weights from one input. Eight registers of 64
/// bytes, so that a sum over inputs stays in registers.
template <class Int>
struct alignas(64) FieldTile {
  static constexpr std::size_t width = 512 / sizeof(Int);
  std::array<Int, width> values{};
};

/// A layer with weights and biases rounded to multiples of a power of two, one for each unit.
///
/// Local fields are then sums of integers, without rounding: they are the same in every order of additions,
/// may be brought up to date by the inputs that changed for as long as one likes, and are off the field of
/// `exact` by no more than an error that is known beforehand. A decision closer than that is taken by
/// `exact`. Fields are compared in single precision, in units of a power of two near the machine's largest
/// strength.
template <class Int>
struct BlockLayer {
  LayerWeights exact;
  std::vector<FieldTile<Int>> weights;  ///< (tiles × inputs): [tile·inputs + input]
  std::vector<FieldTile<Int>> biases;   ///< (tiles)
  std::vector<float> scales;            ///< (tiles·width): what an integer field is multiplied by
  std::vector<float> errors;           ///< (tiles·width): bounds of |scaled integer field − `exact.field`|
  std::vector<double> exact_log_odds;  ///< (tiles·width): of being on at T = ∞
  std::vector<float> log_odds;         ///< the same, rounded

  [[nodiscard]] std::size_t tiles() const { return biases.size(); }
};

/// `exponents[u]`: unit u's integers are multiples of 2^exponents[u]. `energy_exponent`: fields are compared
/// in units of 2^energy_exponent. `log_odds` (units): empty for 0.
template <class Int>
BlockLayer<Int> make_block_layer(const LayerWeights& exact, std::span<const int> exponents,
                                 int energy_exponent, std::span<const double> log_odds);

extern template BlockLayer<std::int32_t> make_block_layer(const LayerWeights&, std::span<const int>, int,
                                                          std::span<const double>);
extern template BlockLayer<std::int64_t> make_block_layer(const LayerWeights&, std::span<const int>, int,
                                                          std::span<const double>);

/// `value` in multiples of 2^exponent, rounded.
std::int64_t to_multiples(double value, int exponent);

/// Both layers of a machine. Fields of visible units have 30 bits each. Those of hidden units have 61 and one
/// common exponent, since they also make the energy, E = −2^exponent (Σ h·field + Σ v·bias), which is an
/// integer sum exact to a double's last digits.
struct BlockMachine {
  /// `visible_log_odds` (V): of visible units at T = ∞; empty for 0.
  explicit BlockMachine(const Rbm& machine, std::span<const double> visible_log_odds = {});

  int energy_exponent;  ///< of the units in which fields are compared
  int sum_exponent;     ///< of the integers of hidden fields and of `visible_biases`
  BlockLayer<std::int32_t> visible;
  BlockLayer<std::int64_t> hidden;
  std::vector<std::int64_t> visible_biases;  ///< (V)

  /// E of a replica's state and the fields of its hidden units.
  [[nodiscard]] double energy(LayerBits visible_on, LayerBits hidden_on,
                              const FieldTile<std::int64_t>* hidden_fields) const;
};

}  // namespace onedial
