#include "onedial/memory/modern_memory.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <span>
#include <stdexcept>

#include "onedial/core/entropy.hpp"
#include "onedial/softmax/softmax.hpp"

namespace onedial {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

std::span<const double> span_of(const VectorXd& vector) {
  return {vector.data(), static_cast<std::size_t>(vector.size())};
}

VectorXd softmax_of(const VectorXd& logits, Temperature t) {
  VectorXd weights(logits.size());
  softmax(span_of(logits), t, std::span(weights.data(), static_cast<std::size_t>(weights.size())));
  return weights;
}

}  // namespace

ModernMemory::ModernMemory(MatrixXd patterns) : patterns_(std::move(patterns)) {
  if (patterns_.size() == 0 || !patterns_.allFinite()) {
    throw std::invalid_argument("a memory needs patterns, of finite numbers");
  }
  greatest_norm_ = std::sqrt(patterns_.colwise().squaredNorm().maxCoeff());
}

VectorXd ModernMemory::logits(const VectorXd& state) const {
  if (state.size() != patterns_.rows() || !state.allFinite()) {
    throw std::invalid_argument(
        fmt::format("a state has {} numbers; must be {} finite ones", state.size(), patterns_.rows()));
  }
  return patterns_.transpose() * state;
}

VectorXd ModernMemory::weights(const VectorXd& state, Temperature t) const {
  return softmax_of(logits(state), t);
}

VectorXd ModernMemory::update(const VectorXd& state, Temperature t) const {
  return patterns_ * weights(state, t);
}

double ModernMemory::energy(const VectorXd& state, Temperature t) const {
  const VectorXd z = logits(state);
  const double rest = (state.squaredNorm() + greatest_norm_ * greatest_norm_) / 2;
  if (t.is_infinite()) {
    return rest - z.mean();  // the limit of F + T ln P
  }
  const double log_count = std::log(static_cast<double>(z.size()));
  return softmax_thermodynamics(span_of(z), t).free_energy + t.value() * log_count + rest;
}

ModernMemory::Retrieval ModernMemory::retrieve(const VectorXd& state, Temperature t, Index most_updates,
                                               double tolerance) const {
  Retrieval result{.state = state, .weights = weights(state, t)};
  while (!result.has_converged && result.updates < most_updates) {
    const VectorXd next = patterns_ * result.weights;
    result.has_converged = (next - result.state).norm() < tolerance * greatest_norm_;
    result.state = next;
    result.weights = weights(next, t);
    ++result.updates;
  }
  result.perplexity = perplexity(entropy_nats(span_of(result.weights)));
  return result;
}

MatrixXd attention(const MatrixXd& queries, const MatrixXd& keys, const MatrixXd& values, Temperature t) {
  if (keys.rows() != values.rows()) {
    throw std::invalid_argument(
        fmt::format("there are {} keys and {} values; must be as many", keys.rows(), values.rows()));
  }
  const ModernMemory memory(keys.transpose());
  MatrixXd read(queries.rows(), values.cols());
  for (Index row = 0; row < queries.rows(); ++row) {
    read.row(row) = memory.weights(queries.row(row).transpose(), t).transpose() * values;
  }
  return read;
}

}  // namespace onedial
