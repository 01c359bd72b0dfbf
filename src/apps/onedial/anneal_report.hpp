#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "onedial/anneal/heat_capacity_curve.hpp"
#include "onedial/plot/figure.hpp"
#include "onedial/run/anneal_run.hpp"
#include "onedial/run/trace.hpp"

namespace onedial::cli {

/// A finished run, and what was measured on the way.
struct AnnealOutcome {
  AnnealRun run;
  Answer best;               ///< of the best state, evaluated by the problem itself
  double first_temperature;  ///< an adaptive schedule may choose it
  Trace trace;
  std::vector<HeatCapacityCurve::Point> heat_capacity;
};

/// The document of result.json and --json; what is undefined is null.
nlohmann::ordered_json to_json(const AnnealSetup& setup, const AnnealOutcome& outcome);

/// What was found, in a few lines for a reader; `rich` allows more than ASCII.
std::string summary(const AnnealSetup& setup, const AnnealOutcome& outcome, bool rich);

/// The mean energy against T as a plot for the terminal.
std::string energy_plot(const AnnealOutcome& outcome, bool rich);

/// The figure of report.svg and report.png.
Figure figure(const AnnealSetup& setup, const AnnealOutcome& outcome);

}  // namespace onedial::cli
