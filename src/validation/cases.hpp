#pragma once
#include <vector>

#include "onedial/validation/suite.hpp"

// One function a case of the suite.
namespace onedial::cases {

using Checks = std::vector<ValidationCheck>;

Checks error_bars(const ValidationSettings& settings);
Checks engines(const ValidationSettings& settings);
Checks single_spins(const ValidationSettings& settings);
Checks swendsen_wang(const ValidationSettings& settings);
Checks wolff(const ValidationSettings& settings);
Checks random_numbers(const ValidationSettings& settings);
Checks peak(const ValidationSettings& settings);
Checks flat_histogram(const ValidationSettings& settings);
Checks sherrington_kirkpatrick(const ValidationSettings& settings);
Checks spin_glass(const ValidationSettings& settings);
Checks potts(const ValidationSettings& settings);
Checks block_gibbs(const ValidationSettings& settings);
Checks softmax(const ValidationSettings& settings);
Checks hysteresis(const ValidationSettings& settings);

/// A number of sweeps or samples times the effort, at least `least`.
Index scaled(const ValidationSettings& settings, double count, Index least = 64);

/// Appends checks under a name in front of theirs.
void append(Checks& checks, const std::string& name, Checks more);

}  // namespace onedial::cases
