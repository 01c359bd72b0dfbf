#include "onedial/core/peaks.hpp"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "excited_levels.hpp"
#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/compressed_spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"

namespace onedial {
namespace {

/// A function of T that is Var(E)/T^power, power 2 for C and 3 for dS/dT.
struct Curve {
  double power;
  double Thermodynamics::*value;
};
constexpr Curve heat_capacity{2, &Thermodynamics::heat_capacity};
constexpr Curve entropy_slope{3, &Thermodynamics::entropy_slope};

/// κ₃/(Tκ₂).
double reduced_asymmetry(const Spectrum& spectrum, double t) {
  const LevelFrame frame = LevelFrame::of_weighty_levels(spectrum, Temperature(t));
  const ExcitedLevels excited(spectrum, frame);
  const double p_excited = excited.fraction.value();
  const double p_ground = spectrum.ground_degeneracy() / excited.z;
  const double mean = p_excited * excited.mean_gap;
  const double variance = p_excited * (excited.variance + p_ground * excited.mean_gap * excited.mean_gap);
  CompensatedSum cubes;
  for_each_excited(spectrum, frame, [&](const Level& level) {
    const double deviation = (level.gap.high - mean) + level.gap.low;
    cubes.add(weight_of(level, frame) * deviation * deviation * deviation);
  });
  const double third = p_excited * (cubes.value() / excited.weight) - p_ground * mean * mean * mean;
  return third / variance / frame.temperature;
}

/// The maximum between two temperatures; none if the curve does not rise at the lower and fall at the upper.
std::optional<Peak> refine(const Spectrum& spectrum, const Curve& curve, double guess, double lower,
                           double upper) {
  const auto slope = [&](double t) { return reduced_asymmetry(spectrum, t) - curve.power; };
  // The guess is good to some 10⁻⁶, but nothing promises that: widen until the slope changes its sign.
  for (double spread = 1e-5;; spread *= 32) {
    const double a = std::max(lower, guess * (1 - spread));
    const double b = std::min(upper, guess * (1 + spread));
    const double slope_a = slope(a);
    const double slope_b = slope(b);
    if (slope_a > 0 && slope_b < 0) {
      std::uintmax_t iterations = 60;
      const auto root = boost::math::tools::toms748_solve(
          slope, a, b, slope_a, slope_b, boost::math::tools::eps_tolerance<double>(52), iterations);
      const Temperature t(0.5 * (root.first + root.second));
      return Peak{t, thermodynamics(spectrum, t).*curve.value};
    }
    if (a == lower && b == upper) {
      return std::nullopt;
    }
  }
}

std::vector<Peak> peaks(const Spectrum& spectrum, const Curve& curve) {
  if (!(spectrum.first_gap() > 0)) {
    return {};
  }
  const CompressedSpectrum compressed(spectrum);
  const auto value = [&](double t) { return compressed.evaluate(Temperature(t)).*curve.value; };
  const double log_states = std::log(spectrum.state_count()) - std::log(spectrum.ground_degeneracy());
  const double coldest =
      std::max(spectrum.first_gap() / (log_states + 5), std::numeric_limits<double>::min());
  const double hottest = std::max(spectrum.largest_gap() / 2, 2 * coldest);
  const double range = std::log(hottest) - std::log(coldest);
  const auto steps = static_cast<Index>(std::ceil(range * 8 * std::max(log_states, 2.0)));
  const auto at = [&](Index i) {
    return std::exp(std::log(coldest) + range * static_cast<double>(i) / static_cast<double>(steps));
  };
  std::vector<Peak> found;
  double before = 0;
  double here = value(at(0));
  for (Index i = 0; i < steps; ++i) {
    const double after = value(at(i + 1));
    if (here > before && here >= after) {
      const double lower = at(i - 1);
      const double upper = at(i + 1);
      constexpr int half_the_bits = 26;  // a maximum is no better determined than that by its values
      const double guess = boost::math::tools::brent_find_minima([&](double t) { return -value(t); }, lower,
                                                                 upper, half_the_bits)
                               .first;
      if (const auto peak = refine(spectrum, curve, guess, lower, upper)) {
        found.push_back(*peak);
      }
    }
    before = std::exchange(here, after);
  }
  return found;
}

}  // namespace

std::vector<Peak> heat_capacity_peaks(const Spectrum& spectrum) {
  return peaks(spectrum, heat_capacity);
}

std::vector<Peak> entropy_slope_peaks(const Spectrum& spectrum) {
  return peaks(spectrum, entropy_slope);
}

}  // namespace onedial
