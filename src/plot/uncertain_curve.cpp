#include "uncertain_curve.hpp"

#include <algorithm>

namespace onedial {

void add_curve(Panel& panel, UncertainCurve curve, const std::string& label, ColourRole colour) {
  constexpr std::size_t most_dots = 40;
  if (curve.x.empty()) {
    return;
  }
  const bool has_dots = curve.x.size() <= most_dots;
  const bool has_errors =
      std::any_of(curve.error.begin(), curve.error.end(), [](double error) { return error > 0; });
  if (!has_dots && has_errors) {
    Band band{.x = curve.x, .lower = curve.y, .upper = curve.y, .label = label, .colour = colour};
    for (std::size_t k = 0; k < curve.error.size(); ++k) {
      band.lower[k] -= curve.error[k];
      band.upper[k] += curve.error[k];
    }
    panel.bands.push_back(std::move(band));
  }
  panel.series.push_back(
      {.x = curve.x, .y = curve.y, .label = label, .colour = colour, .width = has_dots ? 0.8 : 1.3});
  if (has_dots) {
    panel.points.push_back({.x = std::move(curve.x),
                            .y = std::move(curve.y),
                            .y_error = has_errors ? std::move(curve.error) : std::vector<double>(),
                            .label = label,
                            .colour = colour});
  }
}

}  // namespace onedial
