#include "level_sums.hpp"

#include <algorithm>
#include <limits>

namespace onedial {
namespace {

int binary_exponent(double value) {
  return value > 0 && !std::isinf(value) ? std::ilogb(value) : 0;
}

/// The exponent of the largest g·e^{−d/T}, less some room for weights below it: g and e^{−d/T} may each be
/// at an end of the range of a double while their product is of order 1.
int largest_weight_exponent(const Spectrum& spectrum, const LevelFrame& frame) {
  constexpr int room = 64;
  if (spectrum.degeneracies().empty()) {
    const double x = std::ldexp(spectrum.first_gap(), -frame.energy_exponent) / frame.temperature;
    return scaled_weight(DoubleDouble(std::min(x, weightless))).exponent - room;
  }
  int largest = std::numeric_limits<int>::min();
  for_each_excited(spectrum, frame, [&](const Level& level) {
    const int weight = scaled_weight(level.reduced).exponent + binary_exponent(level.degeneracy);
    largest = std::max(largest, weight);
  });
  return largest == std::numeric_limits<int>::min() ? 0 : largest - room;
}

/// Limited so that the unit and its inverse stay in range.
LevelFrame frame_with_unit(int exponent, Temperature t) {
  const int unit = std::clamp(exponent, -1000, 1000);
  return {.energy_exponent = unit,
          .temperature = std::ldexp(t.value(), -unit),
          .reach = std::numeric_limits<double>::max()};
}

}  // namespace

LevelFrame LevelFrame::of_weighty_levels(const Spectrum& spectrum, Temperature t) {
  const int largest = binary_exponent(spectrum.largest_gap());
  LevelFrame frame =
      frame_with_unit(t.is_infinite() ? largest : std::min(largest, binary_exponent(t.value()) + 10), t);
  frame.reach = std::fmin(frame.reach, weightless * frame.temperature);
  frame.weight_exponent = largest_weight_exponent(spectrum, frame);
  return frame;
}

LevelFrame LevelFrame::of_all_levels(Temperature t) {
  return frame_with_unit(0, t);
}

}  // namespace onedial
