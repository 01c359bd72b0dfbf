#include "onedial/model/potts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "check_couplings.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

/// The words of n digits from 0 to q − 1 in an order in which neighbours differ by one in one digit: the
/// reflected Gray code for any q, without a loop (Knuth, The Art of Computer Programming 4A, 7.2.1.1,
/// algorithm H).
class GrayCode {
 public:
  GrayCode(std::size_t digits, Level levels)
      : levels_(levels), digits_(digits, 0), directions_(digits, 1), focus_(digits + 1) {
    std::iota(focus_.begin(), focus_.end(), std::size_t{0});
  }

  /// The digit that changes next; their number after the last word.
  std::size_t next_digit() {
    const std::size_t digit = focus_.front();
    focus_.front() = 0;
    return digit;
  }

  /// Changes that digit, and returns what it is then.
  Level change(std::size_t digit) {
    digits_[digit] += directions_[digit];
    if (digits_[digit] == 0 || digits_[digit] == levels_ - 1) {  // it turns round after the digits above it
      directions_[digit] = -directions_[digit];
      focus_[digit] = focus_[digit + 1];
      focus_[digit + 1] = digit + 1;
    }
    return digits_[digit];
  }

 private:
  Level levels_;
  std::vector<Level> digits_;
  std::vector<Level> directions_;
  std::vector<std::size_t> focus_;
};

/// The energies of all states in which the first `fixed` units are at level 0.
std::vector<double> walk(const PottsModel& model, std::size_t fixed) {
  // Differences of energies are added up; afresh every so often, so that rounding errors cannot build up.
  constexpr std::size_t states_between_refreshes = 4096;
  const auto units = static_cast<std::size_t>(model.size());
  State state(units, 0);
  GrayCode code(units - fixed, model.levels());
  std::vector<double> at_level(static_cast<std::size_t>(model.levels()));
  double energy = model.energy(state);
  std::vector<double> energies = {energy};
  energies.reserve(static_cast<std::size_t>(std::pow(model.levels(), units - fixed)));
  for (std::size_t digit = code.next_digit(); digit < units - fixed; digit = code.next_digit()) {
    Level& level = state[fixed + digit];
    model.level_energies(state, static_cast<Index>(fixed + digit), at_level);
    const double before = at_level[static_cast<std::size_t>(level)];
    level = code.change(digit);
    energy += at_level[static_cast<std::size_t>(level)] - before;
    if (energies.size() % states_between_refreshes == 0) {
      energy = model.energy(state);
    }
    energies.push_back(energy);
  }
  return energies;
}

}  // namespace

PottsModel::PottsModel(Level levels, const PairwiseModel::Sparse& couplings, double field)
    : PottsModel(levels, couplings, field, {}) {}

PottsModel::PottsModel(Level levels, const PairwiseModel::Sparse& couplings, SiteFields site_fields)
    : PottsModel(levels, couplings, 0, std::move(site_fields)) {
  if (site_fields_.rows() != size() || site_fields_.cols() != levels) {
    throw std::invalid_argument("fields are " + std::to_string(site_fields_.rows()) + " x " +
                                std::to_string(site_fields_.cols()) + "; one a unit and level is expected, " +
                                std::to_string(size()) + " x " + std::to_string(levels));
  }
}

PottsModel::PottsModel(Level levels, const PairwiseModel::Sparse& couplings, double field,
                       SiteFields site_fields)
    : levels_(levels),
      couplings_(compressed(couplings)),
      field_(field),
      site_fields_(std::move(site_fields)) {
  constexpr Level most_levels = 65'536;
  if (levels < 2 || levels > most_levels) {
    throw std::invalid_argument("levels (" + std::to_string(levels) + ") must be 2 to " +
                                std::to_string(most_levels));
  }
  if (couplings_.rows() != couplings_.cols()) {
    throw std::invalid_argument("couplings are " + std::to_string(couplings_.rows()) + " x " +
                                std::to_string(couplings_.cols()) + "; they must be square");
  }
  if (!std::isfinite(field)) {
    throw std::invalid_argument("the field is " + std::to_string(field) + "; it must be finite");
  }
  if (!site_fields_.allFinite()) {
    throw std::invalid_argument("a field is not finite");
  }
  // A unit's energies differ by at most twice what it can save.
  const double fields = static_cast<double>(size()) * std::abs(field) + site_fields_.cwiseAbs().sum();
  if (!std::isfinite(2 * (checked_sum(couplings_) + fields))) {
    throw std::invalid_argument("couplings and field are so large that an energy overflows");
  }
}

double PottsModel::energy(const State& state) const {
  if (static_cast<Index>(state.size()) != size()) {
    throw std::invalid_argument("state has " + std::to_string(state.size()) + " units, the model has " +
                                std::to_string(size()));
  }
  require_levels(state, levels_);
  double energy = 0;
  for (Index i = 0; i < size(); ++i) {
    const Level level = state[static_cast<std::size_t>(i)];
    energy -= level == 0 ? field_ : 0;
    energy -= site_fields_.size() > 0 ? site_fields_(i, level) : 0;
    for_each_coupling(couplings_, i, [&](Index j, double coupling) {
      energy -= j < i && state[static_cast<std::size_t>(j)] == level ? coupling : 0;
    });
  }
  return energy;
}

void PottsModel::level_energies(const State& state, Index unit, std::span<double> energies) const {
  if (site_fields_.size() > 0) {
    std::transform(site_fields_.row(unit).begin(), site_fields_.row(unit).end(), energies.begin(),
                   [](double field) { return -field; });
  } else {
    std::fill(energies.begin(), energies.end(), 0.0);
    energies.front() = -field_;
  }
  for_each_coupling(couplings_, unit, [&](Index j, double coupling) {
    energies[static_cast<std::size_t>(state[static_cast<std::size_t>(j)])] -= coupling;
  });
}

PottsModel potts_lattice(const LatticeSettings& settings, Level levels) {
  return {levels, lattice_couplings(settings), settings.field};
}

DensityOfStates enumerate_density(const PottsModel& model) {
  if (model.size() < 1) {
    throw std::invalid_argument("the model has no units");
  }
  if (std::pow(model.levels(), static_cast<double>(model.size())) > max_enumerated_states) {
    throw std::invalid_argument("cannot enumerate " + std::to_string(model.size()) + " units of " +
                                std::to_string(model.levels()) + " levels; at most 2^26 states");
  }
  const bool symmetric = !model.has_fields();
  std::vector<double> energies = walk(model, symmetric ? 1 : 0);
  std::sort(energies.begin(), energies.end());
  std::vector<double> distinct;
  std::vector<double> log_states;
  for (auto first = energies.begin(); first != energies.end();) {
    const auto last = std::upper_bound(first, energies.end(), *first);
    const auto found = static_cast<double>(last - first);
    distinct.push_back(*first);
    log_states.push_back(elementary::log(symmetric ? found * model.levels() : found));
    first = last;
  }
  return {std::move(distinct), std::move(log_states)};
}

}  // namespace onedial
