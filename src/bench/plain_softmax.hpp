#pragma once
#include <Eigen/Core>
#include <cmath>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/random.hpp"

// The softmax as one would write it in an afternoon, with Eigen's vector exponential or with std::exp: the
// yardsticks that OneDial's speed is stated against.
namespace onedial::bench {

template <class Real>
using Column = Eigen::Array<Real, Eigen::Dynamic, 1>;

template <class Real>
Eigen::Map<const Column<Real>> as_column(const std::vector<Real>& values) {
  return {values.data(), static_cast<Index>(values.size())};
}

template <class Real>
void eigen_softmax(const std::vector<Real>& logits, double temperature, std::vector<Real>& out) {
  const auto z = as_column(logits);
  Eigen::Map<Column<Real>> p(out.data(), z.size());
  p = ((z - z.maxCoeff()) / static_cast<Real>(temperature)).exp();
  p /= p.sum();
}

template <class Real>
Real greatest(const std::vector<Real>& logits) {
  Real m = logits[0];
  for (const Real z : logits) {
    m = z > m ? z : m;
  }
  return m;
}

template <class Real>
void plain_softmax(const std::vector<Real>& logits, double temperature, std::vector<Real>& out) {
  const Real m = greatest(logits);
  Real sum = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    out[i] = std::exp((logits[i] - m) / static_cast<Real>(temperature));
    sum += out[i];
  }
  for (Real& p : out) {
    p /= sum;
  }
}

struct PlainMoments {
  double entropy;
  double variance;
};

template <class Real>
PlainMoments finished_moments(Real weight, Real first, Real second, double temperature) {
  const double mean = static_cast<double>(first) / static_cast<double>(weight);
  return {std::log(static_cast<double>(weight)) - mean / temperature,
          static_cast<double>(second) / static_cast<double>(weight) - mean * mean};
}

template <class Real>
PlainMoments eigen_moments(const std::vector<Real>& logits, double temperature) {
  const auto z = as_column(logits);
  static Column<Real> gap;
  static Column<Real> weight;
  gap = z - z.maxCoeff();
  weight = (gap / static_cast<Real>(temperature)).exp();
  return finished_moments<Real>(weight.sum(), (weight * gap).sum(), (weight * gap * gap).sum(), temperature);
}

template <class Real>
PlainMoments plain_moments(const std::vector<Real>& logits, double temperature) {
  const Real m = greatest(logits);
  Real weight_sum = 0;
  Real first = 0;
  Real second = 0;
  for (const Real z : logits) {
    const Real gap = z - m;
    const Real weight = std::exp(gap / static_cast<Real>(temperature));
    weight_sum += weight;
    first += weight * gap;
    second += weight * gap * gap;
  }
  return finished_moments<Real>(weight_sum, first, second, temperature);
}

/// The first token at which the running sum of the probabilities passes u.
inline Index first_passing(const std::vector<float>& probabilities, double u) {
  double sum = 0;
  std::size_t i = 0;
  for (; i + 1 < probabilities.size(); ++i) {
    sum += static_cast<double>(probabilities[i]);
    if (sum > u) {
      break;
    }
  }
  return static_cast<Index>(i);
}

inline Index eigen_draw(const std::vector<float>& logits, double temperature, RandomStream& random) {
  static std::vector<float> probabilities;
  probabilities.resize(logits.size());
  eigen_softmax<float>(logits, temperature, probabilities);
  return first_passing(probabilities, uniform01(random));
}

inline Index plain_draw(const std::vector<float>& logits, double temperature, RandomStream& random) {
  static std::vector<float> probabilities;
  probabilities.resize(logits.size());
  plain_softmax<float>(logits, temperature, probabilities);
  return first_passing(probabilities, uniform01(random));
}

}  // namespace onedial::bench
