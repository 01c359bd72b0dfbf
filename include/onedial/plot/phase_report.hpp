#pragma once
#include <string>
#include <vector>

#include "onedial/memory/retention.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// What the report of a phase diagram shows.
struct PhaseReport {
  std::string title;
  std::string subtitle;
  std::vector<double> loads = {};         ///< asked for, rising
  std::vector<double> temperatures = {};  ///< likewise
  std::vector<Retention> readings = {};  ///< load by load, at all temperatures; the last loads may be missing
};

/// The overlap left as a map over load and temperature under the lines T_g, T_M and T_c of the theory, and
/// over T at some loads, beside it.
Figure phase_figure(const PhaseReport& report);

}  // namespace onedial
