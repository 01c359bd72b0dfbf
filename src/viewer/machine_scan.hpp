#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "onedial/anneal/replica_exchange.hpp"
#include "onedial/learn/machine_system.hpp"
#include "onedial/measure/estimate.hpp"
#include "onedial/measure/reweighting.hpp"
#include "onedial/measure/thermometer.hpp"
#include "onedial/measure/thinned_series.hpp"

namespace onedial::viewer {

/// What a machine is in equilibrium, from cold to T = ∞. Totals.
struct MachineReadings {
  std::vector<ThermometerReading> levels;  ///< of the ladder, the last at T = ∞
  std::vector<ReweightedPoint> curve;      ///< in between, by rising temperature; S is absolute
  std::optional<PeakEstimate> peak;        ///< the highest of C(T); none that stands out of the noise
  Estimate log_z;                          ///< of the machine at T = 1, where it learns
};

/// Measures a machine by replica exchange on a ladder of temperatures up to T = ∞, sweep by sweep. It works
/// in rounds: in each the machine is frozen as it was at its beginning, and the states of the round before
/// are brought to equilibrium again before it is measured.
class MachineScan {
 public:
  static constexpr Index equilibration = 512;  ///< sweeps of a round that do not count
  static constexpr Index measured = 1024;      ///< and that do, at least

  /// Begins the first round, from random states. What is read goes from `coldest` to `hottest`, with 1 in
  /// between.
  MachineScan(const RestrictedMachine& machine, Temperature coldest, Temperature hottest, std::uint64_t seed);

  /// Begins a round with this machine, which has as many units.
  void begin(const RestrictedMachine& machine);

  /// One sweep of all levels. True when the round has measured enough, and, if it goes on, whenever it has
  /// measured twice as much.
  bool sweep();

  /// What the round has measured. None where two levels do not overlap.
  [[nodiscard]] std::optional<MachineReadings> read() const;

  [[nodiscard]] const RestrictedMachine& machine() const { return machine_; }  ///< of this round

 private:
  void start_measuring();

  std::uint64_t seed_;
  Temperature hottest_;
  std::uint64_t rounds_ = 0;
  RestrictedMachine machine_;
  std::vector<Temperature> temperatures_;
  MachineSystem system_;
  std::optional<ReplicaExchange> exchange_;
  Thermometer thermometer_;
  ThinnedSeries series_;
  Index sweeps_ = 0;  // of this round
};

}  // namespace onedial::viewer
