#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "onedial/anneal/annealer.hpp"
#include "onedial/anneal/run_limits.hpp"
#include "onedial/measure/estimate.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// How a population is cooled.
struct PopulationAnnealingSettings {
  Temperature coldest;                          ///< where it ends; above 0
  Temperature start = Temperature::infinite();  ///< at which the states are in equilibrium when it begins
  /// ln Z at `start`: at T = ∞ ln of the number of states, N ln 2 for N units of two levels. With 0 all ln Z
  /// and entropies are relative to that.
  double start_log_z = 0;
  double overlap = 0.85;       ///< of the energies of successive temperatures; see `energy_overlap`
  Index sweeps_per_step = 10;  ///< at each temperature
  Index populations = 8;       ///< M, at least 2: what errors come from
  RunLimits limits = {};
  std::uint64_t seed = 0;
};

/// What the populations say about a temperature after their sweeps at it. Totals, not per unit; k_B = 1,
/// entropy in nats. Each population weighs as its own estimate of Z, so that averages are free of the bias
/// that the finite size of a population has (Machta 2010); errors are a jackknife over the populations, NaN
/// where one of them weighs so much that the others vanish.
struct PopulationReading {
  Temperature temperature;
  double overlap;          ///< of the energies, as predicted at the temperature before
  Estimate log_z;          ///< ln Z
  Estimate mean_energy;    ///< ⟨E⟩
  Estimate heat_capacity;  ///< Var(E)/T²
  Estimate entropy;        ///< ln Z + ⟨E⟩/T
  /// (ΣZ)²/ΣZ² of the estimates of Z, from 1 to M: well below M the populations disagree, and are too small
  /// or had too few sweeps.
  double effective_populations;

  /// Members of the first generation that have descendants, of all populations together.
  Index families;
  /// ρ_t = r Σ n², averaged over the populations, with r = R/M their size and n the fraction of one that
  /// descends from the same first member: 1 before the first resampling, r where all have one ancestor. r/ρ_t
  /// is the number of independent members if sweeps made none forget its origin, so that r should be 100 ρ_t
  /// or more (Wang, Machta, Katzgraber 2015).
  double mean_square_family;
  /// −Σ n ln n over all families, n being the fraction of all members: ln R before the first resampling.
  double family_entropy;

  /// F = −T ln Z.
  [[nodiscard]] Estimate free_energy() const {
    return {.value = -temperature.value() * log_z.value, .error = temperature.value() * log_z.error};
  }
};

/// What an observer sees after the sweeps at a temperature.
struct PopulationStep {
  const PopulationReading& reading;
  std::span<const double> energies;  ///< of each replica
  SweepStats stats;                  ///< of the sweeps at this temperature
  double best_energy;                ///< the best seen so far, in any replica
  Index sweeps;                      ///< of each replica so far
};

/// Called after each temperature; the run ends as interrupted when it returns false.
using PopulationObserver = std::function<bool(const PopulationStep&)>;

struct PopulationAnnealingResult {
  /// Replicas are places here, whose states come from each other: it is populations that are independent, and
  /// `population_hits` of them have succeeded.
  AnnealResult run;
  Index population_hits = 0;                ///< populations with a member that has hit the target at any time
  std::vector<PopulationReading> readings;  ///< from hot to cold, of all temperatures that were completed
};

/// Population annealing (Hukushima, Iba 2003; Machta 2010): a population of R states is cooled in steps. At
/// each step every member is copied or culled so that it is expected to have e^{−(β' − β)E}/⟨…⟩ descendants,
/// which takes the population from equilibrium at T to one at T', and sweeps at T' then make the copies
/// differ. ln ⟨e^{−(β' − β)E}⟩, added up, is ln Z.
///
/// Each step is as long as `overlap` of the histograms of the energies allows (see `next_temperature`), and
/// the population keeps its size exactly (see `systematic_copies`). The replicas of `system` make M
/// populations that see the same temperatures but never exchange members: replicas mR/M … (m + 1)R/M − 1 are
/// those of m. Resampling draws from streams of `seed` of its own (see `phase_seed`), one number a population
/// and step.
///
/// The states that the system is in must be draws from the law at `start`, as those of `System::randomize`
/// are at T = ∞. Throws std::invalid_argument for a coldest temperature of 0 or that is not below `start`, an
/// overlap outside of (0, 1), less than one sweep, less than two populations, replicas that are no multiple
/// of them, and limits that make no sense.
PopulationAnnealingResult population_annealing(System& system, const PopulationAnnealingSettings& settings,
                                               const PopulationObserver& observer = {});

}  // namespace onedial
