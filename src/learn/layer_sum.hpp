#pragma once
#include <Eigen/Core>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/random.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/learn/restricted_machine.hpp"

namespace onedial {

/// A unit of the layer whose states are listed one by one.
struct ListedUnit {
  std::vector<double> energies;  ///< of each of its levels
  Eigen::MatrixXd fields;        ///< (fields of the other layer × levels): what each level adds to them
};

/// The layer that is summed over for each state of the listed one: independent units of so many levels with
/// energies −field.
struct SummedLayer {
  Index units;
  Index levels;            ///< that have a field
  bool has_level_zero;     ///< whether each unit has a further level, of energy 0
  Eigen::VectorXd biases;  ///< (levels · units): all units' fields of the first level, then of the second
};

/// A layer to list and a layer to sum.
struct LayerSum {
  std::vector<ListedUnit> listed;
  SummedLayer summed;
  bool lists_hidden = true;
};

/// A state of both layers, as levels of their units. A summed unit with a level of energy 0 has this as its
/// level 0.
struct LayerDraw {
  State listed;
  State summed;
};

/// Lists the layer that has fewer units.
LayerSum layer_sum_of(const Rbm& machine);

/// The same of softmax visible units, those of fewer states listed.
LayerSum layer_sum_of_levels(const RestrictedMachine& machine);

/// ln Σ e^{−E/T} over all states of both layers, 0 < T < ∞, to about 10⁻¹³ of its size. Blocks of states of
/// the listed layer are shared out among threads and added in one order, so that neither threads nor the
/// instruction set change a bit.
double log_sum(const LayerSum& layers, Temperature t, Index threads);

/// Independent draws from the law at T, by the sums over all states: exact but for the rounding of a uniform
/// number to 53 bits. Takes as long as `log_sum`, and a little for each draw.
std::vector<LayerDraw> draw_exactly(const LayerSum& layers, Temperature t, Index count, Index threads,
                                    RandomStream& random);

}  // namespace onedial
