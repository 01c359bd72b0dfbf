#include "panel_parts.hpp"

#include "onedial/plot/number_format.hpp"

namespace onedial::viewer {

void mark_temperature(Panel& panel, Temperature t, const std::string& label) {
  const bool is_within =
      !panel.x.limits || (t.value() >= panel.x.limits->lower && t.value() <= panel.x.limits->upper);
  if (has_place(t.value(), panel.x.kind) && is_within) {
    panel.references.push_back(
        {.direction = ReferenceDirection::vertical, .value = t.value(), .label = label});
  }
}

void mark_value(Panel& panel, double value, const std::string& label) {
  panel.references.push_back({.value = value, .label = label});
}

std::vector<double> per_unit(std::vector<double> values, double units) {
  for (double& value : values) {
    value /= units;
  }
  return values;
}

std::string count_of(long long count, const std::string& thing) {
  return format_compact(static_cast<double>(count)) + " " + thing + (count == 1 ? "" : "s");
}

}  // namespace onedial::viewer
