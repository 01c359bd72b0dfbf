#include "onedial/anneal/temperature_ladder.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <stdexcept>
#include <string>

#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

void require_count(Index count) {
  if (count < 2) {
    throw std::invalid_argument("the levels of a ladder (" + std::to_string(count) + ") must be at least 2");
  }
}

void require_rising(Temperature colder, Temperature hotter) {
  if (!(colder < hotter)) {
    throw std::invalid_argument(
        fmt::format("the temperatures of a ladder must rise; {} follows {}", hotter.value(), colder.value()));
  }
}

/// The ends as they are, and `inner(x)` at x = k/(K−1) between them.
template <class Inner>
std::vector<Temperature> ladder_between(Temperature coldest, Temperature hottest, Index count, Inner inner) {
  std::vector<Temperature> ladder{coldest};
  for (Index k = 1; k + 1 < count; ++k) {
    ladder.emplace_back(inner(static_cast<double>(k) / static_cast<double>(count - 1)));
  }
  ladder.push_back(hottest);
  return ladder;
}

}  // namespace

std::vector<Temperature> spaced_ladder(LadderSpacing spacing, Temperature coldest, Temperature hottest,
                                       Index count) {
  require_count(count);
  require_rising(coldest, hottest);
  if (coldest.is_zero() && spacing != LadderSpacing::linear) {
    throw std::invalid_argument("a ladder that starts at T = 0 must be linear");
  }
  if (hottest.is_infinite() && spacing != LadderSpacing::linear_beta) {
    throw std::invalid_argument("a ladder that ends at T = infinity must be linear_beta");
  }
  const double cold = coldest.value();
  const double hot = hottest.value();
  switch (spacing) {
    case LadderSpacing::linear:
      return ladder_between(coldest, hottest, count, [=](double x) { return cold + x * (hot - cold); });
    case LadderSpacing::linear_beta:
      return ladder_between(coldest, hottest, count,
                            [=](double x) { return 1 / ((1 - x) / cold + x / hot); });
    case LadderSpacing::geometric:
      break;
  }
  const double log_ratio = elementary::log(hot) - elementary::log(cold);
  return ladder_between(coldest, hottest, count,
                        [=](double x) { return cold * elementary::exp(x * log_ratio); });
}

double normal_swap_rate(double length) {
  return std::erfc(length / 2);
}

ThermodynamicLength::ThermodynamicLength(std::vector<EnergySpread> spreads) {
  require_count(std::ssize(spreads));
  if (spreads.front().temperature.is_zero()) {
    throw std::invalid_argument("a thermodynamic length must start above T = 0, where 1/T is infinite");
  }
  for (std::size_t k = 0; k < spreads.size(); ++k) {
    if (!(spreads[k].sigma >= 0 && std::isfinite(spreads[k].sigma))) {
      throw std::invalid_argument("the spread of energies of level " + std::to_string(k) + " (" +
                                  std::to_string(spreads[k].sigma) + ") must be finite and at least 0");
    }
    if (k > 0) {
      require_rising(spreads[k - 1].temperature, spreads[k].temperature);
    }
  }
  const auto root_c = [](const EnergySpread& s) { return s.temperature.reduced(s.sigma); };
  // Of equal ones the hottest: where nothing spreads at all, everything counts as frozen.
  const auto peak = std::max_element(spreads.rbegin(), spreads.rend(),
                                     [&](const auto& a, const auto& b) { return root_c(a) < root_c(b); })
                        .base() -
                    1;
  constexpr double least_root_c = 0.5;
  for (auto s = spreads.begin(); s != spreads.end(); ++s) {
    const double t = s->temperature.value();
    knots_.push_back({.beta = 1 / t, .sigma = s < peak ? std::max(s->sigma, least_root_c * t) : s->sigma});
  }
  lengths_.push_back(0);
  for (std::size_t k = 1; k < knots_.size(); ++k) {
    const double mean_sigma = (knots_[k - 1].sigma + knots_[k].sigma) / 2;
    lengths_.push_back(lengths_.back() + (knots_[k - 1].beta - knots_[k].beta) * mean_sigma);
  }
}

double ThermodynamicLength::from_coldest(Temperature t) const {
  const double beta = 1 / t.value();
  if (beta > knots_.front().beta || beta < knots_.back().beta) {
    throw std::invalid_argument(
        fmt::format("T = {} lies beyond the temperatures whose spreads are known", t.value()));
  }
  std::size_t k = 1;
  while (beta < knots_[k].beta) {
    ++k;
  }
  const Knot& cold = knots_[k - 1];
  const Knot& hot = knots_[k];
  const double x = (cold.beta - beta) / (cold.beta - hot.beta);
  return lengths_[k - 1] + (cold.beta - beta) * (cold.sigma + x / 2 * (hot.sigma - cold.sigma));
}

