#pragma once
#include <cstddef>

namespace onedial::viewer {

/// What a SampledSystem's history holds of each sweep.
enum SampledColumn : std::size_t {
  mean_column,         // E of the replicas
  least_column,        // the least of them
  greatest_column,     // the greatest
  shown_column,        // that of replica 0
  best_column,         // the best so far
  temperature_column,  // ln T, within the scale of the dial
  flip_column,
  order_column,
  column_count
};

}  // namespace onedial::viewer
