#pragma once
#include <cstdint>
#include <span>

#include "block_layer.hpp"
#include "onedial/core/temperature.hpp"
#include "random_words.hpp"

namespace onedial {

/// A replica's temperature as decisions use it: a unit is on if field·a + (bar + log odds)·b > 0, where the
/// bar is random (acceptance.hpp), a/b = 1/T, and the greater of the two is 1. At T = 0, b = 0; at T = ∞, a =
/// 0.
struct BlockTemperature {
  BlockTemperature(Temperature t, int energy_exponent);

  Temperature temperature;
  float field_factor;  ///< a
  float bar_factor;    ///< b
};

/// Which inputs' weights are added to a layer's fields, and which are taken away.
struct InputChanges {
  std::span<const std::uint32_t> added;
  std::span<const std::uint32_t> taken;
};

/// The fields of one tile's units: `start` plus the weights (inputs) of all `changes`.
template <class Int>
using AddInputs = void (*)(const FieldTile<Int>* weights, const FieldTile<Int>& start,
                           const InputChanges& changes, FieldTile<Int>& fields);

/// Draws the levels of a layer's units from their fields (tiles) into `levels` (words of 64 units).
/// `inputs_on` is what the fields come from. Uses 32 random bits a unit, the last word's padding included.
template <class Int>
using DrawLevels = void (*)(const BlockLayer<Int>& layer, const FieldTile<Int>* fields, LayerBits inputs_on,
                            const BlockTemperature& t, RandomWords& random, std::span<std::uint64_t> levels);

struct BlockGibbsKernels {
  AddInputs<std::int32_t> add_to_visible;
  AddInputs<std::int64_t> add_to_hidden;
  DrawLevels<std::int32_t> draw_visible;
  DrawLevels<std::int64_t> draw_hidden;
};

/// For the instruction set in use.
BlockGibbsKernels block_gibbs_kernels();

}  // namespace onedial
