#pragma once
#include "onedial/core/temperature.hpp"
#include "onedial/learn/ascent.hpp"
#include "onedial/learn/boltzmann_machine.hpp"
#include "onedial/learn/weighted_states.hpp"

/// Maximum likelihood with exact expectations, for machines small enough to go through all states. T is
/// finite and above 0 throughout; these functions throw std::invalid_argument where it is not, or where the
/// machine has more than `max_exact_units` units.
namespace onedial {

inline constexpr Index max_exact_units = 24;

/// The log-likelihood of examples under a machine, in nats an example.
struct ExactLikelihood {
  double mean_log_likelihood;  ///< Σ_v data(v) ln p(v)
  Eigen::VectorXd gradient;    ///< of it by θ: (⟨φ⟩ with examples clamped − ⟨φ⟩ free)/T (C + N)
  double log_z;                ///< ln Z of all units
};

/// Throws std::invalid_argument unless the examples have V units.
ExactLikelihood exact_likelihood(const BoltzmannMachine& machine, const WeightedStates& data, Temperature t);

/// The probabilities of all 2^V states of the visible units.
std::vector<double> visible_law(const BoltzmannMachine& machine, Temperature t);

/// ⟨φ⟩ of the free machine (C + N).
Eigen::VectorXd exact_statistics(const BoltzmannMachine& machine, Temperature t);

/// A machine that has been fitted to examples.
struct FittedMachine {
  BoltzmannMachine machine;
  Ascent ascent;  ///< `value` is the mean log-likelihood, or pseudo-likelihood
};

/// Climbs the mean log-likelihood from the parameters that the machine has. Without hidden units it has one
/// maximum (which is at infinity where states are never seen); with them it has many, and a start where
/// hidden units are alike is a saddle.
FittedMachine fit_exactly(const BoltzmannMachine& start, const WeightedStates& data, Temperature t,
                          const AscentSettings& settings = {});

}  // namespace onedial
