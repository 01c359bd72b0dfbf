#pragma once
#include <Eigen/Core>
#include <string>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// What the report of the modern memory shows.
struct RetrievalReport {
  /// All cues at one temperature.
  struct Reading {
    double temperature = 0;
    double recalled = 0;    ///< part of the cues that end at their pattern
    double other = 0;       ///< at another one
    double metastable = 0;  ///< at a mean of some
    double global = 0;      ///< at a mean of more than half of them
    double perplexity = 0;  ///< mean, of the softmax at the end
    double perplexity_error = 0;
    double updates = 0;                      ///< mean
    std::vector<Eigen::VectorXd> ends = {};  ///< of the first cues (N), −1 … +1 where they are patterns
  };

  std::string title = {};
  std::string subtitle = {};
  std::vector<Reading> readings = {};  ///< by rising temperature
  Index patterns = 0;
  Index height = 0;  ///< of the images that patterns are, or 0
  Index width = 0;
  std::vector<Eigen::VectorXd> cues = {};  ///< the first (N), −1 or +1
};

/// Panels over T: where patterns are images, some cues and where they end; which part of the cues ends at a
/// pattern, at a mean of some or of most; the perplexity of the softmax; and how many updates it took. T = 0
/// and ∞ have no place on the logarithmic axis.
Figure retrieval_figure(const RetrievalReport& report);

}  // namespace onedial
