#pragma once
#include <Eigen/Core>
#include <fstream>
#include <iterator>
#include <vector>

#include "onedial/model/state.hpp"

/// Handwritten digits of 8 x 8 pixels.
struct Digits {
  Eigen::MatrixXd images;  // (n x 64), 0 to 1
  std::vector<onedial::Level> labels;
};

/// Reads lines of 64 values from 0 to 16 and the label.
inline Digits read_digits(const char* path) {
  std::ifstream file(path);
  std::vector<double> pixels;
  Digits digits;
  char comma = 0;
  for (double value = 0; file >> value;) {
    pixels.push_back(value / 16);
    if (!(pixels.size() % 64 == 0 && file >> comma >> digits.labels.emplace_back())) {
      file >> comma;
    }
  }
  digits.images = Eigen::Map<Eigen::MatrixXd>(pixels.data(), 64, std::ssize(digits.labels)).transpose();
  return digits;
}
