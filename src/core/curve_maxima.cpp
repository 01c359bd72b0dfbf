#include "onedial/core/curve_maxima.hpp"

#include <fmt/format.h>

#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace onedial {

std::vector<Peak> curve_maxima(const std::function<double(Temperature)>& curve, Temperature coldest,
                               Temperature hottest, Index steps) {
  if (!(coldest > Temperature::zero() && coldest < hottest && !hottest.is_infinite() && steps >= 2)) {
    throw std::invalid_argument(
        fmt::format("maxima are looked for between 0 < coldest ({}) < hottest ({}) < infinity in at least 2 "
                    "steps ({})",
                    coldest.value(), hottest.value(), steps));
  }
  const double log_coldest = std::log(coldest.value());
  const double range = std::log(hottest.value()) - log_coldest;
  const auto at = [&](Index i) {
    return std::exp(log_coldest + range * static_cast<double>(i) / static_cast<double>(steps));
  };
  const auto value = [&](double t) { return curve(Temperature(t)); };
  std::vector<Peak> found;
  double before = value(at(0));
  double here = value(at(1));
  for (Index i = 1; i < steps; ++i) {
    const double after = value(at(i + 1));
    if (here > before && here >= after) {
      constexpr int half_the_bits = 26;  // a maximum is no better determined than that by its values
      const auto [top, height] = boost::math::tools::brent_find_minima([&](double t) { return -value(t); },
                                                                       at(i - 1), at(i + 1), half_the_bits);
      found.push_back({.temperature = Temperature(top), .value = -height});
    }
    before = std::exchange(here, after);
  }
  return found;
}

}  // namespace onedial
