#include "distillation_task.hpp"

#include <array>
#include <boost/random/normal_distribution.hpp>
#include <cmath>

#include "onedial/softmax/calibration.hpp"
#include "onedial/softmax/distillation.hpp"
#include "onedial/softmax/small_classifier.hpp"
#include "onedial/softmax/softmax.hpp"

namespace onedial::viewer {
namespace {

using Eigen::MatrixXd;

/// The digits as rows of text, '#' for a pixel that is set.
constexpr std::array<const char*, NoisyDigits::classes> glyphs = {" ### #   ##   ##   ##   ##   # ### ",  // 0
                                                                  "  #   ##    #    #    #    #   ### ",  // 1
                                                                  " ### #   #    #   #   #   #   #####",  // 2
                                                                  " ### #   #    #  ##     ##   # ### ",  // 3
                                                                  "   #   ##  # # #  # #####   #    # ",  // 4
                                                                  "######    ####     #    ##   # ### ",  // 5
                                                                  " ### #    #    #### #   ##   # ### ",  // 6
                                                                  "#####    #   #   #   #    #    #   ",  // 7
                                                                  " ### #   ##   # ### #   ##   # ### ",  // 8
                                                                  " ### #   ##   # ####    #    # ### "};

std::vector<double> row_of(const MatrixXd& matrix, Index i) {
  return row_major(matrix.row(i));
}

}  // namespace

NoisyDigits draw_digits(Index count, Level left_out, double noise, RandomStream& random) {
  constexpr Index pixels = NoisyDigits::width * NoisyDigits::height;
  boost::random::normal_distribution<double> normal;
  NoisyDigits digits{.images = MatrixXd(count, pixels), .labels = {}};
  Level digit = 0;
  for (Index i = 0; i < count; ++i) {
    digit = digit == left_out ? (digit + 1) % NoisyDigits::classes : digit;
    const char* glyph = glyphs.at(static_cast<std::size_t>(digit));
    for (Index k = 0; k < pixels; ++k) {
      digits.images(i, k) = (glyph[k] == '#' ? 1 : 0) + noise * normal(random);
    }
    digits.labels.push_back(digit);
    digit = (digit + 1) % NoisyDigits::classes;
  }
  return digits;
}

MatrixXd LinearStudent::logits(const MatrixXd& images) const {
  MatrixXd out = images * weights_;
  out.rowwise() += bias_;
  return out;
}

void LinearStudent::step(const MatrixXd& images, const MatrixXd& gradient, double rate) {
  const double part = rate / static_cast<double>(images.rows());
  weights_ -= part * (images.transpose() * gradient);
  bias_ -= part * gradient.colwise().sum();
}

BatchLoss soft_loss(const MatrixXd& student, const MatrixXd& teacher, Temperature t) {
  BatchLoss out{.value = 0, .gradient = MatrixXd::Zero(student.rows(), student.cols())};
  if (t.is_zero()) {
    return out;
  }
  for (Index i = 0; i < student.rows(); ++i) {
    const DistillationLoss loss = distillation_loss(row_of(student, i), row_of(teacher, i), t);
    out.value += loss.value / static_cast<double>(student.rows());
    out.gradient.row(i) = Eigen::Map<const Eigen::RowVectorXd>(loss.gradient.data(), student.cols());
  }
  return out;
}

BatchLoss hard_loss(const MatrixXd& student, std::span<const Level> labels) {
  BatchLoss out{
      .value = 0,
      .gradient = row_probabilities(student, Temperature(1)) - hard_targets(labels, student.cols())};
  for (Index i = 0; i < student.rows(); ++i) {
    const auto label = static_cast<std::size_t>(labels[static_cast<std::size_t>(i)]);
    out.value -= log_softmax(row_of(student, i), Temperature(1))[label] / static_cast<double>(student.rows());
  }
  return out;
}

TestScore score(const MatrixXd& logits, const NoisyDigits& test, Level hidden) {
  double right = 0;
  double hidden_right = 0;
  double hidden_count = 0;
  const std::vector<Level> predicted = predicted_classes(logits);
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    const double is_right = predicted[i] == test.labels[i] ? 1 : 0;
    const double is_hidden = test.labels[i] == hidden ? 1 : 0;
    right += is_right;
    hidden_count += is_hidden;
    hidden_right += is_right * is_hidden;
  }
  const std::vector<double> flat = row_major(logits);
  return {.accuracy = right / static_cast<double>(predicted.size()),
          .hidden_accuracy = hidden_right / hidden_count,
          .nll = calibration_score({flat, test.labels, NoisyDigits::classes}, Temperature(1)).nll};
}

std::vector<double> row_major(const MatrixXd& matrix) {
  std::vector<double> out(static_cast<std::size_t>(matrix.size()));
  Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
      out.data(), matrix.rows(), matrix.cols()) = matrix;
  return out;
}

}  // namespace onedial::viewer
