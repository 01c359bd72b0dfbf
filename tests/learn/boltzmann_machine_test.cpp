#include "onedial/learn/boltzmann_machine.hpp"

#include <limits>

#include "catch.hpp"
#include "machine_cases.hpp"
#include "reference_data.hpp"

using namespace onedial;
using namespace onedial::machine_cases;

TEST_CASE("the energy of a machine is minus its parameters times its statistics") {
  for (const Domain domain : {Domain::binary, Domain::spin}) {
    const BoltzmannMachine machine = random_machine(domain, 4, 3, 1, 5);
    const PairwiseModel model = machine.model();
    for (std::size_t k = 0; k < 128; ++k) {
      const State state = state_of(k, 7);
      CHECK(model.energy(state) == Approx(-machine.parameters().dot(machine.statistics(state))));
    }
  }
}

TEST_CASE("a machine made from a model has its energies") {
  const auto data = reference::load("boltzmann_machine12.json");
  for (const auto& [name, domain] : {std::pair{"01", Domain::binary}, std::pair{"pm1", Domain::spin}}) {
    const BoltzmannMachine machine(*reference::model(data, domain), 7);
    CHECK(machine.size() == 12);
    CHECK(machine.hidden_units() == 5);
    CHECK(machine.weight_count() == 66);
    const PairwiseModel model = machine.model();
    for (const std::size_t k : {std::size_t{0}, std::size_t{1}, std::size_t{1234}, std::size_t{4095}}) {
      CHECK(std::abs(model.energy(state_of(k, 12)) - data["models"][name]["energies"][k].get<double>()) <
            1e-9);
    }
  }
}

TEST_CASE("a machine in the other domain has the same energies but for a constant") {
  const BoltzmannMachine binary = random_machine(Domain::binary, 3, 2, 2, 8);
  const BoltzmannMachine spin(binary.model().in_domain(Domain::spin), 3);
  CHECK(spin.domain() == Domain::spin);
  const double constant = binary.model().energy(state_of(0, 5)) - spin.model().energy(state_of(0, 5));
  for (std::size_t k = 0; k < 32; ++k) {
    CHECK(binary.model().energy(state_of(k, 5)) - spin.model().energy(state_of(k, 5)) == Approx(constant));
  }
}

TEST_CASE("only connected units have weights") {
  BoltzmannMachine machine(Domain::spin, 2, 1, {{0, 2}, {1, 2}});
  machine.set_parameters((Eigen::VectorXd(5) << 1, 2, 3, 4, 5).finished());
  const PairwiseModel model = machine.model();
  const auto& couplings = std::get<PairwiseModel::Dense>(model.couplings());
  CHECK(couplings(0, 1) == 0);
  CHECK(couplings(2, 0) == 1);
  CHECK(couplings(1, 2) == 2);
  CHECK(model.fields() == (Eigen::VectorXd(3) << 3, 4, 5).finished());
}

TEST_CASE("machines that cannot be are refused") {
  CHECK_THROWS_AS(BoltzmannMachine(Domain::binary, 0, 2, {}), std::invalid_argument);
  CHECK_THROWS_AS(BoltzmannMachine(Domain::binary, 2, -1, {}), std::invalid_argument);
  CHECK_THROWS_WITH(BoltzmannMachine(Domain::binary, 2, 1, {{1, 0}}), ContainsSubstring("1-0"));
  CHECK_THROWS_WITH(BoltzmannMachine(Domain::binary, 2, 1, {{1, 3}}), ContainsSubstring("1-3"));
  CHECK_THROWS_WITH(BoltzmannMachine(Domain::binary, 2, 1, {{0, 1}, {0, 1}}), ContainsSubstring("twice"));
  BoltzmannMachine machine(Domain::binary, 2, 1, {{0, 1}});
  CHECK_THROWS_AS(machine.set_parameters(Eigen::VectorXd::Zero(5)), std::invalid_argument);
  CHECK_THROWS_AS(
      machine.set_parameters(Eigen::VectorXd::Constant(4, std::numeric_limits<double>::infinity())),
      std::invalid_argument);
  CHECK_THROWS_AS(machine.statistics({0, 1}), std::invalid_argument);
}
