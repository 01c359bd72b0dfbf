#include "onedial/learn/restricted_machine.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "onedial/anneal/phase_seed.hpp"
#include "onedial/core/random.hpp"
#include "visible_data.hpp"

namespace onedial {

void require_valid(const RestrictedMachine& machine) {
  if (machine.visible() < 1 || machine.hidden() < 1) {
    throw std::invalid_argument(fmt::format("{} visible and {} hidden units; each layer needs at least 1",
                                            machine.visible(), machine.hidden()));
  }
  if (machine.visible_biases.size() != machine.visible() ||
      machine.hidden_biases.size() != machine.hidden()) {
    throw std::invalid_argument(
        fmt::format("weights are {} x {} but there are {} visible and {} hidden biases", machine.visible(),
                    machine.hidden(), machine.visible_biases.size(), machine.hidden_biases.size()));
  }
  if (machine.visible_units == VisibleUnits::softmax &&
      (machine.levels < 2 || machine.visible() % machine.levels != 0)) {
    throw std::invalid_argument(fmt::format("{} visible columns cannot be softmax units of {} levels",
                                            machine.visible(), machine.levels));
  }
  if (!machine.weights.allFinite() || !machine.visible_biases.allFinite() ||
      !machine.hidden_biases.allFinite()) {
    throw std::invalid_argument("a weight or bias is not finite");
  }
}

RestrictedMachine initial_machine(VisibleUnits units, Index levels, Index hidden, const FloatRows& data,
                                  std::uint64_t seed, double deviation) {
  if (data.rows() == 0) {
    throw std::invalid_argument("no data to start a machine from");
  }
  RandomStream random(phase_seed(seed, RunPhase::first_weights), 0);
  RestrictedMachine machine;
  machine.visible_units = units;
  machine.levels = levels;
  machine.weights = FloatRows::Zero(data.cols(), hidden).unaryExpr([&](float) {
    return static_cast<float>(deviation * draw_normal(random));
  });
  machine.hidden_biases = Eigen::VectorXf::Zero(hidden);
  machine.visible_biases = Eigen::VectorXf::Zero(data.cols());
  require_valid(machine);
  machine.visible_biases = mean_biases(machine, data).cast<float>();
  return machine;
}

Rbm as_rbm(const RestrictedMachine& machine, double* offset) {
  Eigen::MatrixXd weights = machine.weights.cast<double>();
  Eigen::VectorXd visible_biases = machine.visible_biases.cast<double>();
  Eigen::VectorXd hidden_biases = machine.hidden_biases.cast<double>();
  if (machine.visible_units == VisibleUnits::spin) {
    // v = 2x − 1: −vᵀWh − bᵀv − cᵀh = −xᵀ(2W)h − (2b)ᵀx − (c − Wᵀ1)ᵀh + bᵀ1.
    hidden_biases -= weights.colwise().sum().transpose();
    if (offset != nullptr) {
      *offset = visible_biases.sum();
    }
    return {2 * weights, 2 * visible_biases, std::move(hidden_biases)};
  }
  if (offset != nullptr) {
    *offset = 0;
  }
  return {std::move(weights), std::move(visible_biases), std::move(hidden_biases)};
}

}  // namespace onedial
