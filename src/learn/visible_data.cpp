#include "visible_data.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "onedial/learn/machine_system.hpp"

namespace onedial {
namespace {

bool is_possible(VisibleUnits units, float value) {
  switch (units) {
    case VisibleUnits::binary:
      return value >= 0 && value <= 1;
    case VisibleUnits::spin:
      return value == -1 || value == 1;
    case VisibleUnits::softmax:
      return value == 0 || value == 1;
    case VisibleUnits::gaussian:
      return std::isfinite(value);
  }
  return false;
}

const char* possible_values(VisibleUnits units) {
  switch (units) {
    case VisibleUnits::binary:
      return "a number from 0 to 1";
    case VisibleUnits::spin:
      return "-1 or 1";
    case VisibleUnits::softmax:
      return "0 or 1";
    case VisibleUnits::gaussian:
      return "a finite number";
  }
  return "";
}

}  // namespace

void require_visible_data(VisibleUnits units, Index levels, Index visible, const FloatRows& rows) {
  if (rows.cols() != visible) {
    throw std::invalid_argument(
        fmt::format("rows of {} values for {} visible columns", rows.cols(), visible));
  }
  for (Index row = 0; row < rows.rows(); ++row) {
    for (Index column = 0; column < visible; ++column) {
      if (!is_possible(units, rows(row, column))) {
        throw std::invalid_argument(fmt::format("row {}, column {}: {}; expected {}", row + 1, column + 1,
                                                rows(row, column), possible_values(units)));
      }
    }
    for (Index first = 0; units == VisibleUnits::softmax && first < visible; first += levels) {
      if (rows.row(row).segment(first, levels).sum() != 1) {
        throw std::invalid_argument(fmt::format("row {}, columns {} to {}: expected one 1 and else 0",
                                                row + 1, first + 1, first + levels));
      }
    }
  }
}

Eigen::VectorXd mean_biases(const RestrictedMachine& machine, const FloatRows& rows) {
  if (machine.visible_units == VisibleUnits::gaussian) {
    return rows.cast<double>().colwise().mean().transpose();
  }
  return base_rate_biases(machine, rows);
}

void place_rows(const FloatRows& rows, VisibleUnits units, UnitRows& out) {
  const bool is_real = units == VisibleUnits::gaussian;
  const float threshold = units == VisibleUnits::spin ? 0.0F : 0.5F;
  for (Index row = 0; row < rows.rows(); ++row) {
    const auto at = static_cast<std::size_t>(row);
    std::size_t count = 0;
    for (Index unit = 0; unit < rows.cols(); ++unit) {
      if (is_real || rows(row, unit) > threshold) {
        out.units(at)[count] = static_cast<std::uint32_t>(unit);
        if (is_real) {
          out.values(at)[count] = rows(row, unit);
        }
        ++count;
      }
    }
    out.set_count(at, count);
  }
}

FloatRows to_rows(const UnitRows& rows, VisibleUnits units, Index columns) {
  FloatRows result(static_cast<Index>(rows.rows().size()), columns);
  for (Index row = 0; row < result.rows(); ++row) {
    rows.write(static_cast<std::size_t>(row), units, result.row(row));
  }
  return result;
}

}  // namespace onedial
