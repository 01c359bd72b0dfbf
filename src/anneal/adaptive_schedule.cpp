#include "onedial/anneal/adaptive_schedule.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace onedial {
namespace {

void require(bool condition, const char* rule) {
  if (!condition) {
    throw std::invalid_argument(rule);
  }
}

/// The quality factor of Lam and Delosme, highest at ρ = 0.44. Where nothing or everything is accepted it is
/// 0 and would stop the run: it counts as it is at ρ = 0.01 or 0.95 there.
double lam_factor(double acceptance) {
  const double rho = std::clamp(acceptance, 0.01, 0.95);
  const double rest = (1 - rho) / (2 - rho);
  return 4 * rho * rest * rest;
}

}  // namespace

std::string_view adaptive_law_name(AdaptiveLaw law) {
  constexpr std::array<std::string_view, all_adaptive_laws.size()> names = {
      "constant_thermodynamic_speed", "huang", "lam_delosme", "sqrt_c", "two_pass"};
  return names.at(static_cast<std::size_t>(law));
}

void validate(const AdaptiveSchedule& schedule) {
  require(!schedule.end.is_zero(), "an adaptive schedule cannot reach T = 0: it goes by steps of ln T");
  require(!schedule.end.is_infinite(), "temperatures of a schedule must be finite");
  require(schedule.start || schedule.law == AdaptiveLaw::huang, "this adaptive schedule needs a start");
  if (schedule.start) {
    require(!schedule.start->is_infinite(), "temperatures of a schedule must be finite");
    require(schedule.end < *schedule.start, "an adaptive schedule must start hotter than it ends");
  }
  require(!schedule.longest_tau || (*schedule.longest_tau >= 0.5 && *schedule.longest_tau < 1e9),
          "the longest relaxation time must lie in [0.5, 1e9)");
  require(schedule.pilot > 0 && schedule.pilot <= 0.5,
          "the pilot run must take a part of the sweeps in (0, 0.5]");
}

double demand(AdaptiveLaw law, const AnnealReading& reading) {
  constexpr double least = 1e-9;  // where energies do not spread there is nothing to wait for
  const double root_c = std::sqrt(std::max(reading.heat_capacity, 0.0));
  switch (law) {
    case AdaptiveLaw::huang:
      return std::max(root_c, least);
    case AdaptiveLaw::lam_delosme:
      return std::max(root_c * root_c * root_c, least) / lam_factor(reading.acceptance);
    default:
      return std::max(root_c * reading.tau, least);
  }
}

double metropolis_acceptance(double heat_bath_flips) {
  return 1 - std::sqrt(std::max(0.0, 1 - 2 * heat_bath_flips));
}

}  // namespace onedial
