#pragma once
#include "onedial/core/temperature.hpp"

namespace onedial {

/// A spin at temperature T in a random field h = m + sz with z from a normal distribution: averages over z.
struct FieldAverages {
  double spin = 0;            ///< ⟨tanh h/T⟩
  double square = 0;          ///< ⟨tanh² h/T⟩
  double susceptibility = 0;  ///< (1 − ⟨tanh² h/T⟩)/T, the slope of ⟨tanh h/T⟩ over m
};

/// For T ≥ 0, finite, and s > 0, to about 10⁻¹⁴.
FieldAverages field_averages(Temperature t, double mean, double width);

/// The free energy −T⟨ln 2cosh h/T⟩ and the entropy of that spin.
struct FieldThermodynamics {
  double free_energy = 0;
  double entropy = 0;
};
FieldThermodynamics field_thermodynamics(Temperature t, double mean, double width);

}  // namespace onedial
