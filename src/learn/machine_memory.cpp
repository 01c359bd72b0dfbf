#include "onedial/learn/machine_memory.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include "negative_chains.hpp"
#include "onedial/learn/partition_function.hpp"

namespace onedial {
namespace {

/// Sizes as doubles, which no product overflows.
struct Sizes {
  explicit Sizes(const RestrictedMachine& machine)
      : visible(static_cast<double>(machine.visible())),
        hidden(static_cast<double>(machine.hidden())),
        levels(static_cast<double>(machine.levels)) {}
  double visible;
  double hidden;
  double levels;
};

double rounded_up(double count, double step) {
  return std::ceil(count / step) * step;
}

}  // namespace

double machine_system_bytes(const RestrictedMachine& machine, Index replicas) {
  const Sizes size(machine);
  const double weights = size.visible * size.hidden;
  constexpr double overhead = 1e6;
  switch (machine.visible_units) {
    case VisibleUnits::gaussian: {
      // The weights in double precision; the couplings as they are made, as a model, and for an engine.
      const double couplings = size.hidden * size.hidden;
      return overhead + 8 * weights + 32 * couplings +
             rounded_up(static_cast<double>(replicas), 64) * size.hidden * 24;
    }
    case VisibleUnits::softmax:
      return overhead + 24 * weights +
             static_cast<double>(replicas) * (4 * (size.visible / size.levels + size.hidden) + 256);
    default: {
      // Three times in double precision while it is converted, and the integers of block Gibbs, in tiles.
      const double visible = rounded_up(size.visible, 128);
      const double hidden = rounded_up(size.hidden, 64);
      const double of_replica = 4 * visible + 8 * hidden + 5 * (size.visible + size.hidden) + 1024;
      return overhead + 24 * weights + 4 * visible * size.hidden + 8 * size.visible * hidden +
             rounded_up(static_cast<double>(replicas), 32) * of_replica;
    }
  }
}

double rbm_sampler_bytes(const RestrictedMachine& machine, Index chains) {
  const Sizes size(machine);
  // The weights as they are, and in lanes with their transpose; of each chain values, fields and means a few
  // times.
  return 1e6 + 12 * rounded_up(size.visible, 16) * rounded_up(size.hidden, 16) +
         static_cast<double>(chains) * 40 * (rounded_up(size.visible, 16) + rounded_up(size.hidden, 16));
}

double training_bytes(Index visible, Index hidden, Index examples, const TrainerSettings& settings) {
  const double weights =
      4 * rounded_up(static_cast<double>(visible), 16) * rounded_up(static_cast<double>(hidden), 16);
  const double of_optimiser = std::holds_alternative<Adam>(settings.optimiser) ? 2 : 1;
  const bool is_fast = std::holds_alternative<FastPersistentDivergence>(settings.negative);
  // A machine is its weights and their transpose; the state of the start and the last two that were stored.
  const double machines = 2 + of_optimiser + (is_fast ? 3 : 0);
  const double states = 3 * (1 + of_optimiser + (is_fast ? 1 : 0));
  const double chains = static_cast<double>(persistent_chains(settings.negative));
  const double rows = static_cast<double>(std::min(settings.batch, examples)) + chains;
  return 1e6 + weights * (machines + states) +
         12 * static_cast<double>(examples) * static_cast<double>(visible) +
         24 * rows * static_cast<double>(visible + hidden);
}

double exact_log_z_bytes(const RestrictedMachine& machine) {
  const Sizes size(machine);
  constexpr double rows = 128;  // states whose weights are kept
  const double smaller_layer = summed_states(machine);
  const bool lists_hidden = std::exp2(size.hidden) == smaller_layer;
  const double states = std::min(smaller_layer, max_summed_states);
  const double summed = lists_hidden ? size.visible : size.hidden;
  // The weights in double precision a few times over, rows with their fields, and a sum for each block.
  return 1e6 + 64 * size.visible * size.hidden + 16 * rows * (summed + 8 * size.levels) +
         48 * states / rows * 2;
}

}  // namespace onedial
