#include "onedial/learn/encoder.hpp"

#include "catch.hpp"

using namespace onedial;

namespace {

/// The weight of a connection, by its units.
double& weight(const BoltzmannMachine& machine, Eigen::VectorXd& parameters, Index first, Index second) {
  for (std::size_t k = 0; k < machine.connections().size(); ++k) {
    if (machine.connections()[k].first == first && machine.connections()[k].second == second) {
      return parameters[static_cast<Index>(k)];
    }
  }
  throw std::invalid_argument("not connected");
}

}  // namespace

TEST_CASE("the groups of an encoder hear of each other through hidden units alone") {
  const BoltzmannMachine machine = encoder_machine({.inputs = 4, .hidden = 2});
  CHECK(machine.domain() == Domain::binary);
  CHECK(machine.visible_units() == 8);
  CHECK(machine.hidden_units() == 2);
  CHECK(machine.weight_count() == 6 + 6 + 8 * 2);
  CHECK(machine.parameters().isZero());
  const auto group = [](Index unit) { return unit / 4; };  // V1, V2, hidden
  for (const auto& [first, second] : machine.connections()) {
    CHECK((group(second) == 2 ? group(first) < 2 : group(first) == group(second)));
  }
  CHECK_THROWS_AS(encoder_machine({.inputs = 0, .hidden = 2}), std::invalid_argument);
  CHECK_THROWS_AS(encoder_machine({.inputs = 4, .hidden = 0}), std::invalid_argument);
}

TEST_CASE("codes are what the hidden units do with an input in both groups") {
  BoltzmannMachine machine = encoder_machine({.inputs = 2, .hidden = 2});
  CHECK(count_codes(machine) == 0);  // no field decides
  Eigen::VectorXd parameters = machine.parameters();
  // Hidden units are 4 and 5; both groups count, and the bias.
  weight(machine, parameters, 0, 4) = 3;
  weight(machine, parameters, 2, 4) = -1;
  weight(machine, parameters, 0, 5) = 1;
  weight(machine, parameters, 2, 5) = 1;
  parameters.tail(1)[0] = -3;
  weight(machine, parameters, 1, 4) = -1;
  weight(machine, parameters, 1, 5) = 5;
  machine.set_parameters(parameters);
  CHECK(encoder_codes(machine) == std::vector<std::optional<State>>{State{1, 0}, State{0, 1}});
  CHECK(count_codes(machine) == 2);

  weight(machine, parameters, 3, 4) = 1;  // a tie: no code
  machine.set_parameters(parameters);
  CHECK(encoder_codes(machine) == std::vector<std::optional<State>>{State{1, 0}, std::nullopt});
  CHECK(count_codes(machine) == 1);

  weight(machine, parameters, 3, 4) = 9;
  weight(machine, parameters, 1, 5) = 0;
  machine.set_parameters(parameters);
  CHECK(encoder_codes(machine) == std::vector<std::optional<State>>{State{1, 0}, State{1, 0}});
  CHECK(count_codes(machine) == 1);
}
