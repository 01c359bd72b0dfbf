#include "onedial/anneal/optimal_sweeps.hpp"

#include <algorithm>
#include <boost/random/beta_distribution.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "onedial/anneal/phase_seed.hpp"

#include "onedial/core/random.hpp"
#include "onedial/measure/proportion.hpp"

namespace onedial {
namespace {

void validate(std::span<const LengthTrials> lengths, Index resamples) {
  if (lengths.size() < 2) {
    throw std::invalid_argument("an optimal number of sweeps needs runs of two lengths or more");
  }
  for (std::size_t k = 0; k < lengths.size(); ++k) {
    if (lengths[k].sweeps <= (k > 0 ? lengths[k - 1].sweeps : 0)) {
      throw std::invalid_argument("the numbers of sweeps must rise, from 1 or more");
    }
  }
  if (resamples < 1) {
    throw std::invalid_argument("a bootstrap needs a resample");
  }
}

/// How often each length has the least time to target where success probabilities are drawn anew.
std::vector<double> bootstrap_shares(std::span<const LengthTrials> lengths, double confidence,
                                     RandomStream& random, Index resamples) {
  std::vector<double> shares(lengths.size());
  for (Index sample = 0; sample < resamples; ++sample) {
    std::size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < lengths.size(); ++k) {
      const auto hits = static_cast<double>(lengths[k].hits);
      const auto misses = static_cast<double>(lengths[k].runs - lengths[k].hits);
      const double p = boost::random::beta_distribution<double>(hits + 0.5, misses + 0.5)(random);
      const auto runs = runs_to_target(std::min(p, 1.0), confidence);
      const double time = runs ? *runs * static_cast<double>(lengths[k].sweeps) : least;
      if (time < least) {
        least = time;
        best = k;
      }
    }
    shares[best] += 1 / static_cast<double>(resamples);
  }
  return shares;
}

}  // namespace

std::optional<OptimalSweeps> optimal_sweeps(std::span<const LengthTrials> lengths,
                                            const TargetCertainty& certainty, std::uint64_t seed,
                                            Index resamples) {
  validate(lengths, resamples);
  if (!(certainty.level > 0 && certainty.level < 1)) {
    throw std::invalid_argument("the level of an interval must lie in (0, 1)");
  }
  if (std::all_of(lengths.begin(), lengths.end(), [](const auto& length) { return length.hits == 0; })) {
    return std::nullopt;
  }
  const double level_at_once = std::pow(certainty.level, 1 / static_cast<double>(lengths.size()));
  std::vector<IntervalEstimate> times;
  for (const LengthTrials& length : lengths) {
    times.push_back(time_to_target(exact_interval(length.hits, length.runs, level_at_once),
                                   static_cast<double>(length.sweeps), certainty.confidence));
  }
  const auto least = [&](double IntervalEstimate::*member) {
    return std::min_element(times.begin(), times.end(),
                            [&](const auto& a, const auto& b) { return a.*member < b.*member; });
  };
  const auto best = least(&IntervalEstimate::value);
  OptimalSweeps result{.sweeps = lengths[static_cast<std::size_t>(best - times.begin())].sweeps,
                       .least_time = {.value = best->value,
                                      .lower = least(&IntervalEstimate::lower)->lower,
                                      .upper = least(&IntervalEstimate::upper)->upper}};
  const auto may_be_best = [&](const IntervalEstimate& time) {
    return time.lower <= result.least_time.upper;
  };
  for (std::size_t k = 0; k < lengths.size(); ++k) {
    if (may_be_best(times[k])) {
      result.may_be.push_back(lengths[k].sweeps);
    }
  }
  result.is_inside = !may_be_best(times.front()) && !may_be_best(times.back());
  RandomStream random(phase_seed(seed, RunPhase::resampled_lengths), 0);
  result.shares = bootstrap_shares(lengths, certainty.confidence, random, resamples);
  return result;
}

}  // namespace onedial
