#include "onedial/core/max_entropy.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "level_sums.hpp"
#include "onedial/core/compressed_spectrum.hpp"
#include "onedial/core/distance_to_limits.hpp"
#include "onedial/core/thermodynamics.hpp"

namespace onedial {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// What is wanted, as distances to both ends of the dial: the nearer one is what can be met precisely.
struct Target {
  double DistanceToLimit::*quantity;
  double above_zero;
  double below_infinity;
};

/// The next temperature to try by Newton's rule for ln(distance/wanted): in β on the cold side, where that
/// is nearly a straight line in β, and in ln β on the hot side, where it is one in ln β.
struct Step {
  bool too_hot;
  double next;
};

Step newton_step(const Spectrum& spectrum, const Target& target, double t) {
  const Thermodynamics here = thermodynamics(spectrum, Temperature(t));
  // d(quantity)/d ln T.
  const double rate =
      target.quantity == &DistanceToLimit::entropy ? here.heat_capacity : here.heat_capacity * t;
  if (target.above_zero < target.below_infinity) {
    const double distance = distance_to_zero(spectrum, here.temperature).*target.quantity;
    const double excess = std::log(distance / target.above_zero);
    return {excess > 0, t / (1 + excess * distance / rate)};
  }
  const double distance = distance_to_infinity(spectrum, here.temperature).*target.quantity;
  const double excess = std::log(distance / target.below_infinity);
  return {excess < 0, t * std::exp(excess * distance / rate)};
}

Temperature solve(const Spectrum& spectrum, const Target& target, double guess) {
  double lower = 0;
  double upper = infinity;
  double t = guess;
  constexpr int most_steps = 2200;  // as many halvings as there are binary exponents; five is usual
  for (int i = 0; i < most_steps; ++i) {
    const Step step = newton_step(spectrum, target, t);
    (step.too_hot ? upper : lower) = t;
    double next = step.next;
    if (std::abs(next - t) <= 1e-10 * t) {  // Newton's error after this step is of the order of its square
      return Temperature(next);
    }
    if (!(next > lower && next < upper)) {
      next = lower == 0 ? t / 2 : upper == infinity ? t * 2 : std::sqrt(lower) * std::sqrt(upper);
    }
    if (next == t) {
      break;
    }
    t = next;
  }
  return Temperature(t);
}

/// Where a compressed spectrum, which costs next to nothing, meets the target: bisection of ln T.
template <class Quantity>
double compressed_guess(const Spectrum& spectrum, double target, Quantity quantity) {
  const CompressedSpectrum compressed(spectrum);
  double lower = std::max(spectrum.first_gap() / 800, std::numeric_limits<double>::min());
  double upper = std::min(spectrum.largest_gap(), 1e290) * 1e9;
  for (int i = 0; i < 60; ++i) {
    const double middle = std::sqrt(lower) * std::sqrt(upper);
    (quantity(compressed.evaluate(Temperature(middle))) > target ? upper : lower) = middle;
  }
  return lower;
}

Temperature temperature_of(const Spectrum& spectrum, DoubleDouble log_perplexity) {
  const DoubleDouble least = log(DoubleDouble(spectrum.ground_degeneracy()));
  const DoubleDouble most = log(DoubleDouble(spectrum.state_count()));
  const double wanted = log_perplexity.value();
  if (wanted <= least.value()) {
    return Temperature::zero();
  }
  if (wanted >= most.value()) {
    return Temperature::infinite();
  }
  const Target target{.quantity = &DistanceToLimit::entropy,
                      .above_zero = (log_perplexity - least).value(),
                      .below_infinity = (most - log_perplexity).value()};
  return solve(spectrum, target,
               compressed_guess(spectrum, wanted, [](const Thermodynamics& th) { return th.entropy; }));
}

/// Ē − E₀.
DoubleDouble mean_gap_of_all_states(const Spectrum& spectrum) {
  DoubleDouble sum;
  for_each_excited(spectrum, LevelFrame::of_all_levels(Temperature::infinite()), [&](const Level& level) {
    sum = sum + level.gap * (DoubleDouble(level.degeneracy) / DoubleDouble(spectrum.state_count()));
  });
  return sum;
}

/// Throws unless least ≤ value ≤ most, with a margin of rounding above.
void require_range(const char* name, double value, double least, double most, const char* range) {
  constexpr double margin = 8 * std::numeric_limits<double>::epsilon();
  if (!(value >= least && value <= most + margin * std::abs(most))) {
    throw std::invalid_argument(
        fmt::format("{} is {}; it must be in [{}, {}], {}", name, value, least, most, range));
  }
}

}  // namespace

Temperature temperature_of_entropy(const Spectrum& spectrum, double nats) {
  require_range("wanted entropy", nats, 0, log(DoubleDouble(spectrum.state_count())).value(),
                "from 0 to ln N for N states");
  return temperature_of(spectrum, DoubleDouble(nats));
}

Temperature temperature_of_perplexity(const Spectrum& spectrum, double perplexity) {
  require_range("wanted perplexity", perplexity, 1, spectrum.state_count(), "from 1 to the number of states");
  return temperature_of(spectrum, log(DoubleDouble(perplexity)));
}

Temperature temperature_of_mean_energy(const Spectrum& spectrum, double energy) {
  const DoubleDouble mean_gap = mean_gap_of_all_states(spectrum);
  const DoubleDouble gap = DoubleDouble::sum(energy, -spectrum.ground_energy());
  const double mean = (mean_gap + DoubleDouble(spectrum.ground_energy())).value();
  require_range("wanted mean energy", energy, spectrum.ground_energy(), mean,
                "from the least energy to the mean at infinite temperature");
  if (energy == spectrum.ground_energy()) {
    return Temperature::zero();
  }
  if (energy >= mean) {
    return Temperature::infinite();
  }
  const Target target{.quantity = &DistanceToLimit::energy,
                      .above_zero = gap.value(),
                      .below_infinity = (mean_gap - gap).value()};
  return solve(spectrum, target,
               compressed_guess(spectrum, energy, [](const Thermodynamics& th) { return th.mean_energy; }));
}

}  // namespace onedial
