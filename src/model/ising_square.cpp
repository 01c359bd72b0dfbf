#include "onedial/model/ising_square.hpp"

#include <boost/math/quadrature/tanh_sinh.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>

namespace onedial {
namespace {

using Real = boost::multiprecision::cpp_bin_float_50;

/// A function of K = 1/T with its first two derivatives.
struct Jet {
  Real f;
  Real d1 = 0;
  Real d2 = 0;
};

Jet operator+(const Jet& a, const Jet& b) {
  return {a.f + b.f, a.d1 + b.d1, a.d2 + b.d2};
}
Jet operator*(const Real& k, const Jet& a) {
  return {k * a.f, k * a.d1, k * a.d2};
}
Jet operator*(const Jet& a, const Jet& b) {
  return {a.f * b.f, a.d1 * b.f + a.f * b.d1, a.d2 * b.f + 2 * a.d1 * b.d1 + a.f * b.d2};
}
/// g(a), from g and its derivatives at a.
Jet chain_rule(const Jet& a, const Real& g, const Real& g1, const Real& g2) {
  return {g, g1 * a.d1, g2 * a.d1 * a.d1 + g1 * a.d2};
}
Jet log(const Jet& a) {
  return chain_rule(a, log(a.f), 1 / a.f, -1 / (a.f * a.f));
}
Jet exp(const Jet& a) {
  const Real e = exp(a.f);
  return chain_rule(a, e, e, e);
}
Jet tanh(const Jet& a) {
  const Real t = tanh(a.f);
  const Real slope = 1 - t * t;
  return chain_rule(a, t, slope, -2 * t * slope);
}
/// ln(2 cosh a)
Jet log_two_cosh(const Jet& a) {
  const Real t = tanh(a.f);
  return chain_rule(a, abs(a.f) + log(1 + exp(-2 * abs(a.f))), t, 1 - t * t);
}
/// The γ > 0 with cosh γ = 1 + a.
Jet acosh_of_one_plus(const Jet& a) {
  const Real sinh_squared = a.f * (2 + a.f);
  const Real root = sqrt(sinh_squared);
  return chain_rule(a, log(1 + a.f + root), 1 / root, -(1 + a.f) / (sinh_squared * root));
}

/// ln Π 2cosh(Lγ_r/2) and Π tanh(Lγ_r/2) over all odd or all even r < 2L.
struct Products {
  Jet log_cosh{0};
  Jet tanh{1};
};

Products products(Index length, const Jet& sinh2k, const Jet& gamma0, bool odd) {
  // cosh γ_r = cosh²2K/sinh 2K − cos(πr/L), less 1: (1 − s)²/s + 2 sin²(πr/2L), with s = sinh 2K.
  const Jet inverse = exp(Real(-1) * log(sinh2k));
  const Jet excess = sinh2k + inverse + Jet{-2};
  const Real& pi = boost::math::constants::pi<Real>();
  Products result;
  for (Index r = odd ? 1 : 0; r < 2 * length; r += 2) {
    const Real sine = sin(pi * static_cast<double>(r) / static_cast<double>(2 * length));
    const Jet gamma = r == 0 ? gamma0 : acosh_of_one_plus(excess + Jet{2 * sine * sine});
    const Jet half = Real(static_cast<double>(length) / 2) * gamma;
    result.log_cosh = result.log_cosh + log_two_cosh(half);
    result.tanh = result.tanh * tanh(half);
  }
  return result;
}

/// ln Z as a function of K.
Jet log_z(Index length, const Real& k) {
  const Jet sinh2k{sinh(2 * k), 2 * cosh(2 * k), 4 * sinh(2 * k)};
  const Jet tanh_k = tanh(Jet{k, 1, 0});
  const Jet gamma0 = Jet{2 * k, 2, 0} + log(tanh_k);  // of either sign: it vanishes at T_c
  const Products odd = products(length, sinh2k, gamma0, true);
  const Products even = products(length, sinh2k, gamma0, false);
  // Kaufman's four products are cosh and sinh of odd and of even r; the sinh are tanh times the cosh.
  const Jet sum = Jet{1} + odd.tanh + exp(even.log_cosh + Real(-1) * odd.log_cosh) * (Jet{1} + even.tanh);
  const auto sites = static_cast<double>(length * length);
  return Real(sites / 2) * log(Real(2) * sinh2k) + odd.log_cosh + log(sum) + Jet{-log(Real(2))};
}

Thermodynamics assemble(Temperature t, double log_z, double mean_energy, double variance, double entropy) {
  const double value = t.value();
  return {.temperature = t,
          .log_z = log_z,
          .mean_energy = mean_energy,
          .energy_variance = variance,
          .entropy = entropy,
          .free_energy = mean_energy - (value > 0 ? value * entropy : 0),
          .heat_capacity = value > 0 ? variance / value / value : 0,
          .entropy_slope = value > 0 ? variance / value / value / value : 0};
}

/// The complete elliptic integrals K and E, by the arithmetic-geometric mean, from the modulus and from the
/// complementary one, which near T_c the modulus no longer determines.
struct CompleteElliptic {
  double first;
  double second;
};

CompleteElliptic complete_elliptic(double modulus, double complementary) {
  double a = 1;
  double b = complementary;
  double c = modulus;
  double weight = 0.5;
  double sum = weight * c * c;
  while (std::abs(c) > 1e-9 * a) {  // what follows is of the order of its square
    const double mean = (a + b) / 2;
    c = (a - b) / 2;
    b = std::sqrt(a * b);
    a = mean;
    weight *= 2;
    sum += weight * c * c;
  }
  const double first = std::numbers::pi / (2 * a);
  return {first, first * (1 - sum)};
}

}  // namespace

Thermodynamics ising_square(Index length, Temperature t) {
  if (length < 2) {
    throw std::invalid_argument("a square lattice of length " + std::to_string(length) +
                                "; at least 2 is needed");
  }
  const auto sites = static_cast<double>(length * length);
  const double ln2 = std::numbers::ln2;
  // Colder than this the first excitation, e^{−8/T}, is all there is: the next is smaller by e^{−4/T}, which
  // a double does not see, and soon 50 digits do not see the first beside 1 either.
  constexpr double cold = 0.1;
  if (t.value() < cold) {
    constexpr double gap = 8;
    const double ground = -2 * sites;
    // Of each ground state: one spin turned, which breaks four bonds; at L = 2 also two neighbours.
    const double excited = (length == 2 ? 6 : sites) * std::exp(-gap / t.value());
    const double excitation = gap * excited;
    const double reduced = excited > 0 ? excitation / t.value() : 0;
    return assemble(
        t, t.is_zero() ? std::numeric_limits<double>::infinity() : ln2 - ground / t.value() + excited,
        ground + excitation, gap * excitation, ln2 + excited + reduced);
  }
  // Hotter than this, what the bonds do to the entropy is below the digits of a double.
  if (t.value() > 1e9) {
    Thermodynamics hot = assemble(t, sites * ln2, -2 * sites / t.value(), 2 * sites, sites * ln2);
    hot.free_energy = -t.value() * sites * ln2;
    return hot;
  }
  const Real k = 1 / Real(t.value());
  const Jet log = log_z(length, k);
  return assemble(t, static_cast<double>(log.f), static_cast<double>(-log.d1), static_cast<double>(log.d2),
                  static_cast<double>(log.f - k * log.d1));
}

Thermodynamics onsager(Temperature t) {
  const double ln2 = std::numbers::ln2;
  if (t.value() < 0.01) {
    return assemble(t, t.is_zero() ? std::numeric_limits<double>::infinity() : 2 / t.value(), -2, 0, 0);
  }
  if (t.value() > 1e6) {
    Thermodynamics hot = assemble(t, ln2, -2 / t.value(), 2, ln2);
    hot.free_energy = -t.value() * ln2;
    return hot;
  }
  const double pi = std::numbers::pi;
  const double k = 1 / t.value();
  const double two_k = 2 * k;
  const double tanh_two_k = std::tanh(two_k);
  const double cosh_two_k = std::cosh(two_k);
  // κ = 2 sinh 2K/cosh²2K is 1 at T_c; 1 − κ² = (2 tanh²2K − 1)².
  const double modulus = 2 * tanh_two_k / cosh_two_k;
  const double complement = 2 * tanh_two_k * tanh_two_k - 1;
  boost::math::quadrature::tanh_sinh<double> integrator;
  const double integral = integrator.integrate(
      [&](double phi) {
        const double s = modulus * std::sin(phi);
        return std::log((1 + std::sqrt(std::max(0.0, 1 - s * s))) / 2);
      },
      0.0, pi / 2);
  const double log_z = std::log(2 * cosh_two_k) + integral / pi;
  if (std::abs(complement) < 1e-15) {
    const double energy = -1 / tanh_two_k;
    return assemble(t, log_z, energy, std::numeric_limits<double>::infinity(), log_z + k * energy);
  }
  const auto [first, second] = complete_elliptic(modulus, std::abs(complement));
  const double energy = -(1 + 2 / pi * complement * first) / tanh_two_k;
  const double bracket = 2 * first - 2 * second - (1 - complement) * (pi / 2 + complement * first);
  const double variance = 2 / pi / (tanh_two_k * tanh_two_k) * bracket;
  return assemble(t, log_z, energy, variance, log_z + k * energy);
}

}  // namespace onedial
