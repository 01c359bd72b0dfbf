#include "onedial/learn/rbm_conditionals.hpp"

#include "catch.hpp"
#include "exact_statistics.hpp"

using namespace onedial;
using namespace onedial::learn_cases;

TEST_CASE("each layer's expectations given the other") {
  for (const VisibleUnits units :
       {VisibleUnits::binary, VisibleUnits::spin, VisibleUnits::softmax, VisibleUnits::gaussian}) {
    CAPTURE(static_cast<int>(units));
    const RestrictedMachine machine = random_machine(units, 6, 4, 1.5F, 2, 3);
    const FloatRows rows = random_rows(machine, 9, 5);
    const FloatRows hidden = hidden_probabilities(machine, rows, 2);
    FloatRows states(16, 4);
    for (Index row = 0; row < 16; ++row) {
      states.row(row) = hidden_values(machine)[static_cast<std::size_t>(row)].cast<float>().transpose();
    }
    const FloatRows means = visible_expectations(machine, states, 2);
    for (Index row = 0; row < rows.rows(); ++row) {
      const Eigen::VectorXd exact = hidden_given(machine, rows.row(row).cast<double>());
      CHECK((hidden.row(row).cast<double>().transpose() - exact).cwiseAbs().maxCoeff() < 1e-6);
    }
    for (Index row = 0; row < states.rows(); ++row) {
      const Eigen::VectorXd h = states.row(row).cast<double>();
      Eigen::VectorXd exact = Eigen::VectorXd::Zero(6);
      if (units == VisibleUnits::gaussian) {
        exact = machine.visible_biases.cast<double>() + machine.weights.cast<double>() * h;
      } else {
        double norm = 0;
        for (const auto& v : visible_values(machine)) {
          const double weight = std::exp(-energy(machine, v, h));
          exact += weight * v;
          norm += weight;
        }
        exact /= norm;
      }
      CHECK((means.row(row).cast<double>().transpose() - exact).cwiseAbs().maxCoeff() < 1e-6);
    }
    const FloatRows again = visible_expectations(machine, hidden);
    CHECK(reconstruction_error(machine, rows) ==
          Approx((rows - again).cast<double>().squaredNorm() / static_cast<double>(rows.size())));
  }
}

TEST_CASE("grey values of binary units count as they are") {
  const RestrictedMachine machine = random_machine(VisibleUnits::binary, 5, 4, 1.5F, 2);
  const FloatRows rows = FloatRows::Random(8, 5).cwiseAbs();
  const FloatRows hidden = hidden_probabilities(machine, rows);
  for (Index row = 0; row < rows.rows(); ++row) {
    const Eigen::VectorXd exact = hidden_given(machine, rows.row(row).cast<double>());
    CHECK((hidden.row(row).cast<double>().transpose() - exact).cwiseAbs().maxCoeff() < 1e-6);
  }
}

TEST_CASE("rows that do not fit are refused by place and value") {
  const RestrictedMachine binary = random_machine(VisibleUnits::binary, 5, 4, 1, 2);
  CHECK_THROWS_AS(hidden_probabilities(binary, FloatRows::Zero(2, 4)), std::invalid_argument);
  FloatRows rows = FloatRows::Zero(2, 5);
  rows(1, 3) = 1.5F;
  CHECK_THROWS_WITH(hidden_probabilities(binary, rows), ContainsSubstring("row 2, column 4: 1.5"));
  CHECK_THROWS_AS(visible_expectations(binary, FloatRows::Zero(2, 5)), std::invalid_argument);
  CHECK_THROWS_AS(reconstruction_error(binary, FloatRows(0, 5)), std::invalid_argument);
  const RestrictedMachine spin = random_machine(VisibleUnits::spin, 5, 4, 1, 2);
  CHECK_THROWS_WITH(hidden_probabilities(spin, FloatRows::Zero(1, 5)), ContainsSubstring("-1 or 1"));
}
