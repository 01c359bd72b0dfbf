#include "onedial/model/rbm.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/enumerate.hpp"
#include "rbm_cases.hpp"

using namespace onedial;

namespace {

State bits_of(std::size_t index, Index units) {
  State state(static_cast<std::size_t>(units));
  for (std::size_t i = 0; i < state.size(); ++i) {
    state[i] = static_cast<Level>((index >> i) & 1U);
  }
  return state;
}

Rbm transposed(const Rbm& machine) {
  return {machine.weights().transpose(), machine.hidden_biases(), machine.visible_biases()};
}

std::vector<double> enumerated(const Rbm& machine) {
  return enumerate(std::make_shared<const PairwiseModel>(machine.as_pairwise_model()));
}

}  // namespace

TEST_CASE("the 6 x 4 machine agrees with the reference") {
  const auto data = reference::load("rbm6x4.json");
  const Rbm machine = rbm_cases::reference_machine();
  const Temperature one(1);
  const double log_z = machine.log_partition_function(one);
  CHECK(std::abs(log_z - data["lnZ"].get<double>()) < 1e-12);
  CHECK(std::abs(transposed(machine).log_partition_function(one) - data["lnZ"].get<double>()) < 1e-12);
  for (std::size_t v = 0; v < 64; ++v) {
    const double free_energy = machine.free_energy(bits_of(v, 6), one);
    REQUIRE(std::abs(free_energy - data["Fv"][v].get<double>()) < 1e-12);
    REQUIRE(std::abs(std::exp(-free_energy - log_z) - data["p_visible"][v].get<double>()) < 1e-12);
  }
}

TEST_CASE("energies of all states are those of the pairwise model") {
  const Rbm machine = rbm_cases::reference_machine();
  const PairwiseModel pairwise = machine.as_pairwise_model();
  CHECK(pairwise.size() == 10);
  CHECK(pairwise.domain() == Domain::binary);
  CHECK(pairwise.coupling_count() == 24);
  for (std::size_t index = 0; index < 1024; ++index) {
    const double energy = machine.energy(bits_of(index & 63U, 6), bits_of(index >> 6U, 4));
    REQUIRE(std::abs(energy - pairwise.energy(bits_of(index, 10))) < 1e-13);
  }
}

TEST_CASE("ln Z and free energies are sums over states at every temperature") {
  for (const auto& [visible, hidden] : {std::pair<Index, Index>{5, 3}, {3, 7}, {1, 1}, {2, 12}, {12, 2}}) {
    CAPTURE(visible, hidden);
    const Rbm machine = rbm_cases::random_machine(visible, hidden, 1.5, 4);
    const std::vector<double> energies = enumerated(machine);
    for (const double value : {1e-3, 0.05, 0.3, 1.0, 2.5, 1e3, 1e12}) {
      CAPTURE(value);
      const Temperature t(value);
      const double log_z = log_partition_function(Spectrum(energies), t);
      CHECK(machine.log_partition_function(t) == Approx(log_z).epsilon(1e-13).margin(1e-13));
      for (std::size_t v = 0; v < std::size_t{1} << static_cast<unsigned>(visible); ++v) {
        std::vector<double> given_v;
        for (std::size_t h = 0; h < std::size_t{1} << static_cast<unsigned>(hidden); ++h) {
          given_v.push_back(energies[v | (h << static_cast<unsigned>(visible))]);
        }
        const double exact = thermodynamics(Spectrum(given_v), t).free_energy;
        REQUIRE(machine.free_energy(bits_of(v, visible), t) == Approx(exact).epsilon(1e-12).margin(1e-12));
      }
    }
  }
}

TEST_CASE("ln Z of more states than are walked through in one go") {
  const Rbm machine = rbm_cases::random_machine(12, 11, 0.7, 5);
  const double log_z = log_partition_function(Spectrum(enumerated(machine)), Temperature(0.8));
  CHECK(machine.log_partition_function(Temperature(0.8)) == Approx(log_z).epsilon(1e-13));
  CHECK(transposed(machine).log_partition_function(Temperature(0.8)) == Approx(log_z).epsilon(1e-13));
}

