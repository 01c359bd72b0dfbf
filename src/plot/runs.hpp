#pragma once
#include <span>
#include <vector>

#include "panel_layout.hpp"

namespace onedial {

/// One stretch of a curve without a gap, in page coordinates.
using Run = std::vector<Position>;

/// The stretches of the curve (xᵢ, yᵢ) between its gaps.
///
/// Neighbours closer than a hair in x are replaced by their first, lowest, highest and last point: a trace
/// of a million sweeps looks the same and stays a small file.
std::vector<Run> curve_runs(const PanelLayout& panel, std::span<const double> x, std::span<const double> y);

/// The outlines of a band between its gaps, closed polygons.
std::vector<Run> band_outlines(const PanelLayout& panel, const Band& band);

}  // namespace onedial
