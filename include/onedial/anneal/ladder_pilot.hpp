#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "onedial/anneal/equilibrium_scan.hpp"
#include "onedial/anneal/temperature_ladder.hpp"
#include "onedial/measure/thermometer.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// Makes a system of that many replicas, in random states.
using SystemFactory = std::function<std::unique_ptr<System>(Index replicas)>;

/// How the temperatures of a scan are placed between their ends.
enum class LadderPlacement : std::uint8_t {
  equal_acceptance,  ///< all neighbours swap equally often
  feedback,          ///< replicas travel fastest from end to end
  geometric,
  linear,
  linear_beta,
};

struct LadderPlan {
  Temperature coldest;
  Temperature hottest;
  LadderPlacement placement = LadderPlacement::equal_acceptance;
  /// Levels from the coldest to the hottest. Empty: as many as let about half of the swaps succeed, and 16 at
  /// least.
  std::optional<Index> count = std::nullopt;
  /// Whether more levels lead from the hottest to T = ∞, where the entropy is known.
  bool reaches_infinity = false;
  std::uint64_t seed = 0;
};

/// What a short run of small ladders, from a seed of its own (see `phase_seed`), measures between the coldest
/// temperature of a plan and its hottest, or T = ∞ where it reaches there; from cold to hot. Throws
/// std::invalid_argument as `spaced_ladder` does.
std::vector<ThermometerReading> measure_pilot(const SystemFactory& make_system, const LadderPlan& plan,
                                              const ScanObserver& observer = {});

/// The thermodynamic length of √Var(E), equal steps of which make neighbours of replica exchange swap equally
/// often.
ThermodynamicLength exchange_length(std::span<const ThermometerReading> readings);

/// The length of √(2τ Var(E)): equal steps of it make the work that is lost by changing T slowly, one sweep a
/// step, as small as it can be (Sivak, Crooks 2012).
ThermodynamicLength annealing_length(std::span<const ThermometerReading> readings);

/// Places a ladder by a short run of small ladders that measures how widely energies spread, from a seed of
/// its own (see `phase_seed`): the measurement may have `seed`. When the observer, which sees the phase
/// "placing temperatures", returns false, it ends with what it knows. Throws std::invalid_argument as
/// `spaced_ladder` does.
std::vector<Temperature> plan_ladder(const SystemFactory& make_system, const LadderPlan& plan,
                                     const ScanObserver& observer = {});

/// From the hottest of a given ladder to T = ∞: what `reaches_infinity` would add, the hottest left out.
std::vector<Temperature> levels_to_infinity(const SystemFactory& make_system, Temperature coldest,
                                            Temperature hottest, std::uint64_t seed,
                                            const ScanObserver& observer = {});

}  // namespace onedial