TEST_CASE("both ends of the dial") {
  const Rbm machine = rbm_cases::reference_machine();
  const auto infinity = std::numeric_limits<double>::infinity();
  CHECK(machine.log_partition_function(Temperature::infinite()) == Approx(10 * std::log(2.0)).epsilon(1e-15));
  CHECK(machine.free_energy(State(6, 1), Temperature::infinite()) == -infinity);
  CHECK(machine.log_partition_function(Temperature::zero()) == infinity);
  const std::vector<double> energies = enumerated(machine);
  for (std::size_t v = 0; v < 64; ++v) {
    double least = infinity;
    for (std::size_t h = 0; h < 16; ++h) {
      least = std::min(least, energies[v | (h << 6U)]);
    }
    REQUIRE(machine.free_energy(bits_of(v, 6), Temperature::zero()) == Approx(least).margin(1e-13));
  }
  // Ground states of energy 0: all units off, the hidden unit free; or both visible units on, h on or off.
  const Rbm ties(Eigen::MatrixXd{{1}, {-1}}, Eigen::VectorXd{{-2, 0}}, Eigen::VectorXd{{0}});
  for (const Rbm& either : {ties, transposed(ties)}) {
    const double ground = log_partition_function(Spectrum(enumerated(either)), Temperature::zero());
    CHECK(std::isfinite(ground));
    CHECK(either.log_partition_function(Temperature::zero()) == Approx(ground).epsilon(1e-15));
  }
  // More factors of 2 than a double can hold, and energies near its limit.
  const Rbm wide(Eigen::MatrixXd::Zero(1, 3000), Eigen::VectorXd::Zero(1), Eigen::VectorXd::Zero(3000));
  CHECK(wide.log_partition_function(Temperature(1)) == Approx(3001 * std::log(2.0)).epsilon(1e-13));
  const Rbm steep(Eigen::MatrixXd::Constant(1, 1, 1e300), Eigen::VectorXd::Zero(1), Eigen::VectorXd::Zero(1));
  CHECK(steep.log_partition_function(Temperature(1e300)) == Approx(std::log(3 + std::exp(1.0))));
  CHECK(steep.log_partition_function(Temperature(1e308)) == Approx(2 * std::log(2.0)));
}

TEST_CASE("bad machines are refused") {
  Eigen::MatrixXd w = Eigen::MatrixXd::Zero(3, 2);
  const Eigen::VectorXd b = Eigen::VectorXd::Zero(3);
  Eigen::VectorXd c = Eigen::VectorXd::Zero(2);
  const auto make = [&] { return Rbm(w, b, c); };
  CHECK(make().size() == 5);
  CHECK_THROWS_WITH(Rbm(w, c, b),
                    ContainsSubstring("weights are 3 x 2 but there are 2 visible and 3 hidden"));
  CHECK_THROWS_WITH(Rbm(Eigen::MatrixXd(3, 0), b, Eigen::VectorXd(0)),
                    ContainsSubstring("0 hidden units; each layer needs at least 1"));
  w(2, 1) = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_WITH(make(), ContainsSubstring("weight (2, 1) is nan; it must be finite"));
  w(2, 1) = 1e308;
  CHECK_THROWS_WITH(make(), ContainsSubstring("overflows"));
  w(2, 1) = 0;
  c[1] = std::numeric_limits<double>::infinity();
  CHECK_THROWS_WITH(make(), ContainsSubstring("hidden bias 1 is inf; it must be finite"));
  c[1] = 0;
  CHECK_THROWS_WITH(make().energy(State(2), State(2)),
                    ContainsSubstring("2 visible units, the machine has 3"));
  CHECK_THROWS_WITH(make().energy(State(3), State(3)),
                    ContainsSubstring("3 hidden units, the machine has 2"));
  CHECK_THROWS_WITH(make().free_energy(State(5), Temperature(1)), ContainsSubstring("5 visible units"));
  CHECK_THROWS_WITH(
      Rbm(Eigen::MatrixXd::Zero(25, 26), Eigen::VectorXd::Zero(25), Eigen::VectorXd::Zero(26))
          .log_partition_function(Temperature(1)),
      ContainsSubstring("25 visible or 26 hidden units; one of the layers may have at most 24"));
}
