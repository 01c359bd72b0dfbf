#include "onedial/learn/cooccurrence_learning.hpp"

#include <cmath>
#include <functional>

#include "catch.hpp"
#include "engine/sample_statistics.hpp"
#include "machine_cases.hpp"
#include "onedial/learn/exact_learning.hpp"

using namespace onedial;
using namespace onedial::machine_cases;

namespace {

/// Examples clamped as they are, in equilibrium at T = 2, with steps too small to change anything.
CooccurrenceSettings measuring() {
  return {.annealing = {{10, Temperature(6)}, {40, Temperature(2)}},
          .collecting_time = 4,
          .annealings_per_example = 100,
          .on_bit_noise = 0,
          .off_bit_noise = 0,
          .rule = LearningRule::gradient,
          .step = 1e-12};
}

/// A machine whose units are off when they are free, so that Δ is what was clamped.
BoltzmannMachine silent_machine(Index visible) {
  BoltzmannMachine machine(Domain::binary, visible, 0, {});
  machine.set_parameters(Eigen::VectorXd::Constant(visible, -1e6));
  return machine;
}

Eigen::VectorXd difference_after(CooccurrenceLearner learner) {
  WorkerPool pool(1);
  learner.run_cycle(pool);
  return learner.last_difference();
}

}  // namespace

TEST_CASE("the difference of the phases is the exact gradient times T on average") {
  for (const Domain domain : {Domain::binary, Domain::spin}) {
    const BoltzmannMachine machine = random_machine(domain, 3, 2, 1.5, 21);
    const std::vector<State> examples = {{1, 0, 1}, {0, 0, 1}, {0, 1, 1}, {0, 1, 1}};
    const Eigen::VectorXd exact =
        2 * exact_likelihood(machine, weighted_states(examples), Temperature(2)).gradient;
    CooccurrenceLearner learner(machine, examples, measuring(), 3);
    WorkerPool pool(1);
    std::vector<std::vector<double>> differences(static_cast<std::size_t>(exact.size()));
    for (int cycle = 0; cycle < 50; ++cycle) {
      learner.run_cycle(pool);
      for (std::size_t k = 0; k < differences.size(); ++k) {
        differences[k].push_back(learner.last_difference()[static_cast<Index>(k)]);
      }
    }
    CHECK(learner.cycles() == 50);
    for (std::size_t k = 0; k < differences.size(); ++k) {
      CAPTURE(k);
      CHECK(engine_cases::standard_error(differences[k]) < 0.008);
      // Student's t with 49 degrees of freedom, 30 comparisons.
      CHECK(std::abs(engine_cases::deviation(differences[k], exact[static_cast<Index>(k)])) < 6.5);
    }
  }
}

TEST_CASE("the difference tends to the exact gradient as annealings grow in number") {
  const BoltzmannMachine machine = random_machine(Domain::binary, 3, 2, 1.5, 22);
  const std::vector<State> examples = {{1, 0, 1}, {0, 1, 1}};
  const Eigen::VectorXd exact =
      2 * exact_likelihood(machine, weighted_states(examples), Temperature(2)).gradient;
  const auto distance = [&](Index annealings) {
    CooccurrenceSettings settings = measuring();
    settings.annealings_per_example = annealings;
    double squares = 0;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      squares += (difference_after({machine, examples, settings, seed}) - exact).squaredNorm();
    }
    return std::sqrt(squares / 10 / static_cast<double>(exact.size()));
  };
  const double ratio = distance(20) / distance(2000);  // 10, of about 150 degrees of freedom each
  CHECK(ratio > 6);
  CHECK(ratio < 16);
}

// The joint test of Geweke (2004) for the way of the data: parameters from a prior and examples from the
// exact law at these parameters. Then the two phases have one law, and Δ times any function of the parameters
// is 0 on average. Examples that went to other units, or a phase at another temperature, would show.
TEST_CASE("examples that a machine made itself leave it where it is") {
  for (const Domain domain : {Domain::binary, Domain::spin}) {
    constexpr int draws = 3000;
    CooccurrenceSettings settings = measuring();
    settings.annealings_per_example = 1;
    RandomStream random(17, 0);
    std::vector<std::vector<double>> moments;
    for (int draw = 0; draw < draws; ++draw) {
      const BoltzmannMachine machine =
          random_machine(domain, 3, 2, 3, static_cast<std::uint64_t>(1000 + draw));
      const std::vector<double> law = visible_law(machine, Temperature(2));
      std::vector<State> examples;
      for (int k = 0; k < 4; ++k) {
        examples.push_back(state_of(machine_cases::draw(law, random), 3));
      }
      const Eigen::VectorXd difference =
          difference_after({machine, examples, settings, static_cast<std::uint64_t>(draw)});
      moments.resize(static_cast<std::size_t>(2 * difference.size()));
      for (Index k = 0; k < difference.size(); ++k) {
        moments[static_cast<std::size_t>(2 * k)].push_back(difference[k]);
        moments[static_cast<std::size_t>(2 * k + 1)].push_back(difference[k] * machine.parameters()[k]);
      }
    }
    for (std::size_t k = 0; k < moments.size(); ++k) {
      CAPTURE(k);
      CHECK(std::abs(engine_cases::deviation(moments[k], 0)) < 5.5);  // 60 comparisons
    }
  }
}

