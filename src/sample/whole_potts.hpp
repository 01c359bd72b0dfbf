#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "onedial/model/potts.hpp"
#include "onedial/sample/potts_system.hpp"

namespace onedial {

/// A Potts model whose couplings and fields are whole numbers, so that the energies of a unit's levels may be
/// kept up to date for ever, and Boltzmann weights looked up in a table.
class WholePotts {
 public:
  struct Neighbour {
    std::size_t first_level;  ///< of the neighbour, in the table of all levels of all units
    std::int32_t coupling;
  };

  /// Whether a model is such a one, and small enough: a table of weights must be shorter than a sweep.
  static bool fits(const PottsModel& model);

  explicit WholePotts(std::shared_ptr<const PottsModel> model);

  [[nodiscard]] const PottsModel& model() const { return *model_; }
  [[nodiscard]] std::span<const Neighbour> neighbours(std::size_t unit) const {
    return std::span(neighbours_).subspan(first_[unit], first_[unit + 1] - first_[unit]);
  }
  /// No two levels of a unit can differ by more.
  [[nodiscard]] std::size_t largest_gap() const { return largest_gap_; }

 private:
  std::shared_ptr<const PottsModel> model_;
  std::vector<std::size_t> first_;
  std::vector<Neighbour> neighbours_;
  std::size_t largest_gap_;
};

/// How the kernels of levels draw from whole energies: as LevelHeatBath and LevelMetropolis do, number by
/// number, with the exponentials of gaps 0, 1, 2, … from a table.
struct WholeHeatBath {
  static double weight(double gap, Temperature t) { return boltzmann_weight(gap, 0, t); }

  template <class Decide>
  static Level next_level(std::span<const std::int32_t> energies, Level /*now*/,
                          std::span<const double> table, std::span<double> weights, Decide& decide) {
    const std::int32_t ground = *std::min_element(energies.begin(), energies.end());
    for (std::size_t a = 0; a < energies.size(); ++a) {
      weights[a] = table[static_cast<std::size_t>(energies[a] - ground)];
    }
    return static_cast<Level>(decide.choose(weights));
  }
};

struct WholeMetropolis {
  static double weight(double gap, Temperature t) { return metropolis_probability(gap, t); }

  template <class Decide>
  static Level next_level(std::span<const std::int32_t> energies, Level now, std::span<const double> table,
                          std::span<double> /*weights*/, Decide& decide) {
    const auto levels = static_cast<Level>(energies.size());
    const Level proposed = (now + 1 + static_cast<Level>(decide.below(levels - 1))) % levels;
    const std::int32_t cost =
        energies[static_cast<std::size_t>(proposed)] - energies[static_cast<std::size_t>(now)];
    return decide(cost <= 0 ? 1.0 : table[static_cast<std::size_t>(cost)]) ? proposed : now;
  }
};

/// A SystemReplica of such a model: the same draws as those of any Potts model.
template <class Kernel>
class WholePottsReplica {
 public:
  explicit WholePottsReplica(std::shared_ptr<const WholePotts> potts)
      : potts_(std::move(potts)),
        levels_(static_cast<std::size_t>(potts_->model().levels())),
        state_(static_cast<std::size_t>(potts_->model().size())),
        energies_(state_.size() * levels_),
        table_(potts_->largest_gap() + 1),
        weights_(levels_),
        random_(0, 0) {}

  [[nodiscard]] Index size() const { return potts_->model().size(); }
  [[nodiscard]] double energy() const { return energy_; }
  void read(State& state) const { state = state_; }
  void refresh() {}  // sums of whole numbers are exact

  void place(const State& state) {
    energy_ = potts_->model().energy(state);  // throws for a level that does not exist
    state_ = state;
    collect();
  }

  void randomize(const RandomStream& random) {
    random_ = random;
    RandomDecision decide(random_);
    for (Level& level : state_) {
      level = static_cast<Level>(decide.below(potts_->model().levels()));
    }
    energy_ = potts_->model().energy(state_);
    collect();
  }

  void transfer(StateArchive& archive) {
    archive.values(state_);
    archive.value(random_);
    archive.value(energy_);
    if (archive.is_loading()) {
      require_levels(state_, potts_->model().levels());  // before they are used as places in tables
      collect();
    }
  }

  SweepStats sweep(Temperature t) {
    tabulate(t);
    RandomDecision decide(random_);
    SweepStats stats{.attempts = size(), .flips = 0};
    for (std::size_t unit = 0; unit < state_.size(); ++unit) {
      const std::span<const std::int32_t> energies(&energies_[unit * levels_], levels_);
      const Level before = state_[unit];
      const Level after = Kernel::next_level(energies, before, table_, weights_, decide);
      if (after != before) {
        energy_ += energies[static_cast<std::size_t>(after)] - energies[static_cast<std::size_t>(before)];
        change(unit, static_cast<std::size_t>(before), static_cast<std::size_t>(after));
        ++stats.flips;
      }
    }
    return stats;
  }

 private:
  void change(std::size_t unit, std::size_t before, std::size_t after) {
    state_[unit] = static_cast<Level>(after);
    for (const WholePotts::Neighbour& neighbour : potts_->neighbours(unit)) {
      energies_[neighbour.first_level + before] += neighbour.coupling;
      energies_[neighbour.first_level + after] -= neighbour.coupling;
    }
  }

  /// The energies of all levels of all units.
  void collect() {
    std::vector<double> energies(levels_);
    for (std::size_t unit = 0; unit < state_.size(); ++unit) {
      potts_->model().level_energies(state_, static_cast<Index>(unit), energies);
      std::transform(energies.begin(), energies.end(),
                     energies_.begin() + static_cast<std::ptrdiff_t>(unit * levels_),
                     [](double energy) { return static_cast<std::int32_t>(energy); });
    }
  }

  void tabulate(Temperature t) {
    if (t == tabulated_) {
      return;
    }
    tabulated_ = t;
    for (std::size_t gap = 0; gap < table_.size(); ++gap) {
      table_[gap] = Kernel::weight(static_cast<double>(gap), t);
    }
  }

  std::shared_ptr<const WholePotts> potts_;
  std::size_t levels_;
  State state_;
  std::vector<std::int32_t> energies_;  ///< (N × q)
  std::vector<double> table_;           ///< weights of the gaps 0, 1, 2, …
  std::optional<Temperature> tabulated_;
  std::vector<double> weights_;  ///< (q), scratch
  RandomStream random_;
  double energy_ = 0;
};

}  // namespace onedial
