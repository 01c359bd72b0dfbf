#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "onedial/anneal/annealer.hpp"
#include "onedial/anneal/exact_annealing.hpp"
#include "onedial/anneal/schedule.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// How long to go through a loop of cooling and heating.
struct HysteresisSettings {
  Index sweeps = 1000;         ///< K of the cooling branch, at least 2; the heating branch has K − 1
  Index equilibration = 1000;  ///< sweeps at the first temperature before; at least 0
};

/// The parts of a loop, in their order.
enum class LoopPart : std::uint8_t { equilibration, cooling, heating };

/// What an observer sees after each sweep.
struct HysteresisSweep {
  LoopPart part;
  Progress progress;                 ///< the sweep just done, of this part
  Temperature temperature;           ///< at which it was done
  SweepStats stats;                  ///< what it did
  std::span<const double> energies;  ///< of each replica, after it
};

/// Called after each sweep; the loop ends as interrupted when it returns false.
using HysteresisObserver = std::function<bool(const HysteresisSweep&)>;

/// The energy after a sweep, over the replicas.
struct BranchPoint {
  Temperature temperature;
  double mean_energy;
  double standard_error;
};

/// What a loop found. Totals, not per unit.
struct HysteresisLoop {
  StopReason stop_reason = StopReason::schedule_finished;  ///< or interrupted
  Index updates = 0;                                       ///< update attempts of all replicas together
  double seconds = 0;

  std::vector<BranchPoint> cooling;  ///< T₀ … T_{K−1}
  std::vector<BranchPoint> heating;  ///< T_{K−1} … T₀; the first is the last of cooling, the turning point

  /// −∮E dT = Σ ½(g_k + g_{k+1})(T_k − T_{k+1}), where g_k = E_cooling − E_heating at T_k. Above 0 where what
  /// was cooled lags behind; 0, within its error, in equilibrium. NaN, as are the fields below, for a loop
  /// that did not get to its end.
  double area = std::numeric_limits<double>::quiet_NaN();
  double area_error = std::numeric_limits<double>::quiet_NaN();  ///< each replica has an area of its own
  /// The largest g_k. Of noise alone it would be some standard errors above 0.
  double largest_gap = std::numeric_limits<double>::quiet_NaN();
  double largest_gap_error = std::numeric_limits<double>::quiet_NaN();
  Temperature largest_gap_temperature = Temperature::zero();
};

/// A loop of cooling and heating: `system` is brought to equilibrium at the first temperature of `cooling`,
/// from the states that it is in, cooled by a sweep at each of T₀ … T_{K−1}, and heated by the same
/// temperatures backwards, T_{K−2} … T₀. A loop that does not close says that the system did not stay in
/// equilibrium. Replicas are independent, and so errors need no autocorrelation time; K·R energies are kept.
/// Throws std::invalid_argument if settings or schedule are invalid, and for fewer than 4 replicas, whose
/// scatter gives no error to speak of.
HysteresisLoop hysteresis(System& system, const Schedule& cooling, const HysteresisSettings& settings,
                          const HysteresisObserver& observer = {});

/// The same loop of infinitely many replicas.
struct ExactLoop {
  std::vector<ExactSweep> cooling;  ///< T₀ … T_{K−1}
  std::vector<ExactSweep> heating;  ///< T_{K−1} … T₀
  double area;
  double largest_gap;
  Temperature largest_gap_temperature;
};

/// From equilibrium at T₀, by `exact_annealing`, whose energies and exceptions are meant here too.
ExactLoop exact_hysteresis(std::span<const double> energies, const Schedule& cooling, Index sweeps,
                           KernelKind kernel = KernelKind::heat_bath);

}  // namespace onedial
