#include "onedial/sample/multicanonical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "onedial/core/curve_maxima.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

/// All walks together, less one of them.
LevelTable histogram_of(const LevelTable& sum, const LevelTable* left_out, double log_state_count) {
  LevelTable rest(sum.levels(), LevelTable::unknown);
  rest.reach(sum.begin());
  rest.reach(sum.end() - 1);
  for (Index level = sum.begin(); level < sum.end(); ++level) {
    LevelTable::Entry& entry = rest[level];
    entry = sum[level];
    if (left_out != nullptr && left_out->begin() <= level && level < left_out->end()) {
      entry.visits -= (*left_out)[level].visits;
      entry.excess -= (*left_out)[level].excess;
    }
    // H = n·w with w = 1/g of the table
    entry.log_states = entry.visits == 0
                           ? LevelTable::unknown
                           : entry.log_states + elementary::log(static_cast<double>(entry.visits));
  }
  rest.normalise(log_state_count);
  return rest;
}

std::vector<PeakEstimate> peaks_of(const FlatHistogram& histogram, const std::vector<Peak>& peaks,
                                   double Thermodynamics::*quantity) {
  constexpr double reach = 1.25;  // farther off, a maximum of a part of the data is another
  constexpr Index steps = 64;
  std::vector<PeakEstimate> found;
  for (const Peak& peak : peaks) {
    const double t = peak.temperature.value();
    std::vector<double> places;
    std::vector<double> values;
    for (const DensityOfStates& part : histogram.without_walker) {
      const auto curve = [&](Temperature at) { return thermodynamics(part, at).*quantity; };
      const std::vector<Peak> near =
          curve_maxima(curve, Temperature(t / reach), Temperature(t * reach), steps);
      const auto nearest = std::min_element(near.begin(), near.end(), [&](const Peak& a, const Peak& b) {
        return std::abs(a.temperature.value() - t) < std::abs(b.temperature.value() - t);
      });
      if (nearest == near.end()) {
        break;
      }
      places.push_back(nearest->temperature.value());
      values.push_back(nearest->value);
    }
    if (places.size() == histogram.without_walker.size()) {
      found.push_back({.temperature = t,
                       .temperature_error = jackknife(t, places).standard_error,
                       .value = peak.value,
                       .value_error = jackknife(peak.value, values).standard_error});
    }
  }
  return found;
}

}  // namespace

bool FlatHistogram::mixed() const {
  return density.size() == 1 ||
         *std::min_element(round_trips.begin(), round_trips.end()) >= enough_round_trips;
}

JackknifeEstimate jackknife(const FlatHistogram& histogram,
                            const std::function<double(const DensityOfStates&)>& quantity) {
  std::vector<double> without;
  std::transform(histogram.without_walker.begin(), histogram.without_walker.end(),
                 std::back_inserter(without), quantity);
  return jackknife(quantity(histogram.density), without);
}

std::vector<PeakEstimate> heat_capacity_peaks(const FlatHistogram& histogram) {
  return peaks_of(histogram, heat_capacity_peaks(histogram.density), &Thermodynamics::heat_capacity);
}

std::vector<PeakEstimate> entropy_slope_peaks(const FlatHistogram& histogram) {
  return peaks_of(histogram, entropy_slope_peaks(histogram.density), &Thermodynamics::entropy_slope);
}

namespace detail {

void require_sound(const MulticanonicalSettings& settings) {
  if (settings.walkers < 2) {
    throw std::invalid_argument(
        fmt::format("walkers ({}) must be at least 2: errors come from their differences", settings.walkers));
  }
  for (const auto& [name, value] :
       {std::pair{"sweeps", settings.sweeps}, std::pair{"threads", settings.threads}}) {
    if (value < 1) {
      throw std::invalid_argument(fmt::format("{} ({}) must be at least 1", name, value));
    }
  }
}

LevelTable production_table(const LevelTable& weights) {
  LevelTable table = weights;
  table.fill_unknown(weights.least_log_states());
  table.clear_visits();
  return table;
}

FlatHistogram join_walks(const LevelTable& weights, const std::vector<std::optional<LevelTable>>& tables,
                         std::vector<Index> round_trips, Index sweeps, double log_state_count) {
  LevelTable sum = production_table(weights);
  for (const std::optional<LevelTable>& table : tables) {
    sum.reach(table->begin());
    sum.reach(table->end() - 1);
    for (Index level = table->begin(); level < table->end(); ++level) {
      sum[level].visits += (*table)[level].visits;
      sum[level].excess += (*table)[level].excess;
    }
  }
  const LevelTable all = histogram_of(sum, nullptr, log_state_count);
  std::vector<LevelTable> parts;
  std::vector<DensityOfStates> without_walker;
  for (const std::optional<LevelTable>& table : tables) {
    parts.push_back(histogram_of(sum, &*table, log_state_count));
    without_walker.push_back(parts.back().density());
  }
  std::vector<double> errors;
  std::vector<Index> visits;
  std::vector<double> without(parts.size());
  Index least = std::numeric_limits<Index>::max();
  Index total = 0;
  Index levels = 0;
  for (Index level = all.begin(); level < all.end(); ++level) {
    if (weights.knows(level)) {
      least = std::min(least, all[level].visits);
      total += all[level].visits;
      ++levels;
    }
    if (all[level].visits == 0) {
      continue;
    }
    visits.push_back(all[level].visits);
    std::transform(parts.begin(), parts.end(), without.begin(),
                   [&](const LevelTable& part) { return part[level].log_states; });
    const bool seen_by_one = std::count(without.begin(), without.end(), LevelTable::unknown) > 0;
    errors.push_back(seen_by_one ? std::numeric_limits<double>::infinity()
                                 : jackknife(all[level].log_states, without).standard_error);
  }
  return {.density = all.density(),
          .log_states_error = std::move(errors),
          .visits = std::move(visits),
          .without_walker = std::move(without_walker),
          .round_trips = std::move(round_trips),
          .flatness = total == 0 ? 0
                                 : static_cast<double>(least) * static_cast<double>(levels) /
                                       static_cast<double>(total),
          .sweeps = sweeps};
}

}  // namespace detail
}  // namespace onedial
