#include "onedial/learn/free_energy.hpp"

#include <cmath>

#include "catch.hpp"
#include "learn_cases.hpp"
#include "onedial/learn/partition_function.hpp"
#include "rbm_cases.hpp"

using namespace onedial;
using namespace onedial::learn_cases;

TEST_CASE("free energies of the reference machine, up to the rounding of its weights") {
  const auto data = reference::load("rbm6x4.json");
  const Rbm rbm = rbm_cases::reference_machine();
  RestrictedMachine machine;
  machine.weights = rbm.weights().cast<float>();
  machine.visible_biases = rbm.visible_biases().cast<float>();
  machine.hidden_biases = rbm.hidden_biases().cast<float>();
  FloatRows rows(64, 6);
  double log_likelihood = 0;
  for (Index v = 0; v < 64; ++v) {
    for (Index i = 0; i < 6; ++i) {
      rows(v, i) = static_cast<float>((v >> i) & 1);
    }
    log_likelihood += std::log(data["p_visible"][static_cast<std::size_t>(v)].get<double>()) / 64;
  }
  const std::vector<double> energies = free_energies(machine, rows, 3);
  for (std::size_t v = 0; v < 64; ++v) {
    CHECK(std::abs(energies[v] - data["Fv"][v].get<double>()) < 1e-6);
  }
  CHECK(free_energies(machine, rows, 1) == energies);
  const Estimate mean = mean_log_likelihood(machine, rows, log_partition_function(machine));
  CHECK(std::abs(mean.value - log_likelihood) < 1e-6);
}

TEST_CASE("free energies are sums over the hidden units for every kind of visible ones") {
  for (const auto units :
       {VisibleUnits::binary, VisibleUnits::spin, VisibleUnits::softmax, VisibleUnits::gaussian}) {
    const auto machine = random_machine(units, 6, 5, 2, 3, units == VisibleUnits::softmax ? 3 : 2);
    FloatRows rows(4, 6);
    if (units == VisibleUnits::gaussian) {
      rows = FloatRows::Random(4, 6) * 3;
    } else {
      for (Index row = 0; row < 4; ++row) {
        rows.row(row) = visible_values(machine)[static_cast<std::size_t>(2 * row)].cast<float>().transpose();
      }
    }
    const std::vector<double> energies = free_energies(machine, rows);
    double mean = 0;
    double squares = 0;
    for (Index row = 0; row < 4; ++row) {
      const Eigen::VectorXd v = rows.row(row).cast<double>();
      double sum = 0;
      for (const auto& h : hidden_values(machine)) {
        sum += std::exp(-energy(machine, v, h));
      }
      CHECK(energies[static_cast<std::size_t>(row)] == Approx(-std::log(sum)).epsilon(1e-12));
      mean += -std::log(sum) / 4;
      squares += std::pow(std::log(sum), 2) / 4;
    }
    const Estimate likelihood = mean_log_likelihood(machine, rows, 2);
    CHECK(likelihood.value == Approx(-mean - 2));
    CHECK(likelihood.error == Approx(std::sqrt((squares - mean * mean) / 3)));
    const FloatRows shifted = rows.topRows(2);
    const Estimate gap = free_energy_gap(machine, rows, shifted);
    CHECK(gap.value == Approx((energies[0] + energies[1]) / 2 - mean));
  }
}

TEST_CASE("rows that do not fit are refused") {
  const auto machine = random_machine(VisibleUnits::binary, 6, 5, 2, 3);
  CHECK_THROWS_WITH(free_energies(machine, FloatRows::Zero(2, 5)),
                    ContainsSubstring("rows of 5 values for 6"));
  CHECK_THROWS_WITH(mean_log_likelihood(machine, FloatRows::Zero(1, 6), 0), ContainsSubstring("1 rows"));
}
