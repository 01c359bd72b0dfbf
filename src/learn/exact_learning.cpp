#include "onedial/learn/exact_learning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/elementary.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/model/enumerate.hpp"

namespace onedial {
namespace {

/// All states of a machine, k = v + 2^V h.
class StateTable {
 public:
  StateTable(const BoltzmannMachine& machine, Temperature t) : t_(t) {
    if (machine.size() > max_exact_units) {
      throw std::invalid_argument(fmt::format("{} units are too many for exact expectations; at most {}",
                                              machine.size(), max_exact_units));
    }
    if (t.is_zero() || t.is_infinite()) {
      throw std::invalid_argument("learning takes a finite temperature above 0");
    }
    energies_ = enumerate(std::make_shared<const PairwiseModel>(machine.model()));
    visible_states_ = std::size_t{1} << static_cast<unsigned>(machine.visible_units());
    sum_hidden();
  }

  /// F(v) = −T ln Σ_h e^{−E(v, h)/T}: what the visible units see.
  [[nodiscard]] const std::vector<double>& free_energies() const { return free_energies_; }

  /// weights[v]·p(h|v) for all states.
  [[nodiscard]] std::vector<double> with_hidden(const std::vector<double>& weights) const {
    std::vector<double> joint(energies_.size());
    for (std::size_t k = 0; k < joint.size(); ++k) {
      const std::size_t v = k % visible_states_;
      joint[k] = weights[v] * (boltzmann_weight(energies_[k], grounds_[v], t_) / sums_[v]);
    }
    return joint;
  }

 private:
  void sum_hidden() {
    grounds_.assign(energies_.begin(), energies_.begin() + static_cast<Index>(visible_states_));
    for (std::size_t k = visible_states_; k < energies_.size(); ++k) {
      double& ground = grounds_[k % visible_states_];
      ground = std::min(ground, energies_[k]);
    }
    sums_.assign(visible_states_, 0);
    for (std::size_t k = 0; k < energies_.size(); ++k) {
      sums_[k % visible_states_] += boltzmann_weight(energies_[k], grounds_[k % visible_states_], t_);
    }
    for (std::size_t v = 0; v < visible_states_; ++v) {
      free_energies_.push_back(grounds_[v] - t_.value() * elementary::log(sums_[v]));
    }
  }

  Temperature t_;
  std::size_t visible_states_ = 0;
  std::vector<double> energies_;
  std::vector<double> grounds_;  // min over h of E(v, h)
  std::vector<double> sums_;     // Σ_h e^{−(E − ground)/T}
  std::vector<double> free_energies_;
};

/// Σ_k weights[k] φ(state k). First every weight becomes the sum over all states that have the same units on,
/// and maybe others, in N·2^N additions; what is then at a pair of bits is how often both are on.
Eigen::VectorXd weighted_statistics(const BoltzmannMachine& machine, std::vector<double> weights) {
  for (std::size_t bit = 1; bit < weights.size(); bit *= 2) {
    for (std::size_t k = 0; k < weights.size(); ++k) {
      if ((k & bit) == 0) {
        weights[k] += weights[k | bit];
      }
    }
  }
  const auto bit = [](Index unit) { return std::size_t{1} << static_cast<unsigned>(unit); };
  const bool spins = machine.domain() == Domain::spin;
  Eigen::VectorXd result(machine.parameters().size());
  Index next = 0;
  for (const auto& [first, second] : machine.connections()) {
    const double both = weights[bit(first) | bit(second)];
    result[next++] = spins ? 4 * both - 2 * (weights[bit(first)] + weights[bit(second)]) + weights[0] : both;
  }
  for (Index unit = 0; unit < machine.size(); ++unit) {
    result[next++] = spins ? 2 * weights[bit(unit)] - weights[0] : weights[bit(unit)];
  }
  return result;
}

void require_examples_of(const BoltzmannMachine& machine, const WeightedStates& data) {
  if (data.states.empty() || static_cast<Index>(data.states.front().size()) != machine.visible_units()) {
    throw std::invalid_argument(
        fmt::format("examples must have a level for each of {} visible units", machine.visible_units()));
  }
}

}  // namespace

ExactLikelihood exact_likelihood(const BoltzmannMachine& machine, const WeightedStates& data, Temperature t) {
  require_examples_of(machine, data);
  const StateTable table(machine, t);
  const Spectrum visible(table.free_energies());
  ExactLikelihood result{
      .mean_log_likelihood = 0, .gradient = {}, .log_z = log_partition_function(visible, t)};
  std::vector<double> difference = law_of(data);
  for (std::size_t v = 0; v < difference.size(); ++v) {
    result.mean_log_likelihood -= difference[v] * (t.reduced(table.free_energies()[v]) + result.log_z);
  }
  const std::vector<double> law = boltzmann_probabilities(visible, t);
  std::transform(difference.begin(), difference.end(), law.begin(), difference.begin(), std::minus<>());
  result.gradient = weighted_statistics(machine, table.with_hidden(difference)) / t.value();
  return result;
}

std::vector<double> visible_law(const BoltzmannMachine& machine, Temperature t) {
  return boltzmann_probabilities(Spectrum(StateTable(machine, t).free_energies()), t);
}

Eigen::VectorXd exact_statistics(const BoltzmannMachine& machine, Temperature t) {
  const StateTable table(machine, t);
  return weighted_statistics(machine,
                             table.with_hidden(boltzmann_probabilities(Spectrum(table.free_energies()), t)));
}

FittedMachine fit_exactly(const BoltzmannMachine& start, const WeightedStates& data, Temperature t,
                          const AscentSettings& settings) {
  FittedMachine fitted{start, {}};
  fitted.ascent = climb(
      [&](const Eigen::VectorXd& parameters, Eigen::VectorXd& gradient) {
        fitted.machine.set_parameters(parameters);
        ExactLikelihood likelihood = exact_likelihood(fitted.machine, data, t);
        gradient = std::move(likelihood.gradient);
        return likelihood.mean_log_likelihood;
      },
      start.parameters(), settings);
  fitted.machine.set_parameters(fitted.ascent.place);
  return fitted;
}

}  // namespace onedial
