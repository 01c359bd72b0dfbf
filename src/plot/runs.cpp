#include "runs.hpp"

#include <algorithm>
#include <cmath>

namespace onedial {
namespace {

constexpr double hair = 0.35;  // points; less than a pixel at two pixels a point

bool on_page(Position p) {
  return std::isfinite(p.x) && std::isfinite(p.y);
}

bool lower_y(Position a, Position b) {
  return a.y < b.y;
}

void append_extremes(const Run& cluster, Run& out) {
  if (cluster.size() <= 4) {
    out.insert(out.end(), cluster.begin(), cluster.end());
    return;
  }
  auto [first, second] = std::minmax_element(cluster.begin(), cluster.end(), lower_y);
  if (second < first) {
    std::swap(first, second);
  }
  out.insert(out.end(), {cluster.front(), *first, *second, cluster.back()});
}

Run thinned(const Run& run) {
  Run out;
  Run cluster;
  for (const Position& p : run) {
    if (!cluster.empty() && std::abs(p.x - cluster.front().x) > hair) {
      append_extremes(cluster, out);
      cluster.clear();
    }
    cluster.push_back(p);
  }
  append_extremes(cluster, out);
  return out;
}

/// A single point has no area; a narrow bar shows the width of the band there.
void widen_single_point(Run& edge) {
  if (edge.size() != 1) {
    return;
  }
  const Position p = edge.front();
  edge = {{p.x - 1.5, p.y}, {p.x + 1.5, p.y}};
}

}  // namespace

std::vector<Run> curve_runs(const PanelLayout& panel, std::span<const double> x, std::span<const double> y) {
  std::vector<Run> runs;
  Run run;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Position p = panel.page(x[i], y[i]);
    if (on_page(p)) {
      run.push_back(p);
    }
    if (run.empty() || (on_page(p) && i + 1 < x.size())) {
      continue;
    }
    runs.push_back(thinned(run));
    run.clear();
  }
  return runs;
}

std::vector<Run> band_outlines(const PanelLayout& panel, const Band& band) {
  std::vector<Run> outlines;
  Run upper;
  Run lower;
  for (std::size_t i = 0; i < band.x.size(); ++i) {
    const Position high = panel.page(band.x[i], band.upper[i]);
    const Position low = panel.page(band.x[i], band.lower[i]);
    const bool drawn = on_page(high) && on_page(low);
    if (drawn) {
      upper.push_back(high);
      lower.push_back(low);
    }
    if (upper.empty() || (drawn && i + 1 < band.x.size())) {
      continue;
    }
    Run outline = thinned(upper);
    Run back = thinned(lower);
    widen_single_point(outline);
    widen_single_point(back);
    outline.insert(outline.end(), back.rbegin(), back.rend());
    outlines.push_back(std::move(outline));
    upper.clear();
    lower.clear();
  }
  return outlines;
}

}  // namespace onedial
