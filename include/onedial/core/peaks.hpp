#pragma once
#include <vector>

#include "onedial/core/spectrum.hpp"
#include "onedial/core/temperature.hpp"

namespace onedial {

/// A local maximum of a function of temperature.
struct Peak {
  Temperature temperature;
  double value;
};

/// All maxima of C(T), by rising temperature: where d ln C/d ln T = κ₃/(Tκ₂) − 2 changes sign, with κ₂ and κ₃
/// the variance and the third central moment of the energy.
///
/// They lie between T₁ = d₁/(ln(N/g) + 5) and T₂ = d_max/2, with d₁ and d_max the first and the largest gap:
/// below T₁ κ₃/(Tκ₂) exceeds 3, above T₂ it is less than 2. In ln T nothing changes faster than over
/// 1/ln(N/g), since levels of degeneracy ratio r cross where d/T = ln r ≤ ln(N/g); the scan, on a compressed
/// spectrum, takes steps of an eighth of that. Each maximum found is then refined on the spectrum itself to
/// the last digits of T. A maximum that stands out by less than 10⁻⁵ of C may be missed.
std::vector<Peak> heat_capacity_peaks(const Spectrum& spectrum);

/// All maxima of dS/dT = C/T, by rising temperature: where κ₃/(Tκ₂) = 3. They are not those of C(T): each
/// lies where C still rises, and there may be more or fewer of them.
std::vector<Peak> entropy_slope_peaks(const Spectrum& spectrum);

}  // namespace onedial
