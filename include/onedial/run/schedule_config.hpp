#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/anneal/adaptive_schedule.hpp"
#include "onedial/anneal/schedule.hpp"
#include "onedial/anneal/temperature_range.hpp"
#include "onedial/run/config.hpp"

namespace onedial {

/// What a config says in its section [schedule].
struct ScheduleConfig {
  std::string kind;
  std::optional<double> start;  ///< empty for "auto"
  std::optional<double> end;    ///< empty for "auto"
  double decay = 5;
  std::vector<double> temperatures;
  Index cycles = 1;
  double reheat = 0.5;
  std::optional<double> longest_tau;
  double pilot = 0.1;
  Index sweeps = 1000;

  /// Empty for a fixed kind.
  [[nodiscard]] std::optional<AdaptiveLaw> law() const;
};

/// Which kinds a section may name.
enum class ScheduleKinds { fixed, all };

/// Reads the section [schedule]; `usual_sweeps` are made where it does not say how many. Throws ConfigError.
ScheduleConfig read_schedule(Config& config, ScheduleKinds kinds, Index usual_sweeps = 1000);

/// The schedule that a section describes, with "auto" ends taken from `range`; of an adaptive kind the
/// geometric one between its ends, which stands for it where there is no run to be read. Throws ConfigError
/// at the key to blame if the schedule cannot be, or if it would heat instead of cool.
Schedule make_schedule(const ScheduleConfig& section, const TemperatureRange& range, const Config& config);

/// The ends of a ladder of replica exchange. Automatic ones of annealing are safe on both sides; a ladder has
/// to hold every level all the time and finds its way sooner where it is shorter, so that its automatic ends
/// are a quarter of the hot one and twice the cold one, unless these would meet.
TemperatureRange ladder_ends(const ScheduleConfig& section, const TemperatureRange& range);

/// The adaptive schedule that a section describes, for a system with that kernel; empty for a fixed kind.
/// Empty also where both ends are automatic and there is nothing to anneal. Throws as above.
std::optional<AdaptiveSchedule> make_adaptive_schedule(const ScheduleConfig& section,
                                                       const TemperatureRange& range, KernelKind kernel,
                                                       const Config& config);

}  // namespace onedial
