#include "onedial/learn/machine_state.hpp"

#include <cmath>

#include "catch.hpp"
#include "machine_law.hpp"
#include "onedial/learn/machine_system.hpp"

using namespace onedial;
using namespace onedial::learn_cases;

TEST_CASE("visible values, their means and states from rows") {
  for (const Case& one : cases) {
    CAPTURE(static_cast<int>(one.units));
    const RestrictedMachine machine = machine_with(one);
    const Temperature t(0.8);
    RandomStream random(3, 0);
    const MachineSystem view = make_machine_system(machine, 1, 1, 5);
    view.system->sweep(std::vector<Temperature>{t});
    State state;
    view.system->read(0, state);

    // Means given the hidden units are what values are on average when both are redrawn.
    const Index groups = std::ssize(state) - machine.hidden();
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(machine.visible());
    Eigen::VectorXd squares = sum;
    double norm = 0;
    if (one.units == VisibleUnits::gaussian) {
      for (int draw = 0; draw < 20'000; ++draw) {
        const Eigen::VectorXd v = visible_values(machine, state, t, random);
        sum += v;
        squares += v.cwiseAbs2();
        ++norm;
      }
      const Eigen::VectorXd variance = squares / norm - (sum / norm).cwiseAbs2();
      CHECK((variance.array() / 0.8 - 1).abs().maxCoeff() < 5 * std::sqrt(2 / norm));
      CHECK((sum / norm - visible_means(machine, state, t)).cwiseAbs().maxCoeff() <
            5 * std::sqrt(0.8 / norm));
    } else {
      const ExactLaw law = exact_law(machine, t, {});
      for (const auto& [other, probability] : law.probabilities) {
        if (std::equal(other.begin() + groups, other.end(), state.begin() + groups)) {
          sum += probability * visible_values(machine, other, t, random);
          norm += probability;
        }
      }
      CHECK((sum / norm - visible_means(machine, state, t)).cwiseAbs().maxCoeff() < 1e-12);
      const Eigen::VectorXf row = visible_values(machine, state, t, random).cast<float>();
      const State back = state_of(machine, row, t, random);
      CHECK(std::equal(back.begin(), back.begin() + groups, state.begin()));
    }

    // Hidden units of a state from a row are draws given the row.
    const Eigen::VectorXf row = visible_values(machine, state, t, random).cast<float>();
    Eigen::VectorXd on = Eigen::VectorXd::Zero(machine.hidden());
    constexpr int draws = 20'000;
    for (int draw = 0; draw < draws; ++draw) {
      const State drawn = state_of(machine, row, t, random);
      for (Index j = 0; j < machine.hidden(); ++j) {
        on[j] += drawn[static_cast<std::size_t>(groups + j)];
      }
    }
    const Eigen::VectorXd fields = machine.hidden_biases.cast<double>() +
                                   machine.weights.cast<double>().transpose() * row.cast<double>();
    for (Index j = 0; j < machine.hidden(); ++j) {
      const double p = 1 / (1 + std::exp(-fields[j] / 0.8));
      CHECK(std::abs(on[j] - p * draws) < 5 * std::sqrt(p * (1 - p) * draws) + 1e-9);
    }
  }
}

TEST_CASE("states and rows that do not fit a machine are refused") {
  const RestrictedMachine binary = machine_with(cases[0]);
  RandomStream random(1, 0);
  CHECK_THROWS_WITH(visible_values(binary, State(3), Temperature(1), random),
                    ContainsSubstring("3 units; the machine's have 8"));
  CHECK_THROWS_WITH(visible_means(binary, State(9), Temperature(1)), ContainsSubstring("9 units"));
  CHECK_THROWS_WITH(state_of(binary, Eigen::VectorXf::Zero(2), Temperature(1), random),
                    ContainsSubstring("2 values for 5"));
}
