#include "onedial/learn/machine_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/sample/kernel.hpp"

namespace onedial {
namespace {

void require_size(std::size_t size, Index expected) {
  if (static_cast<Index>(size) != expected) {
    throw std::invalid_argument(fmt::format("a state of {} units; the machine's have {}", size, expected));
  }
}

/// Visible units of a state; none where they are integrated over.
Index visible_levels(const RestrictedMachine& machine) {
  switch (machine.visible_units) {
    case VisibleUnits::gaussian:
      return 0;
    case VisibleUnits::softmax:
      return machine.visible() / machine.levels;
    default:
      return machine.visible();
  }
}

/// b + Wh.
Eigen::VectorXd visible_fields(const RestrictedMachine& machine, const State& state) {
  const Index visible = visible_levels(machine);
  require_size(state.size(), visible + machine.hidden());
  Eigen::VectorXd fields = machine.visible_biases.cast<double>();
  for (Index j = 0; j < machine.hidden(); ++j) {
    if (state[static_cast<std::size_t>(visible + j)] != 0) {
      fields += machine.weights.col(j).cast<double>();
    }
  }
  return fields;
}

}  // namespace

Eigen::VectorXd visible_values(const RestrictedMachine& machine, const State& state, Temperature t,
                               RandomStream& random) {
  if (machine.visible_units == VisibleUnits::gaussian) {
    const double spread = std::sqrt(t.value());
    return visible_fields(machine, state).unaryExpr([&](double mean) {
      return mean + spread * draw_normal(random);
    });
  }
  const Index units = visible_levels(machine);
  require_size(state.size(), units + machine.hidden());
  Eigen::VectorXd values = Eigen::VectorXd::Zero(machine.visible());
  for (Index unit = 0; unit < units; ++unit) {
    const Level level = state[static_cast<std::size_t>(unit)];
    switch (machine.visible_units) {
      case VisibleUnits::softmax:
        values[unit * machine.levels + level] = 1;
        break;
      case VisibleUnits::spin:
        values[unit] = 2 * level - 1;
        break;
      default:
        values[unit] = level;
    }
  }
  return values;
}

Eigen::VectorXd visible_means(const RestrictedMachine& machine, const State& state, Temperature t) {
  Eigen::VectorXd fields = visible_fields(machine, state);
  switch (machine.visible_units) {
    case VisibleUnits::gaussian:
      return fields;
    case VisibleUnits::binary:
      return fields.unaryExpr([&](double field) { return heat_bath_probability(-field, t); });
    case VisibleUnits::spin:
      return fields.unaryExpr([&](double field) { return 2 * heat_bath_probability(-2 * field, t) - 1; });
    case VisibleUnits::softmax:
      break;
  }
  for (Index first = 0; first < fields.size(); first += machine.levels) {
    const Eigen::VectorXd energies = -fields.segment(first, machine.levels);
    const auto means = boltzmann_probabilities(Spectrum({energies.begin(), energies.end()}), t);
    std::copy(means.begin(), means.end(), fields.begin() + first);
  }
  return fields;
}

State state_of(const RestrictedMachine& machine, const Eigen::VectorXf& row, Temperature t,
               RandomStream& random) {
  if (row.size() != machine.visible()) {
    throw std::invalid_argument(
        fmt::format("a row of {} values for {} visible columns", row.size(), machine.visible()));
  }
  State state;
  Eigen::VectorXd values = row.cast<double>();
  if (machine.visible_units != VisibleUnits::gaussian) {
    const bool is_softmax = machine.visible_units == VisibleUnits::softmax;
    const float threshold = machine.visible_units == VisibleUnits::spin ? 0.0F : 0.5F;
    for (Index unit = 0; unit < visible_levels(machine); ++unit) {
      Index level = row[unit] > threshold ? 1 : 0;
      if (is_softmax) {
        row.segment(unit * machine.levels, machine.levels).maxCoeff(&level);
      }
      state.push_back(static_cast<Level>(level));
    }
    state.resize(state.size() + static_cast<std::size_t>(machine.hidden()));
    values = visible_values(machine, state, t, random);
    state.resize(state.size() - static_cast<std::size_t>(machine.hidden()));
  }
  RandomDecision decide(random);
  for (Index j = 0; j < machine.hidden(); ++j) {
    double field = static_cast<double>(machine.hidden_biases[j]);
    for (Index i = 0; i < machine.visible(); ++i) {
      field += values[i] * static_cast<double>(machine.weights(i, j));
    }
    state.push_back(decide(heat_bath_probability(-field, t)) ? 1 : 0);
  }
  return state;
}

}  // namespace onedial
