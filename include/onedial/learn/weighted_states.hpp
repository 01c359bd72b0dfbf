#pragma once
#include <Eigen/Core>
#include <span>
#include <vector>

#include "onedial/data/dataset.hpp"
#include "onedial/model/state.hpp"

namespace onedial {

/// Examples of a machine's visible units: different states, and what part of the data each is.
struct WeightedStates {
  std::vector<State> states;  ///< (K) of V levels of 0 or 1, no two alike
  Eigen::VectorXd weights;    ///< (K) above 0, of sum 1
};

/// Rows of examples as states: a value above ½ is level 1.
std::vector<State> states_of(const Dataset& dataset);

/// Examples counted. Throws std::invalid_argument if there is none, they differ in length, or a level is not
/// 0 or 1.
WeightedStates weighted_states(const std::vector<State>& examples);

/// The states k of V units, with bit i of k the level of unit i, and their probabilities (2^V); those that
/// are 0 are left out. Throws std::invalid_argument unless the length is a power of two, no probability is
/// negative, and the sum is 1 to 10⁻⁹.
WeightedStates states_of_law(std::span<const double> law);

/// And back: the probabilities of all 2^V states.
/// Throws std::invalid_argument for more than 26 units.
std::vector<double> law_of(const WeightedStates& data);

}  // namespace onedial
