#include "onedial/softmax/small_classifier.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "onedial/core/random.hpp"
#include "onedial/softmax/distillation.hpp"

namespace onedial {
namespace {

using Eigen::MatrixXd;

MatrixXd random_layer(Index inputs, Index outputs, RandomStream& random) {
  if (inputs < 1 || outputs < 1) {
    throw std::invalid_argument(fmt::format("a layer from {} to {} units needs at least 1", inputs, outputs));
  }
  const double bound = std::sqrt(6.0 / static_cast<double>(inputs + outputs));
  MatrixXd layer = MatrixXd::Zero(inputs + 1, outputs);
  for (Index i = 0; i < inputs; ++i) {
    for (Index j = 0; j < outputs; ++j) {
      layer(i, j) = bound * (2 * uniform01(random) - 1);
    }
  }
  return layer;
}

MatrixXd through(const MatrixXd& inputs, const MatrixXd& layer) {
  MatrixXd result = inputs * layer.topRows(layer.rows() - 1);
  result.rowwise() += layer.row(layer.rows() - 1);
  return result;
}

/// The gradient of a layer, its bias in the last row.
MatrixXd layer_gradient(const MatrixXd& inputs, const MatrixXd& output_gradient) {
  MatrixXd gradient(inputs.cols() + 1, output_gradient.cols());
  gradient.topRows(inputs.cols()) = inputs.transpose() * output_gradient;
  gradient.row(inputs.cols()) = output_gradient.colwise().sum();
  return gradient;
}

/// Adam's running averages for one layer.
class Adam {
 public:
  Adam(const MatrixXd& layer, double rate)
      : rate_(rate),
        mean_(MatrixXd::Zero(layer.rows(), layer.cols())),
        square_(MatrixXd::Zero(layer.rows(), layer.cols())) {}

  void step(MatrixXd& layer, const MatrixXd& gradient) {
    constexpr double mean_decay = 0.9;
    constexpr double square_decay = 0.999;
    mean_weight_ *= mean_decay;
    square_weight_ *= square_decay;
    mean_ = mean_decay * mean_ + (1 - mean_decay) * gradient;
    square_ = square_decay * square_ + (1 - square_decay) * gradient.cwiseAbs2();
    const auto scale = (square_.array() / (1 - square_weight_)).sqrt() + 1e-8;
    layer.array() -= rate_ / (1 - mean_weight_) * mean_.array() / scale;
  }

 private:
  double rate_;
  MatrixXd mean_;
  MatrixXd square_;
  double mean_weight_ = 1;  // what the averages still hold of their start at 0
  double square_weight_ = 1;
};

}  // namespace

SmallClassifier::SmallClassifier(Index inputs, Index hidden, Index classes, std::uint64_t seed) {
  RandomStream random(seed, 0);
  hidden_ = random_layer(inputs, hidden, random);
  output_ = random_layer(hidden, classes, random);
}

MatrixXd SmallClassifier::logits(const MatrixXd& examples) const {
  return through(through(examples, hidden_).cwiseMax(0.0), output_);
}

void SmallClassifier::train(const MatrixXd& examples, const MatrixXd& targets, Temperature t,
                            const TrainingSettings& settings) {
  if (examples.rows() != targets.rows() || examples.rows() < 1 || examples.cols() + 1 != hidden_.rows() ||
      targets.cols() != output_.cols()) {
    throw std::invalid_argument(
        fmt::format("cannot train {} inputs and {} classes with examples {} x {} and "
                    "targets {} x {}",
                    hidden_.rows() - 1, output_.cols(), examples.rows(), examples.cols(), targets.rows(),
                    targets.cols()));
  }
  if (t.is_zero() || t.is_infinite()) {
    throw std::invalid_argument(
        fmt::format("training temperature ({}) must be above 0 and finite", t.value()));
  }
  Adam hidden_adam(hidden_, settings.learning_rate);
  Adam output_adam(output_, settings.learning_rate);
  for (Index epoch = 0; epoch < settings.epochs; ++epoch) {
    const MatrixXd active = through(examples, hidden_).cwiseMax(0.0);
    // T² times ∂/∂z of the cross-entropy, (p − q)/T.
    const MatrixXd error = t.value() / static_cast<double>(examples.rows()) *
                           (row_probabilities(through(active, output_), t) - targets);
    const MatrixXd passed = (active.array() > 0)
                                .select(error * output_.topRows(active.cols()).transpose(),
                                        MatrixXd::Zero(active.rows(), active.cols()));
    output_adam.step(output_, layer_gradient(active, error));
    hidden_adam.step(hidden_, layer_gradient(examples, passed));
  }
}

MatrixXd row_probabilities(const MatrixXd& logits, Temperature t) {
  MatrixXd result(logits.rows(), logits.cols());
  std::vector<double> row(static_cast<std::size_t>(logits.cols()));
  for (Index i = 0; i < logits.rows(); ++i) {
    Eigen::Map<Eigen::RowVectorXd>(row.data(), logits.cols()) = logits.row(i);
    const std::vector<double> p = soft_targets(row, t);
    result.row(i) = Eigen::Map<const Eigen::RowVectorXd>(p.data(), logits.cols());
  }
  return result;
}

MatrixXd hard_targets(std::span<const Level> labels, Index classes) {
  MatrixXd targets = MatrixXd::Zero(static_cast<Index>(labels.size()), classes);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] < 0 || labels[i] >= classes) {
      throw std::invalid_argument(
          fmt::format("label {} of example {} must be from 0 to {}", labels[i], i, classes - 1));
    }
    targets(static_cast<Index>(i), labels[i]) = 1;
  }
  return targets;
}

std::vector<Level> predicted_classes(const MatrixXd& logits) {
  std::vector<Level> classes;
  for (Index i = 0; i < logits.rows(); ++i) {
    Index best = 0;
    for (Index j = 1; j < logits.cols(); ++j) {
      best = logits(i, j) > logits(i, best) ? j : best;
    }
    classes.push_back(static_cast<Level>(best));
  }
  return classes;
}

}  // namespace onedial
