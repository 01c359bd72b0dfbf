#pragma once
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"

namespace onedial {

/// Where a run is: sweep k of K, k = 0 … K−1.
struct Progress {
  Index sweep;
  Index sweeps;

  /// x = k/(K−1), from 0 at the first sweep to 1 at the last. A run of a single sweep is at its end.
  [[nodiscard]] double fraction() const {
    return sweeps > 1 ? static_cast<double>(sweep) / static_cast<double>(sweeps - 1) : 1.0;
  }
};

/// T(x) = T₀.
struct ConstantSchedule {
  Temperature level;
  [[nodiscard]] Temperature at(Progress progress) const;
};

/// T(x) = T₀ + (T₁ − T₀)·x.
struct LinearSchedule {
  Temperature start;
  Temperature end;
  [[nodiscard]] Temperature at(Progress progress) const;
};

/// 1/T(x) = 1/T₀ + (1/T₁ − 1/T₀)·x: equal steps of β. Both ends above 0; T₀ may be ∞.
struct LinearBetaSchedule {
  Temperature start;
  Temperature end;
  [[nodiscard]] Temperature at(Progress progress) const;
};

/// T(x) = T₀·(T₁/T₀)ˣ: the same factor each sweep (Kirkpatrick, Gelatt, Vecchi 1983). 0 < T < ∞.
struct GeometricSchedule {
  Temperature start;
  Temperature end;
  [[nodiscard]] Temperature at(Progress progress) const;
};

/// T(x) = T₁ + (T₀ − T₁)·(e^{−κx} − e^{−κ})/(1 − e^{−κ}): Newton's law of cooling towards a bath, scaled to
/// meet both ends. `decay` is κ > 0; unlike the geometric schedule it may end at T = 0.
struct ExponentialSchedule {
  Temperature start;
  Temperature end;
  double decay;
  [[nodiscard]] Temperature at(Progress progress) const;
};

/// T_k = c/ln(k + 2) for k = 0 … K−1, with c = T₀ ln 2 so that the first sweep is at T₀. With c at least the
/// depth of the deepest local minimum, this law finds the ground state for certain as K → ∞ (Geman & Geman
/// 1984, theorem B; Hajek 1988). It falls by a factor of ten in a thousand sweeps: it ends where it ends.
struct LogarithmicSchedule {
  Temperature start;
  [[nodiscard]] Temperature at(Progress progress) const;
};

/// Temperatures at equal steps of x, with straight lines between them; T₀ … T₁ may go up and down.
struct TableSchedule {
  std::vector<Temperature> levels;  ///< at least one
  [[nodiscard]] Temperature at(Progress progress) const;
};

/// A schedule from a start to an end.
using RampSchedule = std::variant<LinearSchedule, LinearBetaSchedule, GeometricSchedule, ExponentialSchedule>;

/// Reheating: the K sweeps are cut into cycles as equal as can be. The first goes down `first`, each other
/// one down `again`, which starts less hot and ends at the same T.
struct CycledSchedule {
  RampSchedule first;
  RampSchedule again;
  Index cycles;  ///< at least 1, and no more than there are sweeps
  [[nodiscard]] Temperature at(Progress progress) const;
};

/// `cycles` times down a ramp, reheated to T₁·(T₀/T₁)ʳ, where r = `reheat` in (0, 1] is the way back in ln T.
/// Throws std::invalid_argument for an r out of range, less than one cycle, and where ln T is not finite.
CycledSchedule cycled(const RampSchedule& ramp, Index cycles, double reheat);

/// T as a pure function of progress.
using Schedule = std::variant<ConstantSchedule, LinearSchedule, LinearBetaSchedule, GeometricSchedule,
                              ExponentialSchedule, LogarithmicSchedule, TableSchedule, CycledSchedule>;

/// The temperature of a sweep.
Temperature temperature_at(const Schedule& schedule, Progress progress);

/// The coldest and the hottest temperature of a run of K sweeps that have a logarithm, T = 0 and ∞ left out;
/// both 0 if there are none. Of a long run a look at every so many sweeps is enough.
std::pair<Temperature, Temperature> coldest_and_hottest(const Schedule& schedule, Index sweeps);

/// The name that configs use: "constant", "linear", "linear_beta", "geometric", "exponential",
/// "logarithmic", "table"; of a cycled one that of its ramp.
std::string_view schedule_name(const Schedule& schedule);

/// Throws std::invalid_argument, with the rule that is broken, unless every temperature that the schedule
/// asks for is finite and of its domain (see each schedule).
void validate(const Schedule& schedule);

}  // namespace onedial
