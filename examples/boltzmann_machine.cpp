// A Boltzmann machine with hidden units learns exclusive or, from exact gradients and then from samples
// alone; and a machine without hidden units is found again from its samples.
#include <iostream>
#include <memory>
#include <vector>

#include "onedial/learn/cooccurrence_learning.hpp"
#include "onedial/learn/exact_learning.hpp"
#include "onedial/learn/inverse_ising.hpp"

using namespace onedial;

namespace {

// The third bit is the exclusive or of the other two: no pair of bits tells anything of it.
const std::vector<State> exclusive_or = {{0, 0, 0}, {0, 1, 1}, {1, 0, 1}, {1, 1, 0}};

/// All pairs connected, with parameters drawn from [-scale, scale].
BoltzmannMachine random_machine(Domain domain, Index visible, Index hidden, double scale) {
  BoltzmannMachine machine(domain, visible, hidden, all_pairs(visible + hidden));
  RandomStream random(/*seed=*/1, /*stream=*/0);
  Eigen::VectorXd parameters = machine.parameters();
  for (double& parameter : parameters) {
    parameter = scale * (2 * uniform01(random) - 1);
  }
  machine.set_parameters(parameters);
  return machine;
}

/// The part of the time in which the machine shows one of the four lines.
double right(const BoltzmannMachine& machine, Temperature t) {
  const std::vector<double> law = visible_law(machine, t);
  return law[0b000] + law[0b110] + law[0b101] + law[0b011];
}

void learn_exactly() {
  const FittedMachine fitted =
      fit_exactly(random_machine(Domain::spin, 3, 1, 0.5), weighted_states(exclusive_or), Temperature(1),
                  {.most_iterations = 200});
  std::cout << "exact gradients: right with probability " << right(fitted.machine, Temperature(1)) << ", "
            << fitted.ascent.value << " nats an example of at most -1.38629\n";
}

void learn_by_sampling() {
  const CooccurrenceSettings settings{
      .annealing = {{5, Temperature(4)}, {5, Temperature(2)}, {5, Temperature(1)}},
      .collecting_time = 10,
      .annealings_per_example = 20,
      .on_bit_noise = 0.02,
      .off_bit_noise = 0.02,
      .rule = LearningRule::gradient,
      .step = 0.3};
  CooccurrenceLearner learner(random_machine(Domain::spin, 3, 1, 0.5), exclusive_or, settings, /*seed=*/1);
  WorkerPool pool(/*threads=*/2);
  for (int cycle = 1; cycle <= 600; ++cycle) {
    learner.run_cycle(pool);
    if (cycle % 200 == 0) {
      std::cout << "after " << cycle << " cycles of sampling: " << right(learner.machine(), Temperature(1))
                << '\n';
    }
  }
}

void find_couplings() {
  const BoltzmannMachine truth = random_machine(Domain::spin, 20, 0, 0.3);
  ClampedGibbs chain(std::make_shared<const PairwiseModel>(truth.model()));
  RandomStream random(/*seed=*/2, /*stream=*/0);
  std::vector<State> samples;
  for (int k = 0; k < 20000; ++k) {
    chain.run({.time = 5, .temperature = Temperature(1)}, random);
    samples.push_back(chain.state());
  }
  const BoltzmannMachine start(Domain::spin, 20, 0, all_pairs(20));
  const FittedMachine fitted = fit_pseudo_likelihood(start, weighted_states(samples), Temperature(1));
  const Eigen::VectorXd errors = fitted.machine.weights() - truth.weights();
  std::cout << "190 couplings from samples: mean square error "
            << errors.squaredNorm() / static_cast<double>(errors.size()) << " of a mean square of "
            << truth.weights().squaredNorm() / static_cast<double>(errors.size()) << '\n';
}

}  // namespace

int main() {
  learn_exactly();
  learn_by_sampling();
  find_couplings();
}
