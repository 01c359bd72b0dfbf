#include "onedial/model/solvable_models.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "level_tolerance.hpp"
#include "onedial/core/compensated_sum.hpp"

namespace onedial {
namespace {

/// ln C(n, k) for n up to a largest one.
class LogBinomials {
 public:
  explicit LogBinomials(Index largest) {
    CompensatedSum sum;
    for (Index i = 1; i <= largest; ++i) {
      sum.add(std::log(static_cast<double>(i)));
      log_factorials_.push_back(sum.value());
    }
  }
  /// −∞ where there is no way to choose: k < 0 or k > n.
  double operator()(Index n, Index k) const {
    return k < 0 || k > n ? -std::numeric_limits<double>::infinity()
                          : of_factorial(n) - of_factorial(k) - of_factorial(n - k);
  }

 private:
  [[nodiscard]] double of_factorial(Index n) const { return log_factorials_[static_cast<std::size_t>(n)]; }

  std::vector<double> log_factorials_ = {0};
};

/// Collects the levels of E = −J·(sum over bonds) − h·M.
class Levels {
 public:
  Levels(Index units, double coupling, double field) : coupling_(coupling), field_(field) {
    if (units < 2) {
      throw std::invalid_argument("units (" + std::to_string(units) + ") must be at least 2");
    }
    for (const auto& [name, value] : {std::pair("coupling", coupling), std::pair("field", field)}) {
      if (!std::isfinite(value)) {
        throw std::invalid_argument(std::string(name) + " (" + std::to_string(value) + ") must be finite");
      }
    }
  }

  void add(double bond_sum, Index magnetisation, double log_states) {
    levels_.emplace_back(-coupling_ * bond_sum - field_ * static_cast<double>(magnetisation), log_states);
  }

  DensityOfStates joined() {
    std::sort(levels_.begin(), levels_.end());
    const double tolerance = level_tolerance(levels_.front().first, levels_.back().first);
    std::vector<double> energies;
    std::vector<double> log_states;
    for (const auto& [energy, log_count] : levels_) {
      const bool same = !energies.empty() && energy <= energies.back() + tolerance;
      energies.push_back(same ? energies.back() : energy);
      log_states.push_back(log_count);
    }
    return {std::move(energies), std::move(log_states)};
  }

 private:
  double coupling_;
  double field_;
  std::vector<std::pair<double, double>> levels_;  // E, ln g
};

}  // namespace

DensityOfStates ring_density(Index units, double coupling, double field) {
  Levels levels(units, coupling, field);
  const LogBinomials log_choose(units);
  const auto bond_sum = [&](Index blocks) { return static_cast<double>(units - 4 * blocks); };
  if (field == 0) {
    for (Index blocks = 0; blocks <= units / 2; ++blocks) {
      levels.add(bond_sum(blocks), 0, std::numbers::ln2 + log_choose(units, 2 * blocks));
    }
    return levels.joined();
  }
  levels.add(bond_sum(0), units, 0);
  levels.add(bond_sum(0), -units, 0);
  for (Index up = 1; up < units; ++up) {
    // As many blocks of spins up as of spins down, two broken bonds to each.
    for (Index blocks = 1; blocks <= std::min(up, units - up); ++blocks) {
      levels.add(bond_sum(blocks), 2 * up - units,
                 std::log(static_cast<double>(units) / static_cast<double>(blocks)) +
                     log_choose(up - 1, blocks - 1) + log_choose(units - up - 1, blocks - 1));
    }
  }
  return levels.joined();
}

DensityOfStates open_chain_density(Index units, double coupling, double field) {
  Levels levels(units, coupling, field);
  const LogBinomials log_choose(units);
  const auto bond_sum = [&](Index broken) { return static_cast<double>(units - 1 - 2 * broken); };
  if (field == 0) {
    for (Index broken = 0; broken < units; ++broken) {
      levels.add(bond_sum(broken), 0, std::numbers::ln2 + log_choose(units - 1, broken));
    }
    return levels.joined();
  }
  levels.add(bond_sum(0), units, 0);
  levels.add(bond_sum(0), -units, 0);
  for (Index up = 1; up < units; ++up) {
    for (Index broken = 1; broken < units; ++broken) {
      // Blocks of the first spin's direction, and of the other.
      const Index first_blocks = broken / 2 + 1;
      const Index other_blocks = (broken + 1) / 2;
      for (const auto& [first, other] : {std::pair(up, units - up), std::pair(units - up, up)}) {
        levels.add(bond_sum(broken), 2 * up - units,
                   log_choose(first - 1, first_blocks - 1) + log_choose(other - 1, other_blocks - 1));
      }
    }
  }
  return levels.joined();
}

DensityOfStates curie_weiss_density(Index units, double field) {
  const auto size = static_cast<double>(units);
  Levels levels(units, 1 / size, field);
  const LogBinomials log_choose(units);
  for (Index up = 0; up <= units; ++up) {
    const auto magnetisation = static_cast<double>(2 * up - units);
    levels.add((magnetisation * magnetisation - size) / 2, 2 * up - units, log_choose(units, up));
  }
  return levels.joined();
}

}  // namespace onedial
