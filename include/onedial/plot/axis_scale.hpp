#pragma once
#include <optional>

#include "onedial/plot/figure.hpp"
#include "onedial/plot/ticks.hpp"

namespace onedial {

/// Where the values of an axis lie along it: 0 at its start (left or bottom), 1 at its end.
class AxisScale {
 public:
  /// Precondition: lower < upper, both with a place on the axis (has_place).
  AxisScale(AxisKind kind, AxisLimits limits, bool reversed);

  /// The place of a value; outside [0, 1] for one beyond the limits, NaN for one that is a gap.
  [[nodiscard]] double position(double value) const;
  /// Whether the value has a place within the limits.
  [[nodiscard]] bool contains(double value) const;
  /// At most `most` labelled ticks.
  [[nodiscard]] Ticks ticks(int most) const;
  [[nodiscard]] AxisLimits limits() const { return limits_; }

 private:
  [[nodiscard]] double transformed(double value) const;

  AxisKind kind_;
  AxisLimits limits_;
  bool reversed_;
  double start_;
  double span_;
};

/// A scale that just holds `data`, with `margin` (a fraction of its length) free at both ends. A range of
/// one value is widened around it.
AxisScale scale_around(AxisKind kind, AxisLimits data, double margin, bool reversed);

/// The x axis of a panel: its limits, or else all of its data with a small margin; nothing where there is
/// neither.
std::optional<AxisScale> x_scale(const Panel& panel);

/// The y axis of a panel, likewise.
std::optional<AxisScale> y_scale(const Panel& panel);

}  // namespace onedial
