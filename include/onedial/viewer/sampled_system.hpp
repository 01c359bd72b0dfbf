#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "onedial/anneal/heat_capacity_curve.hpp"
#include "onedial/measure/autocorrelation.hpp"
#include "onedial/plot/figure.hpp"
#include "onedial/sample/system.hpp"
#include "onedial/viewer/history.hpp"
#include "onedial/viewer/settling.hpp"
#include "onedial/viewer/temperature_bins.hpp"

namespace onedial::viewer {

/// How a system is watched.
struct SampledSettings {
  Temperature coldest = Temperature(0.1);  ///< the ends of the dial's scale
  Temperature hottest = Temperature(10);
  /// What energies are divided by: 1, N for energies per unit, or −1 for an objective that is maximised.
  double unit = 1;
  std::string energy = "E";         ///< what E/unit is called
  std::string heat_capacity = "C";  ///< what C/|unit| is called
  /// A number that each state has, such as |m|; empty for none.
  std::function<double(const State&)> order_parameter = {};
  std::string order = {};  ///< what it is called
};

/// R replicas of a system at one temperature and what a scene shows of them: the energy and the dial sweep by
/// sweep, and what was measured over temperature, in constant memory. Energies are in units of
/// `SampledSettings::unit` in the panels and totals elsewhere.
///
/// What is measured leaves out the sweeps from a jump of the dial, or a written state, until the energies
/// have settled: they are of no equilibrium at all.
class SampledSystem {
 public:
  /// Watches `system` from the states that it is in.
  SampledSystem(std::unique_ptr<System> system, SampledSettings settings);

  /// One sweep of all replicas at `t`.
  void sweep(Temperature t);

  /// Puts a replica into a state, as `System::write`.
  void write(Index replica, const State& state);

  [[nodiscard]] const System& system() const { return *system_; }
  [[nodiscard]] double energy() const { return system_->energies()[0]; }  ///< of replica 0
  [[nodiscard]] double mean_energy() const;                               ///< of the replicas
  [[nodiscard]] const State& state() const { return state_; }             ///< of replica 0
  [[nodiscard]] double best_energy() const { return best_energy_; }
  [[nodiscard]] const State& best_state() const { return best_state_; }
  [[nodiscard]] double flip_rate() const { return flip_rate_; }  ///< flips per unit of the last sweep
  [[nodiscard]] double order() const { return order_; }          ///< of replica 0
  [[nodiscard]] Index sweeps_at_temperature() const { return sweeps_at_temperature_; }
  [[nodiscard]] const History& history() const { return history_; }
  /// The standard error of the mean energy of the replicas now; 0 for one replica.
  [[nodiscard]] double mean_energy_error() const;
  /// Whether the energies have settled since the last jump, so that is measured.
  [[nodiscard]] bool is_settled() const { return settling_.is_settled(); }
  /// The mean energy of the replicas over the times of the history, in units of the settings.
  [[nodiscard]] std::vector<double> mean_history() const;

  /// C(T), total, from cold to hot. Where the bins to both sides were visited, so that d⟨E⟩/dT is known, it
  /// tells whether it was measured in equilibrium. Out of it is also where replicas are frozen apart: where,
  /// after 100 sweeps, their mean energies still differ by as much as half of what Var(E) allows.
  [[nodiscard]] std::vector<HeatCapacityCurve::Point> heat_capacities() const;
  /// Whether there was a d⟨E⟩/dT to hold C against; without, a point has C in its place.
  static bool is_compared(const HeatCapacityCurve::Point& point);
  /// The point of T's bin; none if nothing was measured there.
  [[nodiscard]] std::optional<HeatCapacityCurve::Point> heat_capacity_at(Temperature t) const;
  /// The highest point of C(T), where it is a peak, and half the distance of its neighbours as its error.
  struct TrackedPeak {
    HeatCapacityCurve::Point point;
    double temperature_error;
  };
  [[nodiscard]] std::optional<TrackedPeak> peak() const;

  /// τ of the energy of up to 8 replicas, of some thousand sweeps at most since the last turn of the dial, as
  /// of a while ago; none before there are 64, or while nothing happens.
  [[nodiscard]] const std::optional<AutocorrelationTime>& memory() const { return memory_; }
  /// The same, where what was watched is long enough to trust it.
  [[nodiscard]] std::optional<AutocorrelationTime> trusted_memory() const {
    return memory_ && memory_->long_enough ? memory_ : std::nullopt;
  }
  /// ρ of the energy at lags 0, 1, …, of the same sweeps; empty where there is no τ.
  [[nodiscard]] const std::vector<double>& autocorrelation() const { return autocorrelation_; }

  /// ⟨E⟩ of the replicas, the order parameter and the flip rate over temperature.
  [[nodiscard]] std::vector<TemperatureBins::Point> mean_energies() const { return energies_.points(); }
  [[nodiscard]] std::vector<TemperatureBins::Point> orders() const { return orders_.points(); }
  [[nodiscard]] std::vector<TemperatureBins::Point> flip_rates() const { return flip_rates_.points(); }
  /// Those where C is in equilibrium, or those where it is not.
  [[nodiscard]] std::vector<TemperatureBins::Point> flip_rates_where(bool in_equilibrium) const;

  /// The energy sweep by sweep: mean, range over the replicas, the one shown, and the best so far.
  [[nodiscard]] Panel energy_panel() const;
  /// T sweep by sweep; T = 0 and T = ∞ run along the edges.
  [[nodiscard]] Panel temperature_panel() const;
  /// C(T) with its errors, what is out of equilibrium in grey, and the peak; the dial as a line.
  [[nodiscard]] Panel heat_capacity_panel(Temperature dial) const;
  [[nodiscard]] Panel order_panel(Temperature dial) const;
  [[nodiscard]] Panel flip_rate_panel(Temperature dial) const;
  /// A panel over the temperatures of the dial, with the dial as a line, where it is on the scale.
  [[nodiscard]] Panel panel_over_dial(const std::string& title, const std::string& label,
                                      Temperature dial) const;

 private:
  void note_best();
  void record(Temperature t);
  void measure(Temperature t);
  void forget_recent();
  void remember();

  SampledSettings settings_;
  std::unique_ptr<System> system_;
  std::vector<Temperature> temperatures_;  // (R)
  State state_;
  State scratch_;
  double best_energy_ = 0;
  State best_state_;
  double flip_rate_ = 0;
  double order_ = 0;
  Index sweeps_ = 0;
  Index sweeps_at_temperature_ = 0;
  Settling settling_;
  History history_;
  HeatCapacityCurve curve_;
  TemperatureBins energies_;
  TemperatureBins orders_;
  TemperatureBins flip_rates_;
  std::vector<std::vector<double>> recent_;  // energies at the present T, of a few replicas
  std::size_t next_look_ = 0;                // how many of them are enough to look at the memory again
  std::optional<AutocorrelationTime> memory_;
  std::vector<double> autocorrelation_;
};

/// Points with their errors, as a series of dots.
Points dots(const std::vector<TemperatureBins::Point>& points, double unit, std::string label,
            ColourRole colour);

}  // namespace onedial::viewer
