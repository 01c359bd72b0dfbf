#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "onedial/anneal/cooling.hpp"
#include "onedial/anneal/schedule.hpp"
#include "onedial/sample/kernel.hpp"

namespace onedial {

/// How slowly to cool where, by what a run measures. Each law says in which proportion sweeps are spent per
/// ln T; C is the heat capacity Var(E)/T² of a replica, τ the relaxation time of its energy in sweeps.
enum class AdaptiveLaw : std::uint8_t {
  /// τ√C: dT/dt = −vT/(τ√C), a constant number v of standard deviations of the energy per relaxation time
  /// (Salamon, Nulton, Harland, Pedersen, Ruppeiner, Liao 1988), with a τ that counts as ½√K of K sweeps at
  /// most. Without that limit the sweeps are spent where nothing relaxes any more.
  constant_thermodynamic_speed,
  /// √C: T' = T·exp(−λT/σ) with σ = √Var(E), never less than T/2 (Huang, Romeo, Sangiovanni-Vincentelli
  /// 1986). Starts at T = 20σ∞ unless a start is given.
  huang,
  /// C^{3/2}/G(ρ): Δ(1/T) = λ/σ · 1/(σ/T)² · G(ρ), G = 4ρ(1 − ρ)²/(2 − ρ)², with ρ the acceptance rate of
  /// Metropolis; the original form (Lam, Delosme 1988).
  lam_delosme,
  /// τ√C with a τ that counts as 3 sweeps at most, however long the run.
  sqrt_c,
  /// τ√C as above, measured by a fast geometric run first; then equal steps of ∫τ√C d ln T in the sweeps that
  /// are left.
  two_pass,
};

/// All there are.
inline constexpr std::array all_adaptive_laws = {AdaptiveLaw::constant_thermodynamic_speed,
                                                 AdaptiveLaw::huang, AdaptiveLaw::lam_delosme,
                                                 AdaptiveLaw::sqrt_c, AdaptiveLaw::two_pass};

/// The name that configs use, which is that of the law.
std::string_view adaptive_law_name(AdaptiveLaw law);

/// A schedule that reads the thermometer. It ends at `end` with the last sweep of its budget.
struct AdaptiveSchedule {
  AdaptiveLaw law = AdaptiveLaw::constant_thermodynamic_speed;
  /// Empty: T = 20σ∞ by the states before the first sweep, for `huang` only.
  std::optional<Temperature> start;
  Temperature end = Temperature::zero();
  /// The most that τ counts, in sweeps; the law's own limit where empty.
  std::optional<double> longest_tau = std::nullopt;
  /// The part of the sweeps that the fast run of `two_pass` takes.
  double pilot = 0.1;
  /// Of the system, for `lam_delosme`: heat bath flips less often than Metropolis accepts.
  KernelKind kernel = KernelKind::heat_bath;
};

/// Throws std::invalid_argument unless 0 < end < start < ∞ (`huang` may do without a start), τ may count ½ at
/// least and the pilot run takes a part in (0, 0.5].
void validate(const AdaptiveSchedule& schedule);

/// What a law asks about the sweep just done.
struct AnnealReading {
  double heat_capacity;  ///< Var(E)/T²
  double tau;            ///< in sweeps, ½ at least and already limited
  double acceptance;     ///< of Metropolis, in [0, 1]
};

/// The sweeps per ln T that the law wants here, up to a factor; above 0.
double demand(AdaptiveLaw law, const AnnealReading& reading);

/// The acceptance rate of Metropolis in a system that heat bath flips at the rate f, where all units see the
/// same gap: 1 − √(1 − 2f).
double metropolis_acceptance(double heat_bath_flips);

/// A cooling by the schedule, which reads the energies of the run that it steers.
///
/// The laws give proportions only; the factor follows from the budget. With L = ln(T/T₁) left to go and n
/// sweeps left, a step is d ln T = (L/n)·(D̄/D): D is the demand here and D̄ a forecast of its mean over the
/// way left. An error of the forecast corrects itself, since L and n are those that are left, and the run
/// ends on time whatever is measured. The forecast takes C as if N two-level units gave off their entropy
/// evenly over the way, N ln 2 = ∫C d ln T, and τ as half of what it may count.
///
/// As soon as τ has reached its limit the replicas are frozen and Var(E)/T² is no heat capacity any more: C
/// then counts as falling in proportion to T. Same bits on every machine and for any number of threads.
/// Throws std::invalid_argument as `validate` does.
std::unique_ptr<Cooling> make_cooling(const AdaptiveSchedule& schedule);

}  // namespace onedial
