#include "onedial/learn/partition_function.hpp"

#include <numbers>

#include "catch.hpp"
#include "learn_cases.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/core/spectrum.hpp"
#include "rbm_cases.hpp"

using namespace onedial;
using namespace onedial::learn_cases;

namespace {

/// By a sum over all states of both layers.
double plain_log_z(const RestrictedMachine& machine, Temperature t) {
  std::vector<double> energies;
  for (const auto& v : visible_values(machine)) {
    for (const auto& h : hidden_values(machine)) {
      energies.push_back(energy(machine, v, h));
    }
  }
  return log_partition_function(Spectrum(std::move(energies)), t);
}

RestrictedMachine reference_machine() {
  const Rbm rbm = rbm_cases::reference_machine();
  RestrictedMachine machine;
  machine.weights = rbm.weights().cast<float>();
  machine.visible_biases = rbm.visible_biases().cast<float>();
  machine.hidden_biases = rbm.hidden_biases().cast<float>();
  return machine;
}

}  // namespace

TEST_CASE("ln Z of the reference machine, up to the rounding of its weights to single precision") {
  const double exact = reference::load("rbm6x4.json")["lnZ"].get<double>();
  CHECK(std::abs(log_partition_function(reference_machine()) - exact) < 1e-6);
}

TEST_CASE("ln Z is the sum over all states for every kind of visible units, at every temperature") {
  struct Shape {
    VisibleUnits units;
    Index visible;
    Index hidden;
    Index levels;
  };
  // Both layers listed; units that fill registers and units that do not; more states than a block has.
  const Shape shapes[] = {{VisibleUnits::binary, 9, 5, 2},   {VisibleUnits::binary, 3, 9, 2},
                          {VisibleUnits::binary, 1, 1, 2},   {VisibleUnits::binary, 8, 9, 2},
                          {VisibleUnits::spin, 9, 5, 2},     {VisibleUnits::spin, 4, 11, 2},
                          {VisibleUnits::softmax, 12, 4, 3}, {VisibleUnits::softmax, 10, 8, 5},
                          {VisibleUnits::softmax, 6, 9, 2},  {VisibleUnits::softmax, 40, 3, 20}};
  for (const Shape& shape : shapes) {
    const auto machine = random_machine(shape.units, shape.visible, shape.hidden, 1.5F, 3, shape.levels);
    CAPTURE(static_cast<int>(shape.units), shape.visible, shape.hidden);
    // The coldest has weights beyond the range of a double.
    for (const double t : {0.003, 0.02, 0.3, 1.0, 4.0, 1e6}) {
      CAPTURE(t);
      CHECK(log_partition_function(machine, Temperature(t)) ==
            Approx(plain_log_z(machine, Temperature(t))).epsilon(1e-13).margin(1e-13));
    }
  }
}

TEST_CASE("ln Z of real visible units is the integral over them") {
  // One visible and two hidden units: the integral on a fine grid, which for smooth functions is exact.
  const auto machine = random_machine(VisibleUnits::gaussian, 1, 2, 1.5F, 3);
  for (const double t : {0.4, 1.0, 3.0}) {
    double sum = 0;
    constexpr double step = 0.01;
    for (const auto& h : hidden_values(machine)) {
      for (double v = -40; v < 40; v += step) {
        sum += step * std::exp(-energy(machine, Eigen::VectorXd::Constant(1, v), h) / t);
      }
    }
    CHECK(log_partition_function(machine, Temperature(t)) == Approx(std::log(sum)).epsilon(1e-12));
  }
  // Many units: a Gaussian integral for each state of the hidden ones, completed to a square by hand.
  const auto wide = random_machine(VisibleUnits::gaussian, 30, 13, 0.4F, 4);
  std::vector<double> energies;
  for (const auto& h : hidden_values(wide)) {
    const Eigen::VectorXd peak = wide.visible_biases.cast<double>() + wide.weights.cast<double>() * h;
    energies.push_back(energy(wide, peak, h));
  }
  CHECK(
      log_partition_function(wide, Temperature(2)) ==
      Approx(15 * std::log(4 * std::numbers::pi) + log_partition_function(Spectrum(energies), Temperature(2)))
          .epsilon(1e-13));
}

TEST_CASE("ln Z of layers far larger than can be listed agrees with the double precision machine") {
  for (const auto& [visible, hidden] : {std::pair<Index, Index>{300, 12}, {11, 200}, {784, 8}}) {
    for (const auto units : {VisibleUnits::binary, VisibleUnits::spin}) {
      const auto machine = random_machine(units, visible, hidden, 0.3F, 5);
      double offset = 0;
      const Rbm rbm = as_rbm(machine, &offset);
      const double expected = rbm.log_partition_function(Temperature(1)) - offset;
      CHECK(std::abs(log_partition_function(machine) - expected) < 1e-10);
    }
  }
}

TEST_CASE("ln Z has the same bits for any number of threads and on every instruction set") {
  const std::string_view before = instruction_set();
  const auto binary = random_machine(VisibleUnits::binary, 53, 11, 1.0F, 6);
  const auto softmax = random_machine(VisibleUnits::softmax, 60, 11, 1.0F, 6, 4);
  const double of_binary = log_partition_function(binary);
  const double of_softmax = log_partition_function(softmax);
  for (const std::string_view set : available_instruction_sets()) {
    CAPTURE(set);
    use_instruction_set(set);
    for (const Index threads : {1, 2, 5}) {
      CHECK(log_partition_function(binary, Temperature(1), threads) == of_binary);
      CHECK(log_partition_function(softmax, Temperature(1), threads) == of_softmax);
    }
  }
  use_instruction_set(before);
}

TEST_CASE("machines too large to sum over are refused") {
  const auto refused = random_machine(VisibleUnits::binary, 25, 30, 1, 1);
  CHECK_FALSE(has_exact_log_z(refused));
  CHECK(has_exact_log_z(random_machine(VisibleUnits::binary, 500, 24, 1, 1)));
  CHECK(has_exact_log_z(random_machine(VisibleUnits::spin, 24, 500, 1, 1)));
  CHECK_FALSE(has_exact_log_z(random_machine(VisibleUnits::gaussian, 4, 30, 1, 1)));
  CHECK(has_exact_log_z(random_machine(VisibleUnits::softmax, 50, 30, 1, 1, 10)));
  CHECK_THROWS_WITH(log_partition_function(refused), ContainsSubstring("25 visible and 30 hidden"));
  const auto machine = random_machine(VisibleUnits::binary, 2, 2, 1, 1);
  CHECK_THROWS_AS(log_partition_function(machine, Temperature::zero()), std::invalid_argument);
  CHECK_THROWS_AS(log_partition_function(machine, Temperature::infinite()), std::invalid_argument);
}
