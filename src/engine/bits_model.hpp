#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "spin_model.hpp"

namespace onedial {

/// A model as the bit engine reads it. For unit i with strength W = Σ|Jᵢⱼ| + |hᵢ| it counts the inputs of
/// favourable sign, C = Σ|Jᵢⱼ|·(level j, or its complement where Jᵢⱼ < 0) + max(hᵢ, 0), so that the local
/// field is f = 2C − W. Counting starts at `bias` = 2^K − ⌈W/2⌉, so that bit K of the count is the sign of f.
struct BitsModel {
  struct Unit {
    std::uint32_t first;        ///< of the inputs of weight 1
    std::uint32_t count;        ///< how many there are
    std::uint32_t heavy_first;  ///< of the inputs of weight 2, 4, …
    std::uint16_t heavy_count;
    std::uint8_t bias;  ///< max(h, 0) included
    bool odd;           ///< whether W is odd: then |f| = 2c + 1 for c = 0, 1, …, otherwise 2c
  };
  struct HeavyInput {
    std::uint32_t unit;
    std::uint8_t level;  ///< the weight is 2^level
    std::uint8_t negative;
  };

  unsigned sign_bit = 0;    ///< K
  bool negated = false;     ///< all couplings are below 0: they and the fields are kept with the other sign
  bool mixed = false;       ///< couplings of both signs: `negative` tells which
  std::vector<Unit> units;  ///< (N)
  /// Unit N is a dummy that is always at level 0: it fills rows up to lengths that are easy to predict.
  std::vector<std::uint32_t> inputs;
  std::vector<std::uint8_t> negative;  ///< one an input, 0 or 1; all 0 unless mixed
  std::vector<HeavyInput> heavy;

  /// The number of classes |f| that a unit can have: W/2 + 1 at most.
  std::size_t classes = 0;
};

/// The greatest strength that fits.
inline constexpr std::int32_t max_bits_strength = 127;

/// Requires strengths of at most `max_bits_strength`.
BitsModel make_bits_model(const IntegerSpinModel& model);

}  // namespace onedial
