#pragma once
#include "unit_rows.hpp"

namespace onedial {

/// Throws std::invalid_argument, which names the first value that visible units of the kind cannot have:
/// binary ones are from 0 to 1, spins −1 or +1, of each softmax unit one column is 1 and the others 0, and
/// all are finite.
void require_visible_data(VisibleUnits units, Index levels, Index visible, const FloatRows& rows);

/// The biases of independent visible units that have the mean of `rows`: `base_rate_biases`, and of real
/// units the mean itself.
Eigen::VectorXd mean_biases(const RestrictedMachine& machine, const FloatRows& rows);

/// `rows` as states. Grey values of binary units have no state: they are on above ½.
void place_rows(const FloatRows& rows, VisibleUnits units, UnitRows& out);

FloatRows to_rows(const UnitRows& rows, VisibleUnits units, Index columns);

}  // namespace onedial
