#include "rivals.hpp"

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "onedial/core/elementary.hpp"

namespace onedial::viewer {
namespace {

double dot(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

void subtract(std::vector<double>& from, double factor, std::span<const double> what) {
  for (std::size_t i = 0; i < from.size(); ++i) {
    from[i] -= factor * what[i];
  }
}

/// −Σ p ln p with logarithms that are the same everywhere, since it decides which steps are taken.
double entropy_of(std::span<const double> p) {
  double sum = 0;
  for (const double x : p) {
    sum -= x > 0 ? x * elementary::log(x) : 0;
  }
  return sum;
}

}  // namespace

RivalWalk::RivalWalk(std::span<const double> energies, std::span<const double> start)
    : start_(start.begin(), start.end()),
      p_(start_),
      direction_(start.size()),
      trial_(start.size()),
      entropy_(entropy_of(start_)) {
  if (energies.size() != start.size() || start.empty()) {
    throw std::invalid_argument("a rival needs as many probabilities as energies, and at least one");
  }
  for (const std::vector<double>& row :
       {std::vector<double>(start.size(), 1.0), std::vector<double>(energies.begin(), energies.end())}) {
    std::vector<double> normal = row;
    take_normals_out(normal);
    take_normals_out(normal);  // twice is enough
    const double length = std::sqrt(dot(normal, normal));
    if (length > 1e-12 * std::sqrt(dot(row, row))) {  // not where all energies are the same
      std::transform(normal.begin(), normal.end(), normal.begin(), [&](double x) { return x / length; });
      normals_.push_back(std::move(normal));
    }
  }
}

void RivalWalk::take_normals_out(std::vector<double>& direction) const {
  for (const std::vector<double>& normal : normals_) {
    subtract(direction, dot(normal, direction), normal);
  }
}

bool RivalWalk::step(RandomStream& random, bool climb) {
  boost::random::normal_distribution<double> gaussian;
  std::generate(direction_.begin(), direction_.end(), [&] { return gaussian(random); });
  take_normals_out(direction_);
  if (dot(direction_, direction_) < 1e-18) {
    return false;  // no direction is free: the polytope is one point
  }
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < p_.size(); ++i) {
    const double edge = -p_[i] / direction_[i];
    if (direction_[i] > 0) {
      lower = std::max(lower, edge);
    } else if (direction_[i] < 0) {
      upper = std::min(upper, edge);
    }
  }
  const double place = uniform01(random);
  if (!(upper - lower > 0) || std::isinf(upper - lower)) {
    return false;
  }
  const double length = lower + (upper - lower) * place;
  trial_ = p_;
  subtract(trial_, -length, direction_);
  // Rounding must not add up from step to step.
  for (const std::vector<double>& normal : normals_) {
    subtract(trial_, dot(normal, trial_) - dot(normal, start_), normal);
  }
  for (double& x : trial_) {
    x = std::max(x, 0.0);
  }
  const double entropy = entropy_of(trial_);
  if (climb && entropy < entropy_) {
    return false;
  }
  p_.swap(trial_);
  entropy_ = entropy;
  return true;
}

double divergence(std::span<const double> r, std::span<const double> log_b) {
  double sum = 0;
  for (std::size_t i = 0; i < r.size(); ++i) {
    sum += r[i] > 0 ? r[i] * (std::log(r[i]) - log_b[i]) : 0;
  }
  return sum;
}

}  // namespace onedial::viewer
