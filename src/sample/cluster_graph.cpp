#include "cluster_graph.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

#include "onedial/core/boltzmann.hpp"

namespace onedial {

ClusterGraph::ClusterGraph(const PairwiseModel& model)
    : levels_(2), units_(static_cast<std::size_t>(model.size())) {
  const PairwiseModel spins = model.in_domain(Domain::spin);
  unsatisfied_energy_ = spins.offset();
  std::vector<Pair> pairs;
  bool ghost = false;
  const auto add = [&](std::size_t first, std::size_t second, double coupling, bool opposed) {
    unsatisfied_energy_ += std::abs(coupling);
    pairs.push_back({first, second, 2 * std::abs(coupling), opposed});
  };
  for (Index i = 0; i < spins.size(); ++i) {
    const auto unit = static_cast<std::size_t>(i);
    for_each_coupling(spins, i, [&](Index j, double coupling) {
      if (j < i && coupling != 0) {
        add(unit, static_cast<std::size_t>(j), coupling, coupling < 0);
      }
    });
    if (const double field = spins.fields()[i]; field != 0) {
      add(unit, units_, field, field > 0);  // up is level 1, and the ghost stands for level 0
      ghost = true;
    }
  }
  connect(pairs, ghost);
}

ClusterGraph::ClusterGraph(const PottsModel& model)
    : levels_(model.levels()), units_(static_cast<std::size_t>(model.size())), unsatisfied_energy_(0) {
  if (model.site_fields().size() > 0) {
    throw std::invalid_argument("cluster updates know no fields that differ from unit to unit");
  }
  std::vector<Pair> pairs;
  const auto add = [&](std::size_t first, std::size_t second, double coupling, const std::string& name) {
    if (coupling < 0 && levels_ > 2) {
      throw std::invalid_argument(name + " is " + std::to_string(coupling) + "; cluster updates of " +
                                  std::to_string(levels_) + " levels need values of 0 or above");
    }
    unsatisfied_energy_ += std::max(0.0, -coupling);
    pairs.push_back({first, second, std::abs(coupling), coupling < 0});
  };
  for (Index i = 0; i < model.size(); ++i) {
    const auto unit = static_cast<std::size_t>(i);
    for_each_coupling(model.couplings(), i, [&](Index j, double coupling) {
      if (j < i) {
        add(unit, static_cast<std::size_t>(j), coupling,
            "coupling (" + std::to_string(j) + ", " + std::to_string(i) + ")");
      }
    });
    if (model.field() != 0) {
      add(unit, units_, model.field(), "the field");
    }
  }
  connect(pairs, model.field() != 0);
}

void ClusterGraph::connect(const std::vector<Pair>& pairs, bool ghost) {
  for (const Pair& pair : pairs) {
    gains_.push_back(pair.gain);
  }
  std::sort(gains_.begin(), gains_.end());
  gains_.erase(std::unique(gains_.begin(), gains_.end()), gains_.end());

  first_.assign(units_ + (ghost ? 1 : 0) + 1, 0);
  for (const Pair& pair : pairs) {
    ++first_[pair.first + 1];
    ++first_[pair.second + 1];
  }
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
  bonds_.resize(2 * pairs.size());
  std::vector<std::size_t> next = first_;
  for (const Pair& pair : pairs) {
    const auto gain = std::lower_bound(gains_.begin(), gains_.end(), pair.gain) - gains_.begin();
    const auto rule = 2 * static_cast<std::uint32_t>(gain) + (pair.opposed ? 1 : 0);
    bonds_[next[pair.first]++] = {static_cast<std::uint32_t>(pair.second), rule};
    bonds_[next[pair.second]++] = {static_cast<std::uint32_t>(pair.first), rule};
  }
}

double ClusterGraph::energy(std::span<const Level> levels) const {
  double energy = unsatisfied_energy_;
  for (std::size_t node = 0; node < nodes(); ++node) {
    for (const Bond& bond : bonds(node)) {
      const bool opposed = (bond.rule & 1U) != 0;
      if (bond.node < node && (levels[bond.node] != levels[node]) == opposed) {
        energy -= gains_[bond.rule >> 1U];
      }
    }
  }
  return energy;
}

std::vector<double> bond_probabilities(std::span<const double> gains, Temperature t) {
  std::vector<double> result;
  result.reserve(gains.size());
  for (const double gain : gains) {
    result.push_back(1 - metropolis_probability(gain, t));
  }
  return result;
}

}  // namespace onedial
