#include "plain_training.hpp"

// A name of its own for each level keeps the linker from taking one level's functions for another's.
#define Eigen ONEDIAL_PLAIN_EIGEN
#include <Eigen/Core>
#include <cstdint>

namespace onedial::bench {
namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Row = Eigen::Matrix<float, 1, Eigen::Dynamic>;

/// xorshift: good enough for a loop that is only timed, and fast.
struct Coin {
  std::uint32_t state = 1;
  float operator()() {
    state ^= state << 13U;
    state ^= state >> 17U;
    state ^= state << 5U;
    return static_cast<float>(state >> 8U) * 0x1p-24F;
  }
};

class Training : public PlainTraining {
 public:
  explicit Training(const PlainShape& shape)
      : weights_(0.01F * Rows::Random(shape.visible, shape.hidden)),
        visible_biases_(Row::Zero(shape.visible)),
        hidden_biases_(Row::Zero(shape.hidden)),
        visible_(Rows::Zero(shape.batch, shape.visible)),
        hidden_(Rows::Zero(shape.batch, shape.hidden)),
        states_(Rows::Zero(shape.batch, shape.hidden)),
        gradient_(Rows::Zero(shape.visible, shape.hidden)) {}

  void step(const float* examples) override {
    const Eigen::Map<const Rows> data(examples, visible_.rows(), visible_.cols());
    to_hidden(data);
    gradient_.noalias() = data.transpose() * hidden_;
    hidden_gradient_ = hidden_.colwise().sum();
    draw(hidden_, states_);
    to_visible();
    to_hidden(visible_);
    gradient_.noalias() -= visible_.transpose() * hidden_;
    hidden_gradient_ -= hidden_.colwise().sum();
    const float rate = 0.05F / static_cast<float>(visible_.rows());
    weights_ += rate * gradient_;
    visible_biases_ += rate * (data.colwise().sum() - visible_.colwise().sum());
    hidden_biases_ += rate * hidden_gradient_;
  }

  void multiply(const float* examples) override {
    const Eigen::Map<const Rows> data(examples, visible_.rows(), visible_.cols());
    hidden_.noalias() = data * weights_;
    visible_.noalias() = hidden_ * weights_.transpose();
    states_.noalias() = visible_ * weights_;
    gradient_.noalias() = data.transpose() * hidden_;
    gradient_.noalias() -= visible_.transpose() * states_;
  }

  void sweep() override {
    to_hidden(visible_);
    draw(hidden_, states_);
    to_visible();
  }

  void multiply_for_sweep() override {
    hidden_.noalias() = visible_ * weights_;
    visible_.noalias() = hidden_ * weights_.transpose();
  }

  [[nodiscard]] float first_weight() const override { return weights_(0, 0) + visible_(0, 0); }

 private:
  template <class Matrix>
  void to_hidden(const Matrix& visible) {
    hidden_.noalias() = visible * weights_;
    hidden_ = 1 / (1 + (-(hidden_.rowwise() + hidden_biases_)).array().exp());
  }
  void to_visible() {
    visible_.noalias() = states_ * weights_.transpose();
    visible_ = 1 / (1 + (-(visible_.rowwise() + visible_biases_)).array().exp());
    draw(visible_, visible_);
  }
  void draw(const Rows& means, Rows& states) {
    states = means.unaryExpr([this](float p) { return coin_() < p ? 1.0F : 0.0F; });
  }

  Rows weights_;  // (V × H)
  Row visible_biases_;
  Row hidden_biases_;
  Rows visible_;  // (batch × V)
  Rows hidden_;   // (batch × H)
  Rows states_;   // likewise
  Rows gradient_;
  Row hidden_gradient_;
  Coin coin_;
};

}  // namespace

std::unique_ptr<PlainTraining> ONEDIAL_PLAIN_MAKER(const PlainShape& shape) {
  return std::make_unique<Training>(shape);
}

}  // namespace onedial::bench
