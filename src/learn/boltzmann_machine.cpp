#include "onedial/learn/boltzmann_machine.hpp"

#include <fmt/format.h>

#include <set>
#include <stdexcept>
#include <utility>

namespace onedial {
namespace {

std::vector<Connection> connections_of(const PairwiseModel& model) {
  std::vector<Connection> connections;
  for (Index i = 0; i < model.size(); ++i) {
    for_each_coupling(model, i, [&](Index j, double coupling) {
      if (i < j && coupling != 0) {
        connections.push_back({i, j});
      }
    });
  }
  return connections;
}

}  // namespace

BoltzmannMachine::BoltzmannMachine(Domain domain, Index visible_units, Index hidden_units,
                                   std::vector<Connection> connections)
    : domain_(domain), visible_units_(visible_units), connections_(std::move(connections)) {
  if (visible_units < 1 || hidden_units < 0) {
    throw std::invalid_argument(
        fmt::format("{} visible and {} hidden units; must be at least 1 and 0", visible_units, hidden_units));
  }
  const Index units = visible_units + hidden_units;
  std::set<std::pair<Index, Index>> seen;
  for (const auto& [first, second] : connections_) {
    if (first < 0 || first >= second || second >= units) {
      throw std::invalid_argument(fmt::format(
          "connection {}-{}: must be two of {} units, the lower one first", first, second, units));
    }
    if (!seen.emplace(first, second).second) {
      throw std::invalid_argument(fmt::format("connection {}-{} is there twice", first, second));
    }
  }
  parameters_ = Eigen::VectorXd::Zero(weight_count() + units);
}

BoltzmannMachine::BoltzmannMachine(const PairwiseModel& model, Index visible_units)
    : BoltzmannMachine(model.domain(), visible_units, model.size() - visible_units, connections_of(model)) {
  Index next = 0;
  for (Index i = 0; i < model.size(); ++i) {
    for_each_coupling(model, i, [&](Index j, double coupling) {
      if (i < j && coupling != 0) {
        parameters_[next++] = coupling;
      }
    });
  }
  parameters_.tail(size()) = model.fields();
}

void BoltzmannMachine::set_parameters(Eigen::VectorXd parameters) {
  if (parameters.size() != parameters_.size() || !parameters.allFinite()) {
    throw std::invalid_argument(fmt::format("{} parameters; must be {} finite ones, weights and biases",
                                            parameters.size(), parameters_.size()));
  }
  parameters_ = std::move(parameters);
}

Eigen::VectorXd BoltzmannMachine::statistics(const State& state) const {
  if (static_cast<Index>(state.size()) != size()) {
    throw std::invalid_argument(fmt::format("a state of {} units; must have {}", state.size(), size()));
  }
  Eigen::VectorXd result(parameters_.size());
  const auto value = [&](Index unit) { return level_value(domain_, state[static_cast<std::size_t>(unit)]); };
  Index next = 0;
  for (const auto& [first, second] : connections_) {
    result[next++] = value(first) * value(second);
  }
  for (Index unit = 0; unit < size(); ++unit) {
    result[next++] = value(unit);
  }
  return result;
}

PairwiseModel BoltzmannMachine::model() const {
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(size(), size());
  Index next = 0;
  for (const auto& [first, second] : connections_) {
    couplings(first, second) = couplings(second, first) = parameters_[next++];
  }
  return {domain_, std::move(couplings), biases()};
}

std::vector<Connection> all_pairs(Index units) {
  std::vector<Connection> pairs;
  for (Index i = 0; i < units; ++i) {
    for (Index j = i + 1; j < units; ++j) {
      pairs.push_back({i, j});
    }
  }
  return pairs;
}

}  // namespace onedial
