#include "onedial/anneal/temperature_ladder.hpp"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <stdexcept>
#include <string>

namespace onedial {
namespace {

double beta_of(Temperature t) {
  return t.is_infinite() ? 0 : 1 / t.value();
}

void require_rising(Temperature before, Temperature after) {
  if (!(before < after)) {
    throw std::invalid_argument("temperatures of a ladder must rise; " + std::to_string(after.value()) +
                                " follows " + std::to_string(before.value()));
  }
}

void require_levels(Index count) {
  if (count < 2) {
    throw std::invalid_argument("a ladder has at least 2 temperatures, not " + std::to_string(count));
  }
}

double share(Index k, Index count) {
  return static_cast<double>(k) / static_cast<double>(count - 1);
}

/// ∫σ dβ between two neighbours, and what ln T counts, which ends where T does.
double length_between(const EnergySpread& cold, const EnergySpread& hot) {
  constexpr double per_log_temperature = 0.5;
  const double step = beta_of(cold.temperature) - beta_of(hot.temperature);
  const double by_spread = step * (cold.sigma + hot.sigma) / 2;
  if (hot.temperature.is_infinite()) {
    return by_spread;
  }
  return by_spread + per_log_temperature * std::log(hot.temperature.value() / cold.temperature.value());
}

/// The closest sequence, in squares, that does not fall, all weights equal (pool adjacent violators).
std::vector<double> monotone(std::span<const double> values) {
  struct Pool {
    double mean;
    double weight;
  };
  std::vector<Pool> pools;
  for (const double value : values) {
    pools.push_back({value, 1});
    while (pools.size() > 1 && pools[pools.size() - 2].mean > pools.back().mean) {
      const Pool last = pools.back();
      pools.pop_back();
      Pool& joined = pools.back();
      joined.mean = (joined.mean * joined.weight + last.mean * last.weight) / (joined.weight + last.weight);
      joined.weight += last.weight;
    }
  }
  std::vector<double> result;
  for (const Pool& pool : pools) {
    result.insert(result.end(), static_cast<std::size_t>(pool.weight), pool.mean);
  }
  return result;
}

}  // namespace

std::vector<Temperature> spaced_ladder(LadderSpacing spacing, Temperature coldest, Temperature hottest,
                                       Index count) {
  require_levels(count);
  if (coldest.is_zero() || hottest.is_infinite()) {
    throw std::invalid_argument("the ends of a ladder in equal steps must be above 0 and finite");
  }
  require_rising(coldest, hottest);
  std::vector<Temperature> ladder{coldest};
  const double cold = coldest.value();
  const double hot = hottest.value();
  for (Index k = 1; k + 1 < count; ++k) {
    const double x = share(k, count);
    switch (spacing) {
      case LadderSpacing::geometric:
        ladder.emplace_back(cold * std::pow(hot / cold, x));
        break;
      case LadderSpacing::linear:
        ladder.emplace_back(cold + (hot - cold) * x);
        break;
      case LadderSpacing::linear_beta:
        ladder.emplace_back(1 / ((1 - x) / cold + x / hot));
        break;
    }
  }
  ladder.push_back(hottest);
  return ladder;
}

ThermodynamicLength::ThermodynamicLength(std::vector<EnergySpread> spreads) : spreads_(std::move(spreads)) {
  require_levels(std::ssize(spreads_));
  if (spreads_.front().temperature.is_zero()) {
    throw std::invalid_argument("a thermodynamic length starts above T = 0");
  }
  lengths_.push_back(0);
  for (std::size_t k = 0; k < spreads_.size(); ++k) {
    if (!(spreads_[k].sigma >= 0) || std::isinf(spreads_[k].sigma)) {
      throw std::invalid_argument("a spread of energies (" + std::to_string(spreads_[k].sigma) +
                                  ") must be a number of at least 0");
    }
    if (k > 0) {
      require_rising(spreads_[k - 1].temperature, spreads_[k].temperature);
      lengths_.push_back(lengths_.back() + length_between(spreads_[k - 1], spreads_[k]));
    }
  }
}

double ThermodynamicLength::from_coldest(Temperature t) const {
  if (t < spreads_.front().temperature || t > spreads_.back().temperature) {
    throw std::invalid_argument("T = " + std::to_string(t.value()) +
                                " lies beyond the spreads that are known");
  }
  for (std::size_t k = 1;; ++k) {
    if (t <= spreads_[k].temperature) {
      const double cold = beta_of(spreads_[k - 1].temperature);
      const double x = (cold - beta_of(t)) / (cold - beta_of(spreads_[k].temperature));
      return lengths_[k - 1] + x * (lengths_[k] - lengths_[k - 1]);
    }
  }
}

Temperature ThermodynamicLength::at_length(double length) const {
  const auto above = std::upper_bound(lengths_.begin() + 1, lengths_.end() - 1, length);
  const auto k = static_cast<std::size_t>(above - lengths_.begin());
  const double cold = beta_of(spreads_[k - 1].temperature);
  const double hot = beta_of(spreads_[k].temperature);
  const double part = lengths_[k] - lengths_[k - 1];
  const double x = part > 0 ? (length - lengths_[k - 1]) / part : 0;
  return Temperature(1 / (cold + (hot - cold) * std::clamp(x, 0.0, 1.0)));
}

std::vector<Temperature> ThermodynamicLength::equal_acceptance_ladder(Temperature coldest,
                                                                      Temperature hottest,
                                                                      Index count) const {
  require_levels(count);
  require_rising(coldest, hottest);
  const double start = from_coldest(coldest);
  const double end = from_coldest(hottest);
  std::vector<Temperature> ladder{coldest};
  for (Index k = 1; k + 1 < count; ++k) {
    ladder.push_back(at_length(start + (end - start) * share(k, count)));
  }
  ladder.push_back(hottest);
  return ladder;
}

Index ThermodynamicLength::levels_for(double acceptance, Temperature coldest, Temperature hottest) const {
  if (!(acceptance > 0 && acceptance < 1)) {
    throw std::invalid_argument("an acceptance (" + std::to_string(acceptance) +
                                ") must lie between 0 and 1");
  }
  require_rising(coldest, hottest);
  const double step = 2 * boost::math::erfc_inv(acceptance);
  return 1 + std::max<Index>(
                 1, static_cast<Index>(std::ceil((from_coldest(hottest) - from_coldest(coldest)) / step)));
}

std::vector<Temperature> feedback_ladder(std::span<const Temperature> temperatures,
                                         std::span<const double> hot_fractions) {
  const auto count = std::ssize(temperatures);
  if (count < 3 || std::ssize(hot_fractions) != count) {
    throw std::invalid_argument("feedback needs at least 3 temperatures and as many fractions; there are " +
                                std::to_string(count) + " and " + std::to_string(hot_fractions.size()));
  }
  for (std::size_t k = 0; k < hot_fractions.size(); ++k) {
    if (!(hot_fractions[k] >= 0 && hot_fractions[k] <= 1)) {
      throw std::invalid_argument("no replica has travelled to level " + std::to_string(k) +
                                  " yet: its fraction is no number from 0 to 1");
    }
    if (k > 0) {
      require_rising(temperatures[k - 1], temperatures[k]);
    }
  }
  if (temperatures.front().is_zero() || temperatures.back().is_infinite()) {
    throw std::invalid_argument("feedback needs temperatures above 0 and finite");
  }
  const std::vector<double> fractions = monotone(hot_fractions);
  const double least = 0.1 * (fractions.back() - fractions.front()) / static_cast<double>(count - 1);
  // How many of the new levels each present interval holds, cumulated: √(Δf/ΔT²) ΔT.
  std::vector<double> cumulated{0};
  for (std::size_t k = 1; k < fractions.size(); ++k) {
    const double drop = std::max(fractions[k] - fractions[k - 1], std::max(least, 1e-12));
    cumulated.push_back(cumulated.back() + std::sqrt(drop));
  }
  std::vector<Temperature> ladder{temperatures.front()};
  std::size_t interval = 1;
  for (Index k = 1; k + 1 < count; ++k) {
    const double wanted = cumulated.back() * share(k, count);
    while (cumulated[interval] < wanted) {
      ++interval;
    }
    const double x = (wanted - cumulated[interval - 1]) / (cumulated[interval] - cumulated[interval - 1]);
    ladder.emplace_back(temperatures[interval - 1].value() +
                        x * (temperatures[interval].value() - temperatures[interval - 1].value()));
  }
  ladder.push_back(temperatures.back());
  return ladder;
}

}  // namespace onedial
