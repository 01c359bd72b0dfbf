#pragma once
#include <Eigen/Core>
#include <optional>
#include <string>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/measure/estimate.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// What the report of a training shows. All likelihoods are mean nats an example.
struct TrainingReport {
  using Likelihood = Estimate;  ///< an exact one has an error of 0
  /// What an epoch came to.
  struct Epoch {
    Index epoch = 0;
    double rate = 0;
    std::optional<double> pseudo_likelihood = {};
    std::optional<double> held_out_pseudo_likelihood = {};
    std::optional<Likelihood> log_likelihood = {};  ///< known at some epochs only
    std::optional<Likelihood> held_out_log_likelihood = {};
    double reconstruction_error = 0;             ///< mean (v − E[v | h])²
    std::optional<double> free_energy_gap = {};  ///< mean F held out less mean F learned, in nats
  };
  /// The log-likelihood in another training.
  struct Comparison {
    std::string name;
    std::vector<double> epochs;
    std::vector<double> log_likelihoods;
  };

  std::string title;
  std::string subtitle;
  std::string name = "learned data";  ///< of this training's log-likelihood beside others, such as "PCD"
  std::vector<Epoch> epochs = {};
  std::optional<double> upper_bound = {};    ///< of the log-likelihood
  std::vector<Comparison> comparisons = {};  ///< at most three are drawn
  std::vector<double> weights = {};          ///< all of them
  Index height = 0;                          ///< of the images that visible units are, or 0
  Index width = 0;
  /// The weights of a hidden unit each (height·width), drawn as far as there is room.
  std::vector<Eigen::VectorXd> filters = {};
  /// Visible units or their means at T = 1 (height·width), likewise.
  std::vector<Eigen::VectorXd> dreams = {};
  AxisLimits visible_range = {0, 1};  ///< the values of visible units that are paper and ink
};

/// How many filters, and how many dreams, of that size there is room for.
Index training_images_drawn(Index height, Index width);

/// Panels: where visible units are images, filters on one scale around 0 and dreams; over the epochs the
/// log-likelihood where it is known, the pseudo-likelihood, the reconstruction error, the free-energy gap,
/// and the learning rate if it changes; and the histogram of the weights beside a normal law of the same mean
/// and spread. Throws std::invalid_argument for images of another size, for weights that are not finite, and
/// for comparisons with other numbers of epochs than values.
Figure training_figure(const TrainingReport& report);

}  // namespace onedial
