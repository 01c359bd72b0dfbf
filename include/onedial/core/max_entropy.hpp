#pragma once
#include "onedial/core/spectrum.hpp"
#include "onedial/core/temperature.hpp"

/// The inverse dial (Jaynes 1957): of all distributions with a given ⟨E⟩ the Boltzmann distribution has the
/// most entropy, and S and ⟨E⟩ rise with T, so that either of them names one temperature.
///
/// Each function is exact to a few units in the last place times the condition of the problem: a relative
/// error δ of the target's distance to the nearer end of the dial becomes δ·(distance)/C in T.
namespace onedial {

/// The T with S(T) = `nats`. T = 0 for ln g and below, T = ∞ for ln N.
/// Throws std::invalid_argument for an entropy below 0, above ln N (by more than rounding), or NaN.
Temperature temperature_of_entropy(const Spectrum& spectrum, double nats);

/// The T with e^{S(T)} = `perplexity`. T = 0 for g and below, T = ∞ for N.
/// Throws std::invalid_argument for a perplexity below 1, above N (by more than rounding), or NaN.
Temperature temperature_of_perplexity(const Spectrum& spectrum, double perplexity);

/// The T with ⟨E⟩(T) = `energy`. T = 0 for E₀, T = ∞ for the mean Ē of all states.
/// Throws std::invalid_argument for an energy below E₀, above Ē (by more than rounding), or NaN.
Temperature temperature_of_mean_energy(const Spectrum& spectrum, double energy);

}  // namespace onedial
