#pragma once
#include <algorithm>
#include <array>

#include "onedial/core/boltzmann.hpp"

namespace onedial {

/// Bounds of the heat-bath probability on cells of ΔE/T: a random number beyond both decides without an
/// exponential, and only the one in forty between them asks for it. Decisions are those of
/// `heat_bath_probability`, to the last bit.
class HeatBathCells {
 public:
  HeatBathCells() {
    for (int cell = 0; cell < cells; ++cell) {
      const double x = least + cell * width;
      upper_[static_cast<std::size_t>(cell)] = cell == 0 ? 1 : probability(x) + margin;
      lower_[static_cast<std::size_t>(cell)] = cell == cells - 1 ? 0 : probability(x + width) - margin;
    }
  }

  /// Whether a unit whose flip costs `delta` flips, for `u` uniform in [0, 1); `inverse` is 1/T, T above 0.
  [[nodiscard]] bool decide(double delta, Temperature t, double inverse, double u) const {
    const double x = std::clamp(delta * inverse, least, -least - width);
    const auto cell = static_cast<std::size_t>((x - least) * (1 / width));
    if (u < lower_[cell]) {
      return true;
    }
    return u < upper_[cell] && u < heat_bath_probability(delta, t);
  }

 private:
  static constexpr double least = -32;
  static constexpr double width = 0.125;
  static constexpr int cells = 512;
  static constexpr double margin = 1e-12;  // far above any rounding of ΔE/T and of the probability

  static double probability(double x) { return heat_bath_probability(x, Temperature(1)); }

  std::array<double, cells> lower_{};
  std::array<double, cells> upper_{};
};

}  // namespace onedial
