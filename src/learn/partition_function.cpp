#include "onedial/learn/partition_function.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <utility>
#include <vector>

#include "hidden_model.hpp"
#include "layer_sum.hpp"
#include "onedial/core/boltzmann.hpp"
#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/memory.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/learn/machine_memory.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/local_fields.hpp"

namespace onedial {
namespace {

/// ln Σ e^{−E/T} over all states of a model, from sums of a few thousand states each.
double log_sum_of_states(const PairwiseModel& model, Temperature t) {
  constexpr std::size_t block = 4096;
  std::vector<double> block_logs;
  std::vector<double> energies;
  const auto flush = [&] {
    if (!energies.empty()) {
      block_logs.push_back(-log_partition_function(Spectrum(energies), t));
      energies.clear();
    }
  };
  with_local_fields(std::make_shared<const PairwiseModel>(model), [&](auto fields) {
    visit_states(fields, model.size(), [&](std::uint64_t, double energy) {
      energies.push_back(energy);
      if (energies.size() == block) {
        flush();
      }
    });
  });
  flush();
  return log_partition_function(Spectrum(std::move(block_logs)), Temperature(1));
}

void require_summable(const RestrictedMachine& machine, Temperature t) {
  if (t.is_zero() || t.is_infinite()) {
    throw std::invalid_argument("ln Z of a machine needs a temperature above 0 and below infinity");
  }
  if (!has_exact_log_z(machine)) {
    throw std::invalid_argument(
        fmt::format("cannot sum over {:.3g} states, as many as the smaller layer of {} visible and {} hidden "
                    "units has; at most 2^24",
                    summed_states(machine), machine.visible(), machine.hidden()));
  }
  require_memory(exact_log_z_bytes(machine),
                 fmt::format("an exact ln Z of {} x {} units", machine.visible(), machine.hidden()));
}

LayerSum layers_of(const RestrictedMachine& machine) {
  return machine.visible_units == VisibleUnits::softmax ? layer_sum_of_levels(machine)
                                                        : layer_sum_of(as_rbm(machine));
}

/// States of the hidden units of a machine with real visible ones. The sorted targets are met in one walk
/// through all states.
std::vector<State> draw_hidden_states(const RestrictedMachine& machine, Index count, RandomStream& random,
                                      Temperature t) {
  const auto model = std::make_shared<const PairwiseModel>(hidden_model(machine));
  const double log_z = log_sum_of_states(*model, t);
  struct Target {
    double share;
    Index draw;
  };
  std::vector<Target> targets;
  for (Index draw = 0; draw < count; ++draw) {
    targets.push_back({.share = uniform01(random), .draw = draw});
  }
  std::sort(targets.begin(), targets.end(),
            [](const Target& a, const Target& b) { return a.share < b.share; });
  std::vector<State> states(static_cast<std::size_t>(count));
  CompensatedSum sum;
  auto next = targets.begin();
  std::uint64_t last = 0;
  const auto take = [&](std::uint64_t index) {
    State& state = states[static_cast<std::size_t>(next->draw)];
    for (Index unit = 0; unit < machine.hidden(); ++unit) {
      state.push_back(static_cast<Level>((index >> static_cast<unsigned>(unit)) & 1U));
    }
    ++next;
  };
  with_local_fields(model, [&](auto fields) {
    visit_states(fields, model->size(), [&](std::uint64_t index, double energy) {
      sum.add(boltzmann_weight(t.reduced(energy), -log_z, Temperature(1)));
      last = index;
      while (next != targets.end() && next->share < sum.value()) {
        take(index);
      }
    });
  });
  while (next != targets.end()) {
    take(last);  // what rounding has left
  }
  return states;
}

}  // namespace

double summed_states(const RestrictedMachine& machine) {
  const double hidden = std::exp2(static_cast<double>(machine.hidden()));
  switch (machine.visible_units) {
    case VisibleUnits::gaussian:
      return hidden;
    case VisibleUnits::softmax: {
      const Index units = machine.visible() / machine.levels;
      return std::min(hidden, std::pow(static_cast<double>(machine.levels), static_cast<double>(units)));
    }
    default:
      return std::min(hidden, std::exp2(static_cast<double>(machine.visible())));
  }
}

bool has_exact_log_z(const RestrictedMachine& machine) {
  return summed_states(machine) <= max_summed_states;
}

double log_partition_function(const RestrictedMachine& machine, Temperature t, Index threads) {
  require_summable(machine, t);
  if (machine.visible_units == VisibleUnits::gaussian) {
    const double of_one_unit = elementary::log(2 * std::numbers::pi * t.value()) / 2;
    return static_cast<double>(machine.visible()) * of_one_unit + log_sum_of_states(hidden_model(machine), t);
  }
  double offset = 0;
  if (machine.visible_units == VisibleUnits::spin) {
    as_rbm(machine, &offset);
  }
  return log_sum(layers_of(machine), t, threads) - t.reduced(offset);
}

std::vector<State> draw_exact_states(const RestrictedMachine& machine, Index count, RandomStream& random,
                                     Temperature t, Index threads) {
  require_summable(machine, t);
  if (machine.visible_units == VisibleUnits::gaussian) {
    return draw_hidden_states(machine, count, random, t);
  }
  const LayerSum layers = layers_of(machine);
  std::vector<State> states;
  for (LayerDraw& draw : draw_exactly(layers, t, count, threads, random)) {
    State& visible = layers.lists_hidden ? draw.summed : draw.listed;
    const State& hidden = layers.lists_hidden ? draw.listed : draw.summed;
    visible.insert(visible.end(), hidden.begin(), hidden.end());
    states.push_back(std::move(visible));
  }
  return states;
}

}  // namespace onedial
