#include "onedial/learn/free_energy.hpp"

#include <fmt/format.h>

#include <cmath>
#include <span>
#include <stdexcept>

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/worker_pool.hpp"
#include "onedial/measure/accumulator.hpp"

namespace onedial {
namespace {

Estimate mean_of(std::span<const double> values) {
  Accumulator sums;
  for (const double value : values) {
    sums.add(value);
  }
  return {.value = sums.mean(), .error = std::sqrt(sums.variance() / static_cast<double>(values.size()))};
}

}  // namespace

std::vector<double> free_energies(const RestrictedMachine& machine, const FloatRows& rows, Index threads) {
  if (rows.cols() != machine.visible()) {
    throw std::invalid_argument(
        fmt::format("rows of {} values for {} visible columns", rows.cols(), machine.visible()));
  }
  std::vector<double> result(static_cast<std::size_t>(rows.rows()));
  const bool is_real = machine.visible_units == VisibleUnits::gaussian;
  WorkerPool(threads).for_each_slice(rows.rows(), [&](Index first, Index last) {
    Eigen::VectorXd gaps(machine.hidden());  // what it costs to turn each hidden unit on
    for (Index row = first; row < last; ++row) {
      gaps = -machine.hidden_biases.cast<double>();
      double energy = 0;
      for (Index i = 0; i < machine.visible(); ++i) {
        const auto value = static_cast<double>(rows(row, i));
        const auto bias = static_cast<double>(machine.visible_biases[i]);
        energy += is_real ? (value - bias) * (value - bias) / 2 : -bias * value;
        if (value != 0) {
          gaps -= value * machine.weights.row(i).transpose().cast<double>();
        }
      }
      result[static_cast<std::size_t>(row)] =
          energy - two_level_log_z({gaps.data(), static_cast<std::size_t>(gaps.size())}, Temperature(1));
    }
  });
  return result;
}

Estimate mean_log_likelihood(const RestrictedMachine& machine, const FloatRows& rows, double log_z,
                             Index threads) {
  if (rows.rows() < 2) {
    throw std::invalid_argument(fmt::format("{} rows; a mean with an error needs at least 2", rows.rows()));
  }
  const Estimate mean = mean_of(free_energies(machine, rows, threads));
  return {.value = -mean.value - log_z, .error = mean.error};
}

Estimate free_energy_gap(const RestrictedMachine& machine, const FloatRows& learned,
                         const FloatRows& held_out, Index threads) {
  const Estimate of_learned = mean_log_likelihood(machine, learned, 0, threads);
  const Estimate of_held_out = mean_log_likelihood(machine, held_out, 0, threads);
  return {.value = of_learned.value - of_held_out.value,
          .error = std::hypot(of_learned.error, of_held_out.error)};
}

}  // namespace onedial