TEST_CASE("noise turns bits of the examples over with its probabilities") {
  const std::vector<State> example = {{1, 0}};
  CooccurrenceSettings settings = measuring();
  CHECK(difference_after({silent_machine(2), example, settings, 1}) == Eigen::Vector2d(1, 0));
  settings.on_bit_noise = settings.off_bit_noise = 1;
  CHECK(difference_after({silent_machine(2), example, settings, 1}) == Eigen::Vector2d(0, 1));
  settings.on_bit_noise = 0.15;
  settings.off_bit_noise = 0.05;
  settings.annealings_per_example = 20'000;
  const Eigen::VectorXd clamped = difference_after({silent_machine(2), example, settings, 1});
  CHECK(std::abs(clamped[0] - 0.85) < 5 * std::sqrt(0.85 * 0.15 / 20'000));
  CHECK(std::abs(clamped[1] - 0.05) < 5 * std::sqrt(0.05 * 0.95 / 20'000));
}

TEST_CASE("a fixed step has the direction of the difference and nothing of its size") {
  const BoltzmannMachine machine = random_machine(Domain::binary, 3, 2, 5, 8);
  CooccurrenceSettings settings = measuring();
  settings.rule = LearningRule::fixed_step;
  settings.step = 2;
  settings.decay = 0.25;
  settings.annealings_per_example = settings.collecting_time = 1;
  int still = 0;
  int moved = 0;
  WorkerPool pool(1);
  CooccurrenceLearner learner(machine, {{1, 0, 1}, {0, 1, 1}}, settings, 4);
  for (int cycle = 0; cycle < 10; ++cycle) {
    const Eigen::VectorXd before = learner.machine().parameters();
    learner.run_cycle(pool);
    const Eigen::VectorXd after = learner.machine().parameters();
    for (Index k = 0; k < before.size(); ++k) {
      const double difference = learner.last_difference()[k];
      const double step = difference > 0 ? 2 : difference < 0 ? -2 : 0;
      CHECK(after[k] == Approx(0.75 * (before[k] + step)));
      ++(step == 0 ? still : moved);
    }
  }
  CHECK(still > 10);
  CHECK(moved > 10);
}

TEST_CASE("the gradient rule takes the step times the difference") {
  const BoltzmannMachine machine = random_machine(Domain::spin, 3, 1, 1, 8);
  CooccurrenceSettings settings = measuring();
  settings.step = 0.5;
  CooccurrenceLearner learner(machine, {{1, 0, 1}}, settings, 4);
  WorkerPool pool(1);
  learner.run_cycle(pool);
  CHECK((learner.machine().parameters() - machine.parameters() - 0.5 * learner.last_difference()).norm() <
        1e-14);
}

TEST_CASE("learning has the same bits on any number of threads") {
  const auto learned = [](Index threads) {
    CooccurrenceSettings settings;
    settings.annealings_per_example = 3;
    CooccurrenceLearner learner(random_machine(Domain::binary, 4, 2, 5, 6), {{1, 0, 0, 1}, {0, 1, 1, 0}},
                                settings, 9);
    WorkerPool pool(threads);
    for (int cycle = 0; cycle < 20; ++cycle) {
      learner.run_cycle(pool);
    }
    return learner.machine().parameters();
  };
  const Eigen::VectorXd one = learned(1);
  CHECK(learned(2) == one);
  CHECK(learned(5) == one);
}

TEST_CASE("settings of learning that make no sense are refused") {
  const BoltzmannMachine machine = silent_machine(2);
  const auto refused = [&](const std::function<void(CooccurrenceSettings&)>& change) {
    CooccurrenceSettings settings;
    change(settings);
    CHECK_THROWS_AS(CooccurrenceLearner(machine, {{0, 1}}, settings, 1), std::invalid_argument);
  };
  refused([](auto& settings) { settings.annealing.clear(); });
  refused([](auto& settings) { settings.annealing[1].time = 0; });
  refused([](auto& settings) { settings.annealing[1].temperature = Temperature::zero(); });
  refused([](auto& settings) { settings.annealing[1].temperature = Temperature::infinite(); });
  refused([](auto& settings) { settings.collecting_time = 0; });
  refused([](auto& settings) { settings.annealings_per_example = 0; });
  refused([](auto& settings) { settings.on_bit_noise = 1.5; });
  refused([](auto& settings) { settings.off_bit_noise = -0.1; });
  refused([](auto& settings) { settings.decay = NAN; });
  refused([](auto& settings) { settings.step = 0; });
  CHECK_THROWS_AS(CooccurrenceLearner(machine, {}, {}, 1), std::invalid_argument);
  CHECK_THROWS_AS(CooccurrenceLearner(machine, {{0, 1, 1}}, {}, 1), std::invalid_argument);
  CHECK_THROWS_AS(CooccurrenceLearner(machine, {{0, 2}}, {}, 1), std::invalid_argument);
}
