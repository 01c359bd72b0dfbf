#include "onedial/memory/modern_memory.hpp"

#include <boost/random/normal_distribution.hpp>
#include <cmath>

#include "catch.hpp"
#include "onedial/core/random.hpp"
#include "onedial/softmax/softmax.hpp"

using namespace onedial;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

MatrixXd normal_matrix(Index rows, Index columns, std::uint64_t seed) {
  RandomStream random(seed, 0);
  boost::random::normal_distribution<double> normal;
  return MatrixXd::NullaryExpr(rows, columns, [&] { return normal(random); });
}

}  // namespace

TEST_CASE("the update is the mean of the patterns under the softmax of the core") {
  const MatrixXd patterns = normal_matrix(8, 5, 1);
  const ModernMemory memory(patterns);
  const VectorXd state = normal_matrix(8, 1, 2);
  const Temperature t(0.7);
  const VectorXd logits = patterns.transpose() * state;
  const std::vector<double> p = softmax(std::span(logits.data(), 5), t);
  VectorXd expected = VectorXd::Zero(8);
  for (Index k = 0; k < 5; ++k) {
    expected += p[static_cast<std::size_t>(k)] * patterns.col(k);
  }
  CHECK(memory.update(state, t).isApprox(expected, 1e-14));
  CHECK(memory.weights(state, t).sum() == Approx(1));
}

TEST_CASE("at T = 0 the nearest pattern is retrieved, at T = infinity the mean of all") {
  const MatrixXd patterns = normal_matrix(20, 6, 3).colwise().normalized();
  const ModernMemory memory(patterns);
  const VectorXd cue = patterns.col(2) + 0.3 * normal_matrix(20, 1, 4).normalized();
  const auto cold = memory.retrieve(cue, Temperature::zero(), 10);
  CHECK(cold.has_converged);
  CHECK(cold.updates == 2);
  CHECK(cold.state == patterns.col(2));
  CHECK(cold.perplexity == Approx(1));
  const auto hot = memory.retrieve(cue, Temperature::infinite(), 10);
  CHECK(hot.has_converged);
  CHECK(hot.state.isApprox(patterns.rowwise().mean(), 1e-14));
  CHECK(hot.perplexity == Approx(6));
}

TEST_CASE("as T rises more and more patterns are averaged, the near ones first") {
  // Two groups of three patterns, close to each other within a group.
  MatrixXd patterns(40, 6);
  const MatrixXd centres = normal_matrix(40, 2, 5).colwise().normalized();
  for (Index k = 0; k < 6; ++k) {
    patterns.col(k) = (centres.col(k / 3) + 0.3 * normal_matrix(40, 6, 6).col(k).normalized()).normalized();
  }
  const ModernMemory memory(patterns);
  const auto count = [&](double t) {
    return memory.retrieve(patterns.col(0), Temperature(t), 1000).perplexity;
  };
  CHECK(count(0.005) == Approx(1).margin(0.01));
  CHECK(count(0.12) == Approx(3).margin(0.1));  // the metastable mean of a group
  CHECK(count(5.0) == Approx(6).margin(0.1));
}

TEST_CASE("the energy falls with every update, and its slope is the distance to the update") {
  const MatrixXd patterns = normal_matrix(10, 7, 7);
  const ModernMemory memory(patterns);
  for (const Temperature t :
       {Temperature::zero(), Temperature(0.3), Temperature(3), Temperature::infinite()}) {
    VectorXd state = 2 * normal_matrix(10, 1, 8);
    double energy = memory.energy(state, t);
    CHECK(energy >= 0);  // Ramsauer et al., lemma A1
    for (int step = 0; step < 20; ++step) {
      const VectorXd next = memory.update(state, t);
      const double lower = memory.energy(next, t);
      CHECK(lower <= energy + 1e-12);
      energy = lower;
      state = next;
    }
  }
  const Temperature t(0.8);
  const VectorXd state = normal_matrix(10, 1, 9);
  const VectorXd slope = state - memory.update(state, t);
  for (Index i = 0; i < 10; ++i) {
    VectorXd step = VectorXd::Zero(10);
    step(i) = 1e-5;
    const double difference = memory.energy(state + step, t) - memory.energy(state - step, t);
    CHECK(difference / 2e-5 == Approx(slope(i)).margin(1e-7));
  }
}

TEST_CASE("attention is computed as written") {
  const MatrixXd queries = normal_matrix(3, 4, 10);
  const MatrixXd keys = normal_matrix(5, 4, 11);
  const MatrixXd values = normal_matrix(5, 2, 12);
  const MatrixXd read = attention(queries, keys, values, Temperature(2));  // √d
  MatrixXd weights = (queries * keys.transpose() / 2).array().exp();
  for (Index row = 0; row < 3; ++row) {
    weights.row(row) /= weights.row(row).sum();
  }
  CHECK(read.isApprox(weights * values, 1e-14));
  // With the keys as values it is the update of the memory of the keys.
  CHECK(attention(queries, keys, keys, Temperature(2))
            .row(1)
            .transpose()
            .isApprox(ModernMemory(keys.transpose()).update(queries.row(1).transpose(), Temperature(2)),
                      1e-14));
  CHECK_THROWS_AS(attention(queries, keys, values.topRows(4), Temperature(2)), std::invalid_argument);
  CHECK_THROWS_AS(attention(queries.leftCols(3), keys, values, Temperature(2)), std::invalid_argument);
}

TEST_CASE("a memory of nothing, and states that do not fit, are refused") {
  CHECK_THROWS_AS(ModernMemory(MatrixXd(4, 0)), std::invalid_argument);
  CHECK_THROWS_AS(ModernMemory(MatrixXd::Constant(2, 2, NAN)), std::invalid_argument);
  const ModernMemory memory(MatrixXd::Identity(3, 3));
  CHECK_THROWS_AS(memory.update(VectorXd::Zero(4), Temperature(1)), std::invalid_argument);
  CHECK_THROWS_AS(memory.energy(VectorXd::Constant(3, NAN), Temperature(1)), std::invalid_argument);
}
