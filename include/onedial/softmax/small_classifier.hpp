#pragma once
#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/model/state.hpp"

namespace onedial {

/// How to train a small classifier.
struct TrainingSettings {
  Index epochs = 200;
  double learning_rate = 0.01;
};

/// A net with one hidden layer of rectified units, z = A·max(0, B·x + b) + a: enough for a teacher and a
/// student, and not meant for more.
class SmallClassifier {
 public:
  /// Uniform weights within ±√(6/(in + out)) (Glorot, Bengio 2010), biases 0.
  /// Throws std::invalid_argument if a size is below 1.
  SmallClassifier(Index inputs, Index hidden, Index classes, std::uint64_t seed);

  /// The logits (n × classes) of examples (n × inputs).
  [[nodiscard]] Eigen::MatrixXd logits(const Eigen::MatrixXd& examples) const;

  /// Minimizes T² times the mean cross-entropy of softmax(z/T) to `targets` (n × classes, rows of
  /// probabilities) over all examples at once, with Adam (Kingma, Ba 2015).
  /// Hard labels are rows with a single 1, at T = 1; a teacher's soft targets come with the T that made them.
  /// Throws std::invalid_argument if sizes do not match or T is 0 or ∞.
  void train(const Eigen::MatrixXd& examples, const Eigen::MatrixXd& targets, Temperature t,
             const TrainingSettings& settings);

 private:
  /// The layers with their inputs' constant 1 as last row.
  Eigen::MatrixXd hidden_;  // (inputs + 1 × hidden)
  Eigen::MatrixXd output_;  // (hidden + 1 × classes)
};

/// softmax(z/T) of every row of logits.
Eigen::MatrixXd row_probabilities(const Eigen::MatrixXd& logits, Temperature t);

/// Rows with a 1 at the label and 0 elsewhere.
Eigen::MatrixXd hard_targets(std::span<const Level> labels, Index classes);

/// The class of the largest logit of each row, the lowest of equal ones.
std::vector<Level> predicted_classes(const Eigen::MatrixXd& logits);

}  // namespace onedial
