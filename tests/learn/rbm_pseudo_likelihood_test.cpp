#include "onedial/learn/rbm_pseudo_likelihood.hpp"

#include "catch.hpp"
#include "exact_statistics.hpp"

using namespace onedial;
using namespace onedial::learn_cases;

namespace {

double weight_of(const RestrictedMachine& machine, const Eigen::VectorXd& v) {
  double weight = 0;
  for (const auto& h : hidden_values(machine)) {
    weight += std::exp(-energy(machine, v, h));
  }
  return weight;
}

/// By the definition: each unit's probability given the rest, from weights of whole states.
double plain_pseudo_likelihood(const RestrictedMachine& machine, const FloatRows& rows) {
  const Index width = machine.visible_units == VisibleUnits::softmax ? machine.levels : 1;
  double sum = 0;
  for (Index row = 0; row < rows.rows(); ++row) {
    const Eigen::VectorXd v = rows.row(row).cast<double>();
    for (Index first = 0; first < machine.visible(); first += width) {
      double norm = 0;
      for (const auto& other : visible_values(machine)) {
        Eigen::VectorXd difference = other - v;
        difference.segment(first, width).setZero();
        if (difference.isZero()) {
          norm += weight_of(machine, other);
        }
      }
      sum += std::log(weight_of(machine, v) / norm);
    }
  }
  return sum / static_cast<double>(rows.rows());
}

}  // namespace

TEST_CASE("pseudo-likelihoods are sums of ln p of each unit given the rest") {
  for (const VisibleUnits units : {VisibleUnits::binary, VisibleUnits::spin, VisibleUnits::softmax}) {
    CAPTURE(static_cast<int>(units));
    const RestrictedMachine machine = random_machine(units, 6, 4, 2, 3, 3);
    const FloatRows rows = random_rows(machine, 7, 2);
    const double exact = plain_pseudo_likelihood(machine, rows);
    CHECK(pseudo_log_likelihood(machine, rows, 2) == Approx(exact).epsilon(1e-10));
    CHECK(pseudo_log_likelihood(machine, rows, 1) == pseudo_log_likelihood(machine, rows, 3));
  }
}

TEST_CASE("a few units of each row stand for all of them") {
  const RestrictedMachine machine = random_machine(VisibleUnits::spin, 40, 10, 0.5F, 3);
  const FloatRows one = FloatRows::Constant(1, 40, 1);
  const double exact = pseudo_log_likelihood(machine, one);
  double sum = 0;
  double squares = 0;
  constexpr int seeds = 2000;
  for (int seed = 0; seed < seeds; ++seed) {
    const double estimate = pseudo_log_likelihood(machine, one, 1, 3, static_cast<std::uint64_t>(seed));
    sum += estimate / seeds;
    squares += estimate * estimate / seeds;
  }
  CHECK(std::abs(sum - exact) < 5 * std::sqrt((squares - sum * sum) / seeds));
}

TEST_CASE("pseudo-likelihoods refuse real units and no rows") {
  CHECK_THROWS_AS(
      pseudo_log_likelihood(random_machine(VisibleUnits::gaussian, 3, 2, 1, 1), FloatRows::Zero(1, 3)),
      std::invalid_argument);
  CHECK_THROWS_AS(pseudo_log_likelihood(random_machine(VisibleUnits::binary, 3, 2, 1, 1), FloatRows(0, 3)),
                  std::invalid_argument);
}
