#include "onedial/plot/axis_scale.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace onedial {
namespace {

constexpr double x_margin = 0.02;
constexpr double y_margin = 0.06;

/// The least and the greatest value that have a place on an axis.
class Extent {
 public:
  explicit Extent(AxisKind kind) : kind_(kind) {}

  void add(double value) {
    if (!has_place(value, kind_)) {
      return;
    }
    limits_ = limits_ ? AxisLimits{std::min(limits_->lower, value), std::max(limits_->upper, value)}
                      : AxisLimits{value, value};
  }
  void add(const std::vector<double>& values) {
    for (const double value : values) {
      add(value);
    }
  }
  [[nodiscard]] std::optional<AxisLimits> limits() const { return limits_; }

 private:
  AxisKind kind_;
  std::optional<AxisLimits> limits_;
};

std::optional<AxisScale> scale_of(const Axis& axis, const Extent& extent, double margin) {
  if (axis.limits) {
    return AxisScale(axis.kind, *axis.limits, axis.reversed);
  }
  if (!extent.limits()) {
    return std::nullopt;
  }
  return scale_around(axis.kind, *extent.limits(), margin, axis.reversed);
}

/// Equal values, or so near each other that their difference is rounding error.
bool is_one_value(AxisLimits data) {
  const double magnitude = std::max(std::abs(data.lower), std::abs(data.upper));
  return !(data.upper - data.lower > 1e-12 * magnitude);
}

AxisLimits around_one_value(AxisKind kind, double value) {
  if (kind == AxisKind::logarithmic) {
    return {value / 2, value * 2};
  }
  const double half_width = std::abs(value) < 1e-280 ? 1 : std::abs(value) / 20;
  return {value - half_width, value + half_width};
}

}  // namespace

AxisScale::AxisScale(AxisKind kind, AxisLimits limits, bool reversed)
    : kind_(kind),
      limits_(limits),
      reversed_(reversed),
      start_(transformed(limits.lower)),
      span_(transformed(limits.upper) - start_) {}

double AxisScale::transformed(double value) const {
  return kind_ == AxisKind::logarithmic ? std::log10(value) : value;
}

double AxisScale::position(double value) const {
  if (!has_place(value, kind_)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double place = (transformed(value) - start_) / span_;
  return reversed_ ? 1 - place : place;
}

bool AxisScale::contains(double value) const {
  return has_place(value, kind_) && value >= limits_.lower && value <= limits_.upper;
}

Ticks AxisScale::ticks(int most) const {
  return kind_ == AxisKind::logarithmic ? log_ticks(limits_.lower, limits_.upper, most)
                                        : linear_ticks(limits_.lower, limits_.upper, most);
}

AxisScale scale_around(AxisKind kind, AxisLimits data, double margin, bool reversed) {
  if (is_one_value(data)) {
    return {kind, around_one_value(kind, data.lower), reversed};
  }
  if (kind == AxisKind::logarithmic) {
    const double factor = std::pow(10.0, margin * (std::log10(data.upper) - std::log10(data.lower)));
    return {kind, {data.lower / factor, data.upper * factor}, reversed};
  }
  const double pad = (data.upper - data.lower) * margin;
  return {kind, {data.lower - pad, data.upper + pad}, reversed};
}

std::optional<AxisScale> x_scale(const Panel& panel) {
  Extent extent(panel.x.kind);
  for (const HeatMap& m : panel.maps) {
    extent.add(m.x.lower);
    extent.add(m.x.upper);
  }
  for (const Series& s : panel.series) {
    extent.add(s.x);
  }
  for (const Band& b : panel.bands) {
    extent.add(b.x);
  }
  for (const Points& p : panel.points) {
    extent.add(p.x);
  }
  for (const Mark& m : panel.marks) {
    extent.add(m.x);
  }
  for (const ReferenceLine& r : panel.references) {
    if (r.direction == ReferenceDirection::vertical) {
      extent.add(r.value);
    }
  }
  return scale_of(panel.x, extent, panel.maps.empty() ? x_margin : 0);
}

std::optional<AxisScale> y_scale(const Panel& panel) {
  Extent extent(panel.y.kind);
  for (const HeatMap& m : panel.maps) {
    extent.add(m.y.lower);
    extent.add(m.y.upper);
  }
  for (const Series& s : panel.series) {
    extent.add(s.y);
  }
  for (const Band& b : panel.bands) {
    extent.add(b.lower);
    extent.add(b.upper);
  }
  for (const Points& p : panel.points) {
    extent.add(p.y);
    for (std::size_t i = 0; i < p.y_error.size(); ++i) {
      extent.add(p.y[i] - p.y_error[i]);
      extent.add(p.y[i] + p.y_error[i]);
    }
  }
  for (const Mark& m : panel.marks) {
    extent.add(m.y);
  }
  for (const ReferenceLine& r : panel.references) {
    if (r.direction == ReferenceDirection::horizontal) {
      extent.add(r.value);
    }
  }
  return scale_of(panel.y, extent, panel.maps.empty() ? y_margin : 0);
}

}  // namespace onedial
