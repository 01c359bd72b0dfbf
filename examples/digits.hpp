#pragma once
#include <Eigen/Core>
#include <vector>

#include "onedial/data/dataset.hpp"

/// Handwritten digits of 8 x 8 pixels.
struct Digits {
  Eigen::MatrixXd images;  // (n x 64), 0 to 1
  std::vector<std::int32_t> labels;
};

/// Reads lines of 64 values from 0 to 16 and the label.
inline Digits read_digits(const char* path) {
  const onedial::Dataset data =
      onedial::read_dataset(path, {.label_column = onedial::DatasetSettings::LabelColumn::last, .white = 16});
  return {.images = data.values.cast<double>(), .labels = data.labels};
}