Temperature ThermodynamicLength::at(double length) const {
  const auto above = std::upper_bound(lengths_.begin() + 1, lengths_.end() - 1, length);
  const auto k = static_cast<std::size_t>(above - lengths_.begin());
  const Knot& cold = knots_[k - 1];
  const Knot& hot = knots_[k];
  // The x with cold.sigma x + ½(hot.sigma − cold.sigma)x² = y, in the form that loses no digits.
  const double y = (length - lengths_[k - 1]) / (cold.beta - hot.beta);
  const double discriminant = cold.sigma * cold.sigma + 2 * (hot.sigma - cold.sigma) * y;
  const double x = 2 * y / (cold.sigma + std::sqrt(std::max(discriminant, 0.0)));
  return Temperature(1 / (cold.beta + std::min(x, 1.0) * (hot.beta - cold.beta)));
}

double ThermodynamicLength::length_between(Temperature coldest, Temperature hottest) const {
  require_rising(coldest, hottest);
  const double length = from_coldest(hottest) - from_coldest(coldest);
  if (!(length > 0)) {
    throw std::invalid_argument(
        fmt::format("energies do not spread between T = {} and T = {}", coldest.value(), hottest.value()));
  }
  return length;
}

std::vector<Temperature> ThermodynamicLength::equal_acceptance_ladder(Temperature coldest,
                                                                      Temperature hottest,
                                                                      Index count) const {
  require_count(count);
  const double length = length_between(coldest, hottest);
  const double start = from_coldest(coldest);
  return ladder_between(coldest, hottest, count, [&](double x) { return at(start + x * length).value(); });
}

Index ThermodynamicLength::levels_for(double acceptance, Temperature coldest, Temperature hottest) const {
  if (!(acceptance > 0 && acceptance < 1)) {
    throw std::invalid_argument("an acceptance (" + std::to_string(acceptance) + ") must lie in (0, 1)");
  }
  const double longest_step = 2 * boost::math::erfc_inv(acceptance);
  const double steps = std::ceil(length_between(coldest, hottest) / longest_step);
  constexpr double most_levels = 1e5;
  if (!(steps < most_levels)) {
    throw std::invalid_argument(fmt::format("{:.3g} levels would be needed between T = {} and T = {}",
                                            1 + steps, coldest.value(), hottest.value()));
  }
  return 1 + static_cast<Index>(steps);
}

std::vector<double> rising_fit(std::span<const double> values) {
  struct Pool {
    double sum;
    std::size_t count;
    [[nodiscard]] double mean() const { return sum / static_cast<double>(count); }
  };
  std::vector<Pool> pools;
  for (const double value : values) {
    Pool pool{.sum = value, .count = 1};
    while (!pools.empty() && pools.back().mean() >= pool.mean()) {
      pool.sum += pools.back().sum;
      pool.count += pools.back().count;
      pools.pop_back();
    }
    pools.push_back(pool);
  }
  std::vector<double> fit;
  for (const Pool& pool : pools) {
    fit.insert(fit.end(), pool.count, pool.mean());
  }
  return fit;
}

std::vector<Temperature> feedback_ladder(std::span<const Temperature> temperatures,
                                         std::span<const double> hot_fractions) {
  const Index count = std::ssize(temperatures);
  require_count(count);
  if (hot_fractions.size() != temperatures.size()) {
    throw std::invalid_argument(std::to_string(hot_fractions.size()) + " fractions for a ladder of " +
                                std::to_string(count) + " temperatures");
  }
  for (std::size_t k = 0; k < hot_fractions.size(); ++k) {
    if (!(hot_fractions[k] >= 0 && hot_fractions[k] <= 1)) {
      throw std::invalid_argument("the fraction from the hot end at level " + std::to_string(k) + " (" +
                                  std::to_string(hot_fractions[k]) +
                                  ") must lie in [0, 1]; without flow there is none");
    }
    if (k > 0) {
      require_rising(temperatures[k - 1], temperatures[k]);
    }
  }
  if (temperatures.back().is_infinite()) {
    throw std::invalid_argument("feedback needs finite temperatures; the hottest is infinite");
  }
  const std::vector<double> fractions = rising_fit(hot_fractions);
  const double rise = fractions.back() - fractions.front();
  if (!(rise > 0)) {
    throw std::invalid_argument("the fractions from the hot end do not rise: no flow was measured");
  }
  const double least_step = 0.1 * rise / static_cast<double>(count - 1);
  std::vector<double> shares{0};  // of the levels, up to each temperature
  for (std::size_t k = 1; k < fractions.size(); ++k) {
    const double step = std::max(fractions[k] - fractions[k - 1], least_step);
    shares.push_back(shares.back() + std::sqrt(step));
  }
  return ladder_between(temperatures.front(), temperatures.back(), count, [&](double x) {
    const double share = x * shares.back();
    const auto k = static_cast<std::size_t>(std::upper_bound(shares.begin() + 1, shares.end() - 1, share) -
                                            shares.begin());
    const double cold = temperatures[k - 1].value();
    const double hot = temperatures[k].value();
    return cold + (hot - cold) * (share - shares[k - 1]) / (shares[k] - shares[k - 1]);
  });
}

}  // namespace onedial
