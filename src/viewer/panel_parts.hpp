#pragma once
#include <string>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial::viewer {

/// Draws the present temperature as a vertical line, where the axis has a place for it. A line beyond the
/// limits of the axis would only stretch it, and so is left out.
void mark_temperature(Panel& panel, Temperature t, const std::string& label = "T");

/// A horizontal line of a known value, such as an optimum.
void mark_value(Panel& panel, double value, const std::string& label);

/// Each value over `units`.
std::vector<double> per_unit(std::vector<double> values, double units);

/// "1 loop", "2 loops".
std::string count_of(long long count, const std::string& thing);

}  // namespace onedial::viewer
