#include "onedial/learn/rbm_conditionals.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "lane_machine.hpp"
#include "onedial/core/worker_pool.hpp"
#include "visible_data.hpp"

namespace onedial {

FloatRows hidden_probabilities(const RestrictedMachine& machine, const FloatRows& rows, Index threads) {
  require_visible_data(machine.visible_units, machine.levels, machine.visible(), rows);
  const LaneMachine lanes(machine);
  const UnitRows inputs(rows, machine.visible_units);
  LaneMatrix means(rows.rows(), machine.hidden());
  WorkerPool(threads).for_each_slice(rows.rows(), [&](Index first, Index last) {
    lanes.hidden_fields(inputs.rows(first, last), means, first);
    for (Index row = first; row < last; ++row) {
      LaneMachine::to_hidden_means(means, row);
    }
  });
  return means.values();
}

FloatRows visible_expectations(const RestrictedMachine& machine, const FloatRows& hidden, Index threads) {
  require_visible_data(VisibleUnits::binary, 2, machine.hidden(), hidden);
  const LaneMachine lanes(machine);
  const UnitRows inputs(hidden, VisibleUnits::binary);
  LaneMatrix means(hidden.rows(), machine.visible());
  WorkerPool(threads).for_each_slice(hidden.rows(), [&](Index first, Index last) {
    lanes.visible_fields(inputs.rows(first, last), means, first);
    for (Index row = first; row < last; ++row) {
      lanes.to_visible_means(means, row);
    }
  });
  return means.values();
}

double reconstruction_error(const RestrictedMachine& machine, const FloatRows& rows, Index threads) {
  if (rows.rows() == 0) {
    throw std::invalid_argument("no rows to reconstruct");
  }
  const FloatRows seen = visible_expectations(machine, hidden_probabilities(machine, rows, threads), threads);
  double sum = 0;
  for (Index row = 0; row < rows.rows(); ++row) {
    for (Index column = 0; column < rows.cols(); ++column) {
      const double difference =
          static_cast<double>(rows(row, column)) - static_cast<double>(seen(row, column));
      sum += difference * difference;
    }
  }
  return sum / static_cast<double>(rows.size());
}

}  // namespace onedial
