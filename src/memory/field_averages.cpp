#include "field_averages.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <numbers>

#include "onedial/core/elementary.hpp"

// With u = h/T, functions of u such as tanh u are steps softened over a width of 1 where the bell of z is s/T
// wide. As long as the bell is narrow it is summed over z; once it is wide, the step is taken exactly, and
// what is left of it decays as e^{−2u}, so that a sum over u > 0 serves at any T down to 0.
namespace onedial {
namespace {

const double root_two_pi = std::sqrt(2 * std::numbers::pi);

double bell(double z) {
  return elementary::exp(-z * z / 2) / root_two_pi;
}

/// f(weight, u, e^{−2|u|}) summed over z by the trapezoidal rule. For a bell up to 1 wide its error is 10⁻¹⁶:
/// it falls as e^{−2πd/step} with the distance d of the nearest pole to the real axis, π/2 of tanh u.
template <class Function>
void sum_over_bell(Temperature t, double mean, double width, const Function& f) {
  constexpr double step = 0.25;
  constexpr int half = 36;  // e^{−81/2} is below what a double resolves of 1
  for (int k = -half; k <= half; ++k) {
    const double z = k * step;
    const double u = (width * z + mean) / t.value();
    f(step * bell(z), u, elementary::exp(-2 * std::abs(u)));
  }
}

/// f(weight of u, weight of −u, u, e^{−2u}) summed over u > 0, for a bell at least 1 wide.
template <class Function>
void sum_over_step(Temperature t, double mean, double width, const Function& f) {
  using Gauss = boost::math::quadrature::gauss<double, 30>;
  constexpr double ends[] = {0, 5, 20};  // e^{−40} is below what a double resolves of 1
  for (int panel = 0; panel < 2; ++panel) {
    const double centre = (ends[panel + 1] + ends[panel]) / 2;
    const double half = (ends[panel + 1] - ends[panel]) / 2;
    for (std::size_t k = 0; k < Gauss::abscissa().size(); ++k) {
      for (const double sign : {-1.0, 1.0}) {
        const double u = centre + sign * half * Gauss::abscissa()[k];
        const double weight = half * Gauss::weights()[k];
        f(weight * bell((t.value() * u - mean) / width), weight * bell((t.value() * u + mean) / width), u,
          elementary::exp(-2 * u));
      }
    }
  }
}

bool is_wide(Temperature t, double width) {
  return width > t.value();
}

}  // namespace

FieldAverages field_averages(Temperature t, double mean, double width) {
  FieldAverages averages;
  if (is_wide(t, width)) {
    double softened = 0;
    sum_over_step(t, mean, width, [&](double plus, double minus, double, double decay) {
      softened += (plus - minus) * 2 * decay / (1 + decay);
      averages.susceptibility += (plus + minus) * 4 * decay / ((1 + decay) * (1 + decay));
    });
    averages.spin = std::erf(mean / (width * std::numbers::sqrt2)) - softened * t.value() / width;
    averages.susceptibility /= width;
    averages.square = 1 - t.value() * averages.susceptibility;
    return averages;
  }
  double rest = 0;
  sum_over_bell(t, mean, width, [&](double weight, double u, double decay) {
    const double tanh = (1 - decay) / (1 + decay);
    averages.spin += weight * std::copysign(tanh, u);
    averages.square += weight * tanh * tanh;
    rest += weight * 4 * decay / ((1 + decay) * (1 + decay));
  });
  averages.susceptibility = rest / t.value();
  return averages;
}

FieldThermodynamics field_thermodynamics(Temperature t, double mean, double width) {
  double log_sum = 0;  // of ln(1 + e^{−2|u|}), what ln 2cosh u has beyond |u|
  double idle = 0;     // of |u| (1 − tanh |u|)
  double strength = 0;
  if (is_wide(t, width)) {
    sum_over_step(t, mean, width, [&](double plus, double minus, double u, double decay) {
      log_sum += (plus + minus) * elementary::log1p(decay);
      idle += (plus + minus) * u * 2 * decay / (1 + decay);
    });
    log_sum *= t.value() / width;
    idle *= t.value() / width;
    const double y = mean / width;
    strength = mean * std::erf(y / std::numbers::sqrt2) + 2 * width * bell(y);
  } else {
    sum_over_bell(t, mean, width, [&](double weight, double u, double decay) {
      log_sum += weight * elementary::log1p(decay);
      idle += weight * std::abs(u) * 2 * decay / (1 + decay);
      strength += weight * std::abs(u) * t.value();
    });
  }
  return {.free_energy = -strength - t.value() * log_sum, .entropy = log_sum + idle};
}

}  // namespace onedial
