#include "onedial/learn/machine_system.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "hidden_model.hpp"
#include "level_machine.hpp"
#include "onedial/core/boltzmann.hpp"
#include "onedial/core/memory.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/engine/block_gibbs.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/learn/machine_memory.hpp"

namespace onedial {
namespace {

/// ln Σ_v e^{aᵀv} of independent visible units with biases a.
double log_z_of_base(const RestrictedMachine& machine, const Eigen::VectorXd& biases) {
  double log_z = 0;
  const bool is_softmax = machine.visible_units == VisibleUnits::softmax;
  const Index columns = is_softmax ? machine.levels : 1;
  for (Index first = 0; first < biases.size(); first += columns) {
    std::vector<double> energies;
    for (Index column = first; column < first + columns; ++column) {
      energies.push_back(-biases[column]);
    }
    if (!is_softmax) {
      energies.push_back(machine.visible_units == VisibleUnits::spin ? biases[first] : 0);
    }
    log_z += log_partition_function(Spectrum(std::move(energies)), Temperature(1));
  }
  return log_z;
}

MachineSystem make_two_level_system(const RestrictedMachine& machine, Index replicas, Index threads,
                                    std::uint64_t seed, const Eigen::VectorXd& base_biases) {
  MachineSystem result;
  const Rbm rbm = as_rbm(machine, &result.energy_offset);
  if (base_biases.size() == 0) {
    result.system = make_block_gibbs(std::make_shared<const Rbm>(rbm), replicas, threads, seed);
    return result;
  }
  // Of spins v = 2x − 1 the biases act on 2x, and what is left is a constant.
  const bool is_spin = machine.visible_units == VisibleUnits::spin;
  const Eigen::VectorXd odds = is_spin ? Eigen::VectorXd(2 * base_biases) : base_biases;
  result.energy_offset -= is_spin ? base_biases.sum() : 0.0;
  result.system = make_block_gibbs(
      std::make_shared<const Rbm>(rbm.weights(), rbm.visible_biases() - odds, rbm.hidden_biases()), replicas,
      threads, seed, {odds.begin(), odds.end()});
  return result;
}

}  // namespace

double MachineSystem::machine_log_z(double system_log_z, Temperature t) const {
  return system_log_z - t.reduced(energy_offset) +
         static_cast<double>(real_units) * elementary::log(2 * std::numbers::pi * t.value()) / 2;
}

MachineSystem make_machine_system(const RestrictedMachine& machine, Index replicas, Index threads,
                                  std::uint64_t seed, const Eigen::VectorXd& base_biases) {
  const bool is_real = machine.visible_units == VisibleUnits::gaussian;
  if (base_biases.size() != 0 && (is_real || base_biases.size() != machine.visible())) {
    throw std::invalid_argument(fmt::format("{} base biases for {} {}visible units", base_biases.size(),
                                            machine.visible(), is_real ? "real " : ""));
  }
  require_memory(machine_system_bytes(machine, replicas),
                 fmt::format("sampling {} replicas of a machine of {} x {} units", replicas,
                             machine.visible(), machine.hidden()));
  MachineSystem result;
  if (is_real) {
    result.system = make_system(std::make_shared<const PairwiseModel>(hidden_model(machine)),
                                {.replicas = replicas, .threads = threads}, seed);
    result.real_units = machine.visible();
  } else {
    const Eigen::VectorXd biases =
        base_biases.size() == 0 ? Eigen::VectorXd::Zero(machine.visible()) : base_biases;
    if (machine.visible_units == VisibleUnits::softmax) {
      result.system = make_level_machine(machine, replicas, threads, seed, biases);
    } else {
      result = make_two_level_system(machine, replicas, threads, seed, base_biases);
    }
    result.log_z_infinite = log_z_of_base(machine, biases);
  }
  result.log_z_infinite += static_cast<double>(machine.hidden()) * std::numbers::ln2;
  return result;
}

Eigen::VectorXd base_rate_biases(const RestrictedMachine& machine, const FloatRows& rows) {
  if (machine.visible_units == VisibleUnits::gaussian || rows.rows() == 0 ||
      rows.cols() != machine.visible()) {
    throw std::invalid_argument(
        fmt::format("base rates need rows of {} units with levels; there are {} rows of {}",
                    machine.visible(), rows.rows(), rows.cols()));
  }
  const auto count = static_cast<double>(rows.rows());
  Eigen::VectorXd biases(machine.visible());
  for (Index column = 0; column < machine.visible(); ++column) {
    double sum = 0;
    for (Index row = 0; row < rows.rows(); ++row) {
      sum += static_cast<double>(rows(row, column));
    }
    switch (machine.visible_units) {
      case VisibleUnits::spin:
        biases[column] = (elementary::log(count + sum + 1) - elementary::log(count - sum + 1)) / 2;
        break;
      case VisibleUnits::softmax:
        biases[column] = elementary::log(sum + 1);
        break;
      default:
        biases[column] = elementary::log(sum + 0.5) - elementary::log(count - sum + 0.5);
    }
  }
  return biases;
}

}  // namespace onedial
