#include "histogram.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace onedial {

AxisLimits range_of(std::span<const double> values, const std::string& what) {
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (!has_place(values[k], AxisKind::linear)) {
      throw std::invalid_argument(fmt::format("{} {} is {}; must be finite", what, k, values[k]));
    }
  }
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  const double magnitude = std::max(std::abs(*least), std::abs(*greatest));
  const double spread = *greatest - *least;
  const double room = spread > 1e-9 * magnitude ? 0.01 * spread : std::max(0.1 * magnitude, 1e-3);
  return {*least - room, *greatest + room};
}

std::vector<double> counts(std::span<const double> values, const Bins& bins) {
  std::vector<double> result(bins.count, 0.0);
  for (const double value : values) {
    const double place = (value - bins.range.lower) / bins.width();
    ++result[std::min(static_cast<std::size_t>(std::max(place, 0.0)), bins.count - 1)];
  }
  return result;
}

void add_steps(Panel& panel, const Bins& bins, const std::vector<double>& heights, double foot,
               const std::string& label, ColourRole colour) {
  Band band{.label = label, .colour = colour};
  for (std::size_t bin = 0; bin < bins.count; ++bin) {
    const double left = bins.range.lower + static_cast<double>(bin) * bins.width();
    band.x.insert(band.x.end(), {left, left + bins.width()});
    band.upper.insert(band.upper.end(), 2, std::max(heights[bin], foot));
  }
  band.lower.assign(band.x.size(), foot);
  panel.series.push_back({.x = band.x, .y = band.upper, .label = label, .colour = colour, .width = 0.9});
  panel.bands.push_back(std::move(band));
}

}  // namespace onedial
