#include "onedial/memory/capacity.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <stdexcept>

#include "onedial/core/error.hpp"
#include "onedial/measure/line_fit.hpp"
#include "onedial/measure/proportion.hpp"

namespace onedial {
namespace {

/// How many of the cues of one set are recalled, and the sum of their overlaps.
std::array<double, 2> recall_set(const RecallTrials& trials, Index units, Index count, Index set) {
  // Sets of other sizes are independent of these, so that errors along a curve are.
  const auto name = [](Index number) { return static_cast<std::uint64_t>(number); };
  RandomStream random(trials.seed, name(units) << 42U ^ name(count) << 20U ^ name(set));
  const Patterns patterns = random_patterns(units, count, 0.5, random);
  std::vector<State> starts;
  for (Index k = 0; k < std::min(trials.cues, count); ++k) {
    starts.push_back(state_of(patterns, k));
    corrupt(starts.back(), trials.noise, random);
  }
  std::array<double, 2> result = {0, 0};
  try {
    const auto recalled = StoredMemory(trials.memory, patterns).recall(starts, trials.most_sweeps, 1);
    for (std::size_t k = 0; k < recalled.size(); ++k) {
      const double m =
          patterns.col(static_cast<Index>(k)).dot(spins_of(recalled[k].state)) / static_cast<double>(units);
      result[0] += m >= trials.least_overlap ? 1 : 0;
      result[1] += m;
    }
  } catch (const InputError&) {
    return {};  // patterns that cannot be stored cannot be recalled
  }
  return result;
}

}  // namespace

std::optional<RecallRate> measure_recall(const RecallTrials& trials, Index units, Index patterns,
                                         const SetObserver& observer) {
  if (units < 1 || patterns < 1 || trials.sets < 2 || trials.cues < 1 || trials.most_sweeps < 1) {
    throw std::invalid_argument(
        "units, patterns, cues and sweeps must be at least 1, and sets of patterns at least 2");
  }
  if (!(trials.noise >= 0 && trials.noise <= 1)) {
    throw std::invalid_argument("noise must be between 0 and 1");
  }
  std::vector<std::array<double, 2>> sets(static_cast<std::size_t>(trials.sets));
  const bool is_whole = for_each_set(
      trials.sets, trials.threads,
      [&](Index set) { sets[static_cast<std::size_t>(set)] = recall_set(trials, units, patterns, set); },
      observer);
  if (!is_whole) {
    return std::nullopt;
  }
  double hits = 0;
  const auto cues = static_cast<double>(std::min(trials.cues, patterns));
  for (auto& [recalled, overlap] : sets) {
    hits += recalled;
    recalled /= cues;
    overlap /= cues;
  }
  const auto [recalled, overlap] = means_over_sets(sets);
  const Index all = trials.sets * std::min(trials.cues, patterns);
  const double least_error = proportion(static_cast<Index>(hits), all).standard_error;
  return RecallRate{.units = units,
                    .patterns = patterns,
                    .noise = trials.noise,
                    .trials = all,
                    .recalled = recalled.value,
                    .recalled_error = std::max(recalled.error, least_error),
                    .overlap = overlap.value,
                    .overlap_error = overlap.error};
}

Estimate half_load(std::span<const RecallRate> curve) {
  constexpr double edge = 0.15;
  const boost::math::normal normal;
  std::vector<double> loads;
  std::vector<double> probits;
  std::vector<double> errors;
  for (const RecallRate& point : curve) {
    if (point.recalled > edge && point.recalled < 1 - edge) {
      const double probit = boost::math::quantile(normal, point.recalled);
      loads.push_back(point.load());
      probits.push_back(probit);
      errors.push_back(point.recalled_error / boost::math::pdf(normal, probit));
    }
  }
  if (loads.size() < 2) {
    throw std::invalid_argument(
        "fewer than two loads at which a part of the patterns is recalled: choose loads that lie closer");
  }
  const LineFit line = fit_line(loads, probits, errors);
  const double half = -line.a / line.b;
  // dα = −(da + α db)/b.
  const double variance =
      (line.variance_a + 2 * half * line.covariance + half * half * line.variance_b) / (line.b * line.b);
  return {half, std::sqrt(variance)};
}

Estimate extrapolated_load(std::span<const Index> units, std::span<const Estimate> half_loads) {
  if (units.size() < 2 || units.size() != half_loads.size()) {
    throw std::invalid_argument("an extrapolation needs the half loads of two sizes or more");
  }
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> errors;
  for (std::size_t k = 0; k < units.size(); ++k) {
    x.push_back(1 / std::sqrt(static_cast<double>(units[k])));
    y.push_back(half_loads[k].value);
    errors.push_back(half_loads[k].error);
  }
  const LineFit line = fit_line(x, y, errors);
  return {line.a, std::sqrt(line.variance_a * line.scatter())};
}

}  // namespace onedial
