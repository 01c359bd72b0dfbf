#pragma once
#include <Eigen/Core>
#include <functional>

#include "onedial/core/index.hpp"

namespace onedial {

/// When to stop climbing.
struct AscentSettings {
  double gradient_tolerance = 1e-9;  ///< of the largest component, in magnitude
  Index most_iterations = 1000;
};

/// Where a climb has ended.
struct Ascent {
  Eigen::VectorXd place;
  double value = 0;
  double largest_gradient = 0;
  Index iterations = 0;
  bool converged = false;  ///< the gradient is within the tolerance
};

/// The value of a function, which puts its gradient into `gradient`.
using Objective = std::function<double(const Eigen::VectorXd& place, Eigen::VectorXd& gradient)>;

/// Climbs a smooth function to a maximum by L-BFGS with 10 pairs (Liu, Nocedal 1989) and steps that meet the
/// weak Wolfe conditions by bisection. Also ends where rounding leaves no step that climbs. The function must
/// be finite at `start`. Throws std::invalid_argument for settings that are not above 0.
Ascent climb(const Objective& objective, Eigen::VectorXd start, const AscentSettings& settings = {});

}  // namespace onedial
