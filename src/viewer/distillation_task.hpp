#pragma once
#include <Eigen/Core>
#include <span>
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/model/state.hpp"

namespace onedial::viewer {

/// Digits of 5 × 7 pixels, each pixel 0 or 1 and normal noise on top: some digits look like others, which is
/// what a teacher can tell a student beyond the label.
struct NoisyDigits {
  static constexpr Index width = 5;
  static constexpr Index height = 7;
  static constexpr Level classes = 10;

  Eigen::MatrixXd images;  // (n × 35), row by row of an image
  std::vector<Level> labels;
};

/// `count` digits, 0 to 9 in turn, without `left_out` (−1 for none).
NoisyDigits draw_digits(Index count, Level left_out, double noise, RandomStream& random);

/// The student: z = x·W + b, trained by steps down a gradient.
class LinearStudent {
 public:
  [[nodiscard]] Eigen::MatrixXd logits(const Eigen::MatrixXd& images) const;  // (n × classes)
  /// W ← W − rate·xᵀg/n, with g (n × classes) the gradient of each example's loss by its logits.
  void step(const Eigen::MatrixXd& images, const Eigen::MatrixXd& gradient, double rate);

 private:
  Eigen::MatrixXd weights_ =
      Eigen::MatrixXd::Zero(NoisyDigits::width * NoisyDigits::height, NoisyDigits::classes);
  Eigen::RowVectorXd bias_ = Eigen::RowVectorXd::Zero(NoisyDigits::classes);
};

/// The loss of a batch, and its gradient by each example's logits.
struct BatchLoss {
  double value;  ///< mean over the batch
  Eigen::MatrixXd gradient;
};

/// T²·KL(q‖p) of softened distributions. At T = 0 both are their limit 0: T·(p − q) and T·(gap).
BatchLoss soft_loss(const Eigen::MatrixXd& student, const Eigen::MatrixXd& teacher, Temperature t);

/// −ln p(label) at T = 1.
BatchLoss hard_loss(const Eigen::MatrixXd& student, std::span<const Level> labels);

/// How one net does on a test.
struct TestScore {
  double accuracy = 0;         ///< share that is right
  double hidden_accuracy = 0;  ///< of the examples of the hidden digit; NaN if there are none
  double nll = 0;              ///< mean −ln p(label) at T = 1
};
TestScore score(const Eigen::MatrixXd& logits, const NoisyDigits& test, Level hidden);

/// The entries row by row.
std::vector<double> row_major(const Eigen::MatrixXd& matrix);

}  // namespace onedial::viewer
