#pragma once
#include <string_view>
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

/// T as a pure function of progress.
using Schedule = std::variant<ConstantSchedule, LinearSchedule, LinearBetaSchedule, GeometricSchedule,
                              ExponentialSchedule, LogarithmicSchedule, TableSchedule>;

/// The temperature of a sweep.
Temperature temperature_at(const Schedule& schedule, Progress progress);

/// The name that configs use: "constant", "linear", "linear_beta", "geometric", "exponential",
/// "logarithmic", "table".
std::string_view schedule_name(const Schedule& schedule);

/// Throws std::invalid_argument, with the rule that is broken, unless every temperature that the schedule
/// asks for is finite and of its domain (see each schedule).
void validate(const Schedule& schedule);

}  // namespace onedial
