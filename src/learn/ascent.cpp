#include "onedial/learn/ascent.hpp"

#include <cmath>
#include <deque>
#include <limits>
#include <stdexcept>
#include <utility>

namespace onedial {
namespace {

struct Point {
  Eigen::VectorXd place;
  Eigen::VectorXd gradient;
  double value = 0;
};

/// The curvature that the last steps have met.
class Memory {
 public:
  void add(Eigen::VectorXd step, Eigen::VectorXd change) {
    const double curvature = step.dot(change);
    if (!(curvature < 0)) {
      return;  // the function is not concave along this step
    }
    pairs_.push_back({std::move(step), std::move(change), 1 / curvature});
    if (pairs_.size() > 10) {
      pairs_.pop_front();
    }
  }

  /// The two-loop recursion: the gradient times an estimate of the inverse of minus the Hessian.
  [[nodiscard]] Eigen::VectorXd direction(Eigen::VectorXd gradient) const {
    std::vector<double> alphas;
    for (auto pair = pairs_.rbegin(); pair != pairs_.rend(); ++pair) {
      alphas.push_back(pair->inverse * pair->step.dot(gradient));
      gradient -= alphas.back() * pair->change;
    }
    if (pairs_.empty()) {
      return gradient / std::max(1.0, gradient.norm());
    }
    gradient *= -1 / (pairs_.back().inverse * pairs_.back().change.squaredNorm());
    auto alpha = alphas.rbegin();
    for (const Pair& pair : pairs_) {
      const double beta = -pair.inverse * pair.change.dot(gradient);
      gradient += (beta - *alpha++) * pair.step;
    }
    return gradient;
  }

 private:
  struct Pair {
    Eigen::VectorXd step;
    Eigen::VectorXd change;  // of the gradient
    double inverse;          // 1/(step·change)
  };
  std::deque<Pair> pairs_;
};

/// A point along `direction` that meets the weak Wolfe conditions, or one that does not climb if there is
/// none.
Point search(const Objective& objective, const Point& from, const Eigen::VectorXd& direction) {
  constexpr double least_climb = 1e-4;
  constexpr double steepness_left = 0.9;
  const double slope = from.gradient.dot(direction);
  const double rounding = 1e-15 * (1 + std::abs(from.value));
  double low = 0;
  double high = std::numeric_limits<double>::infinity();
  double length = 1;
  Point to = from;
  for (int attempt = 0; attempt < 60; ++attempt) {
    to.place = from.place + length * direction;
    to.value = objective(to.place, to.gradient);
    if (!(to.value >= from.value + least_climb * length * slope - rounding)) {
      high = length;
    } else if (to.gradient.dot(direction) > steepness_left * slope) {
      low = length;
    } else {
      return to;
    }
    length = std::isinf(high) ? 2 * low : (low + high) / 2;
  }
  return to;
}

}  // namespace

Ascent climb(const Objective& objective, Eigen::VectorXd start, const AscentSettings& settings) {
  if (!(settings.gradient_tolerance > 0) || settings.most_iterations < 1) {
    throw std::invalid_argument("gradient_tolerance must be above 0 and most_iterations at least 1");
  }
  Point now{std::move(start), {}, 0};
  now.gradient.resize(now.place.size());
  now.value = objective(now.place, now.gradient);
  Memory memory;
  Ascent result;
  const auto largest = [&] { return now.gradient.lpNorm<Eigen::Infinity>(); };
  for (; largest() > settings.gradient_tolerance && result.iterations < settings.most_iterations;
       ++result.iterations) {
    Eigen::VectorXd direction = memory.direction(now.gradient);
    if (!(direction.dot(now.gradient) > 0)) {
      memory = {};
      direction = memory.direction(now.gradient);
    }
    Point next = search(objective, now, direction);
    if (!(next.value >= now.value - 1e-15 * (1 + std::abs(now.value))) || next.place == now.place) {
      break;
    }
    memory.add(next.place - now.place, next.gradient - now.gradient);
    now = std::move(next);
  }
  result.value = now.value;
  result.largest_gradient = largest();
  result.converged = result.largest_gradient <= settings.gradient_tolerance;
  result.place = std::move(now.place);
  return result;
}

}  // namespace onedial
