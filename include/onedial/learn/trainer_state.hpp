#pragma once
#include <cstdint>
#include <vector>

#include "onedial/learn/restricted_machine.hpp"

namespace onedial {

/// All that a training needs to go on to the same bits, between two steps; plain data, to be kept in a file.
/// What its settings have no use for is empty.
struct TrainerState {
  /// A number for each parameter of a machine.
  struct Parameters {
    FloatRows weights;               ///< (V × H)
    Eigen::VectorXf visible_biases;  ///< (V)
    Eigen::VectorXf hidden_biases;   ///< (H)
  };

  RestrictedMachine machine;
  std::uint64_t step = 0;        ///< mini-batches learned from
  Parameters first;              ///< velocities, or means of the gradient (Adam)
  Parameters second;             ///< means of the squared gradient (Adam)
  Parameters fast;               ///< of fast persistent contrastive divergence
  Eigen::VectorXf hidden_means;  ///< running means of the hidden units given data (H)
  FloatRows chains;              ///< visible values of the persistent chains (n × V)
  /// Which chain is at which level of which ladder (ladders × temperatures), by replica exchange.
  std::vector<std::int64_t> places;
  /// The greatest pseudo-likelihood of examples held out so far, and the epoch that it was reached in.
  double best_pseudo_likelihood = 0;
  std::int64_t best_epoch = -1;
};

}  // namespace onedial
