#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/anneal/heat_capacity_curve.hpp"
#include "onedial/plot/figure.hpp"
#include "onedial/problem/picture.hpp"
#include "onedial/run/trace.hpp"

namespace onedial {

/// What the report of an annealing run shows.
struct AnnealReport {
  std::string title;
  std::string subtitle;
  std::vector<Trace::Row> trace;
  std::vector<HeatCapacityCurve::Point> heat_capacity;
  std::optional<double> target_energy = std::nullopt;
  std::string target_label = {};
  std::optional<Picture> answer = std::nullopt;  ///< what the best state looks like
};

/// Four panels, and the answer as a fifth where it is something to see: energy (best so far, mean ± one
/// standard deviation of the replicas) and temperature against the sweep; flip rate and heat capacity (both
/// estimates, with what is frozen set apart) against temperature, hot on the left, so that all four are read
/// from left to right as the run cools. Steps over the heat capacity show in which
/// proportion sweeps were spent there. At constant temperature the flip rate is shown against the sweep.
Figure anneal_figure(const AnnealReport& report);

}  // namespace onedial
