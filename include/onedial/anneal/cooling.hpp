#pragma once
#include <span>

#include "onedial/anneal/schedule.hpp"
#include "onedial/core/state_archive.hpp"

namespace onedial {

struct AnnealSweep;

/// What tells a run its temperatures, sweep by sweep: a schedule, or a law that reads the thermometer.
class Cooling {
 public:
  Cooling() = default;
  Cooling(const Cooling&) = delete;
  Cooling& operator=(const Cooling&) = delete;
  virtual ~Cooling() = default;

  /// The energies (R) before the first sweep; those of T = ∞ where the states are random.
  virtual void begin(std::span<const double> /*energies*/) {}

  /// The temperature of the sweep to come; asked once for each, in their order.
  virtual Temperature next(Progress progress) = 0;

  /// The sweep just done.
  virtual void see(const AnnealSweep& /*sweep*/) {}

  /// Carries what it has seen to or from an archive, so that a run can be gone on with.
  virtual void transfer(StateArchive& /*archive*/) {}
};

/// A schedule, which is a pure function of progress.
class FixedCooling final : public Cooling {
 public:
  /// Throws std::invalid_argument if the schedule is not valid.
  explicit FixedCooling(Schedule schedule);

  Temperature next(Progress progress) override { return temperature_at(schedule_, progress); }

 private:
  Schedule schedule_;
};

}  // namespace onedial
