#include "onedial/sample/energy_levels.hpp"

#include "onedial/sample/level_walker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace onedial {
namespace {

void require_range(EnergyRange range) {
  if (!(range.least <= range.most)) {
    throw std::invalid_argument(fmt::format(
        "the least energy of a range ({}) must not be above the most ({})", range.least, range.most));
  }
}

void require_step(double step) {
  if (!(step > 0 && std::isfinite(step))) {
    throw std::invalid_argument(
        fmt::format("the distance of energy levels ({}) must be positive and finite", step));
  }
}

/// What rounding may put an energy off its place, in steps.
constexpr double slack = 1e-9;

}  // namespace

EnergyLevels EnergyLevels::at_steps(double anchor, double step, EnergyRange range) {
  require_range(range);
  require_step(step);
  if (!std::isfinite(anchor)) {
    throw std::invalid_argument(fmt::format("an energy level ({}) must be finite", anchor));
  }
  EnergyLevels levels(anchor - step * std::round(anchor / step), step, true);
  if (std::isfinite(range.least)) {
    levels.first_ = static_cast<Index>(std::ceil((range.least - levels.origin_) / step - slack));
  }
  if (std::isfinite(range.most)) {
    levels.last_ = static_cast<Index>(std::floor((range.most - levels.origin_) / step + slack));
  }
  if (levels.last_ < levels.first_) {
    throw std::invalid_argument(
        fmt::format("no energy lies between {} and {}: they are multiples of {} from {}", range.least,
                    range.most, step, anchor));
  }
  levels.bounded_ = std::isfinite(range.least) || std::isfinite(range.most);
  return levels;
}

EnergyLevels EnergyLevels::in_bins(double width, EnergyRange range) {
  require_range(range);
  require_step(width);
  const bool has_least = std::isfinite(range.least);
  // The edges lie a little below their places, so that rounding puts no energy at an edge into the bin
  // before.
  EnergyLevels levels((has_least ? range.least : 0) + (0.5 - slack) * width, width, false);
  if (has_least) {
    levels.first_ = 0;
  }
  if (std::isfinite(range.most)) {
    const double lowest_edge = levels.origin_ - width / 2;
    levels.last_ = static_cast<Index>(std::floor((range.most - lowest_edge) / width));
  }
  levels.bounded_ = has_least || std::isfinite(range.most);
  return levels;
}

EnergyLevels EnergyLevels::unbounded() const {
  EnergyLevels levels = *this;
  levels.bounded_ = false;
  levels.first_ = -far;
  levels.last_ = far;
  return levels;
}

std::optional<double> common_step(std::span<const double> differences) {
  double largest = 0;
  for (const double difference : differences) {
    largest = std::max(largest, std::abs(difference));
  }
  if (!(largest > 0)) {
    return std::nullopt;
  }
  constexpr double finest = 1.0 / 4096;
  const double tolerance = 1e-9 * largest;
  double step = largest;
  for (const double difference : differences) {
    // Euclid's algorithm on numbers that are whole multiples but for rounding.
    double rest = std::abs(difference);
    while (rest > tolerance) {
      const double next = std::fmod(step, rest);
      step = rest;
      rest = step - next > tolerance ? next : 0;
    }
    if (step < finest * largest) {
      return std::nullopt;
    }
  }
  return largest / std::round(largest / step);
}

namespace detail {

void throw_no_units() {
  throw std::invalid_argument("the model has no units");
}

EnergyLevels levels_of(double energy, std::span<const double> differences, double bin_width,
                       EnergyRange range) {
  const auto larger = [](double a, double b) { return std::max(a, std::abs(b)); };
  const double largest = std::accumulate(differences.begin(), differences.end(), 0.0, larger);
  // Where there is one energy only, any step will do.
  const std::optional<double> step =
      bin_width != 0 ? bin_width : (largest > 0 ? common_step(differences) : std::optional(1.0));
  if (!step) {
    throw std::invalid_argument("the energies are no multiples of a common step: give a bin_width above 0");
  }
  require_step(*step);
  constexpr double most_levels = 0x1p40;
  if (!(std::max(std::abs(energy), largest) < most_levels * *step)) {
    throw std::invalid_argument(
        fmt::format("levels at a distance of {} are too fine for energies of {} that a"
                    " flip changes by {}: give a larger bin_width",
                    *step, energy, largest));
  }
  return bin_width != 0 ? EnergyLevels::in_bins(bin_width, range)
                        : EnergyLevels::at_steps(energy, *step, range);
}

void require_on_levels(const EnergyLevels& levels, double distance) {
  constexpr double rounding = 1e-6;
  if (levels.exact() && distance > rounding * levels.step()) {
    throw std::invalid_argument(
        fmt::format("an energy lies {} off the levels, which are multiples of {}: give a bin_width above 0",
                    distance, levels.step()));
  }
}

void require_entry(const EnergyLevels& levels, Index sweeps, Index most_sweeps) {
  if (sweeps >= most_sweeps) {
    throw std::runtime_error(fmt::format("no state with an energy between {} and {} was met in {} sweeps",
                                         levels.middle(levels.first()), levels.middle(levels.last()),
                                         most_sweeps));
  }
}

}  // namespace detail
}  // namespace onedial
