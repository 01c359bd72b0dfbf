#include "onedial/model/enumerate.hpp"

#include <cmath>
#include <optional>

#include "level_tolerance.hpp"
#include "onedial/model/local_fields.hpp"

namespace onedial {
namespace {

/// The greatest number of which all couplings and fields of a model of spins are multiples, but for rounding,
/// and how often it goes into the sum of their magnitudes. Energies lie within that many steps of twice the
/// number, up and down, of the energy of any state.
struct Grid {
  double unit;
  double reach;
};

/// None if there is no such number, or if these steps are more than `max_cells`.
std::optional<Grid> find_grid(const PairwiseModel& spins, double max_cells) {
  std::vector<double> strengths;
  double sum = 0;
  const auto add = [&](double value) {
    strengths.push_back(std::abs(value));
    sum += std::abs(value);
  };
  for (Index i = 0; i < spins.size(); ++i) {
    add(spins.fields()[i]);
    for_each_coupling(spins, i, [&](Index j, double coupling) {
      if (i < j) {
        add(coupling);
      }
    });
  }
  if (sum == 0) {
    return Grid{.unit = 1, .reach = 0};
  }
  const double tolerance = level_tolerance(0, sum);
  double unit = 0;
  for (double rest : strengths) {  // Euclid's algorithm
    while (rest > tolerance) {
      unit = std::exchange(rest, std::abs(std::remainder(unit, rest)));
    }
  }
  double deviation = 0;
  for (const double strength : strengths) {
    deviation += std::abs(std::remainder(strength, unit));
  }
  const double reach = std::round(sum / unit);
  return deviation <= tolerance && 2 * reach + 1 <= max_cells ? std::optional(Grid{unit, reach})
                                                              : std::nullopt;
}

struct Levels {
  std::vector<double> energies;
  std::vector<double> counts;

  void add(double energy, std::uint64_t count) {
    energies.push_back(energy);
    counts.push_back(static_cast<double>(count));
  }
};

Levels count_on_grid(const std::shared_ptr<const PairwiseModel>& spins, Index first_units, const Grid& grid) {
  const double base = spins->energy(State(static_cast<std::size_t>(spins->size())));
  const double step = 2 * grid.unit;
  const double per_step = 1 / step;
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(2 * grid.reach) + 1);
  with_local_fields(spins, [&](auto fields) {
    visit_states(std::move(fields), first_units, [&](std::uint64_t /*k*/, double energy) {
      ++counts[static_cast<std::size_t>((energy - base) * per_step + (grid.reach + 0.5))];
    });
  });
  Levels levels;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) {
      levels.add(base + step * (static_cast<double>(i) - grid.reach), counts[i]);
    }
  }
  return levels;
}

Levels count_sorted(const std::shared_ptr<const PairwiseModel>& spins, Index first_units) {
  std::vector<double> energies;
  energies.reserve(std::size_t{1} << static_cast<unsigned>(first_units));
  with_local_fields(spins, [&](auto fields) {
    visit_states(std::move(fields), first_units,
                 [&](std::uint64_t /*k*/, double energy) { energies.push_back(energy); });
  });
  std::sort(energies.begin(), energies.end());
  const double tolerance = level_tolerance(energies.front(), energies.back());
  Levels levels;
  for (auto first = energies.cbegin(); first != energies.cend();) {
    const auto next = std::find_if(first, energies.cend(), [&](double e) { return e > *first + tolerance; });
    levels.add(*first, static_cast<std::uint64_t>(next - first));
    first = next;
  }
  return levels;
}

}  // namespace

std::vector<double> enumerate(const std::shared_ptr<const PairwiseModel>& model) {
  return with_local_fields(model, [](auto fields) { return enumerate(std::move(fields)); });
}

DensityOfStates enumerate_density(const std::shared_ptr<const PairwiseModel>& model) {
  const auto spins = std::make_shared<const PairwiseModel>(model->in_domain(Domain::spin));
  const bool reversible = spins->size() > 0 && spins->fields().isZero(0);
  const Index visited_units = spins->size() - (reversible ? 1 : 0);
  if (visited_units > max_enumerated_units) {
    throw std::invalid_argument("cannot enumerate " + std::to_string(spins->size()) + " units; at most " +
                                std::to_string(max_enumerated_units) + ", and one more without fields");
  }
  // With fewer states than counters, or more counters than a cache holds, sorting does better.
  const double max_cells = std::min(std::ldexp(1.0, static_cast<int>(visited_units)), 0x1p20);
  const auto grid = find_grid(*spins, max_cells);
  Levels levels = grid ? count_on_grid(spins, visited_units, *grid) : count_sorted(spins, visited_units);
  for (double& count : levels.counts) {
    count = std::log(reversible ? 2 * count : count);
  }
  return {std::move(levels.energies), std::move(levels.counts)};
}

}  // namespace onedial
