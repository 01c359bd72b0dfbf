#pragma once
#include <cmath>
#include <numbers>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/random.hpp"

// Series whose exact properties are known.
namespace onedial::series {

/// A standard normal number (Box and Muller).
inline double normal(RandomStream& random) {
  const double radius = std::sqrt(-2 * std::log(1 - uniform01(random)));
  return radius * std::cos(2 * std::numbers::pi * uniform01(random));
}

/// x' = φx + √(1 − φ²)ξ, in equilibrium from the start: mean 0, variance 1, τ_int = (1 + φ)/(2(1 − φ)).
inline std::vector<double> ar1(RandomStream& random, double phi, Index length) {
  std::vector<double> values;
  double x = normal(random);
  for (Index i = 0; i < length; ++i) {
    values.push_back(x);
    x = phi * x + std::sqrt(1 - phi * phi) * normal(random);
  }
  return values;
}

inline double phi_of_tau(double tau) {
  return (2 * tau - 1) / (2 * tau + 1);
}

}  // namespace onedial::series
