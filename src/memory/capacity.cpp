#include "onedial/memory/capacity.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <stdexcept>

#include "onedial/core/error.hpp"
#include "onedial/core/worker_pool.hpp"
#include "onedial/measure/accumulator.hpp"

namespace onedial {
namespace {

/// Means over the cues of one set.
struct SetResult {
  double recalled = 0;
  double overlap = 0;
};

SetResult recall_set(const RecallTrials& trials, Index units, Index count, Index set) {
  // Sets of other sizes are independent of these, so that errors along a curve are.
  const auto name = [](Index number) { return static_cast<std::uint64_t>(number); };
  RandomStream random(trials.seed, name(units) << 42U ^ name(count) << 20U ^ name(set));
  const Patterns patterns = random_patterns(units, count, 0.5, random);
  const Index cues = std::min(trials.cues, count);
  std::vector<State> starts;
  for (Index k = 0; k < cues; ++k) {
    starts.push_back(state_of(patterns, k));
    corrupt(starts.back(), trials.noise, random);
  }
  SetResult result;
  try {
    const auto recalled = StoredMemory(trials.memory, patterns).recall(starts, trials.most_sweeps, 1);
    for (Index k = 0; k < cues; ++k) {
      const double m = patterns.col(k).dot(spins_of(recalled[static_cast<std::size_t>(k)].state)) /
                       static_cast<double>(units);
      result.overlap += m;
      result.recalled += m >= trials.least_overlap ? 1 : 0;
    }
  } catch (const InputError&) {
    return {};  // patterns that cannot be stored cannot be recalled
  }
  result.recalled /= static_cast<double>(cues);
  result.overlap /= static_cast<double>(cues);
  return result;
}

/// y = a + bx by least squares with weights.
struct Line {
  double a = 0;
  double b = 0;
  double variance_a = 0;
  double variance_b = 0;
  double covariance = 0;
};

Line fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> errors) {
  double s = 0;
  double sx = 0;
  double sy = 0;
  double sxx = 0;
  double sxy = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const double weight = 1 / (errors[k] * errors[k]);
    s += weight;
    sx += weight * x[k];
    sy += weight * y[k];
    sxx += weight * x[k] * x[k];
    sxy += weight * x[k] * y[k];
  }
  const double determinant = s * sxx - sx * sx;
  return {.a = (sxx * sy - sx * sxy) / determinant,
          .b = (s * sxy - sx * sy) / determinant,
          .variance_a = sxx / determinant,
          .variance_b = s / determinant,
          .covariance = -sx / determinant};
}

}  // namespace

RecallRate measure_recall(const RecallTrials& trials, Index units, Index patterns) {
  if (units < 1 || patterns < 1 || trials.sets < 2 || trials.cues < 1 || trials.most_sweeps < 1) {
    throw std::invalid_argument(
        "units, patterns, cues and sweeps must be at least 1, and sets of patterns at least 2");
  }
  if (!(trials.noise >= 0 && trials.noise <= 1)) {
    throw std::invalid_argument("noise must be between 0 and 1");
  }
  std::vector<SetResult> results(static_cast<std::size_t>(trials.sets));
  WorkerPool pool(std::min(trials.threads, trials.sets));
  pool.for_each_slice(trials.sets, [&](Index first, Index last) {
    for (Index set = first; set < last; ++set) {
      results[static_cast<std::size_t>(set)] = recall_set(trials, units, patterns, set);
    }
  });
  Accumulator means(2);
  for (const SetResult& result : results) {
    const std::array values = {result.recalled, result.overlap};
    means.add(values);
  }
  const auto error = [&](Index which) {
    return std::sqrt(means.variance(which) / static_cast<double>(trials.sets));
  };
  return {.units = units,
          .patterns = patterns,
          .noise = trials.noise,
          .trials = trials.sets * std::min(trials.cues, patterns),
          .recalled = means.mean(0),
          .recalled_error = error(0),
          .overlap = means.mean(1),
          .overlap_error = error(1)};
}

Estimate half_load(std::span<const RecallRate> curve) {
  constexpr double edge = 0.15;
  const boost::math::normal normal;
  std::vector<double> loads;
  std::vector<double> probits;
  std::vector<double> errors;
  for (const RecallRate& point : curve) {
    if (point.recalled > edge && point.recalled < 1 - edge && point.recalled_error > 0) {
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
  const Line line = fit_line(loads, probits, errors);
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
  const Line line = fit_line(x, y, errors);
  double bend = 0;  // what terms beyond 1/√N may do
  if (x.size() > 2) {
    const auto smallest = static_cast<std::ptrdiff_t>(std::max_element(x.begin(), x.end()) - x.begin());
    for (std::vector<double>* list : {&x, &y, &errors}) {
      list->erase(list->begin() + smallest);
    }
    bend = fit_line(x, y, errors).a - line.a;
  }
  return {line.a, std::sqrt(line.variance_a + bend * bend)};
}

}  // namespace onedial
