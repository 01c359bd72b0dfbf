#include "unit_rows.hpp"

#include <algorithm>

namespace onedial {
namespace {

bool needs_values(const FloatRows& rows, VisibleUnits units) {
  return units == VisibleUnits::gaussian ||
         (units == VisibleUnits::binary &&
          std::any_of(rows.data(), rows.data() + rows.size(), [](float x) { return x != 0 && x != 1; }));
}

}  // namespace

UnitRows::UnitRows(Index rows, Index units, bool has_values)
    : capacity_(static_cast<std::size_t>(units) + LaneMatrix::lanes),
      units_(static_cast<std::size_t>(rows) * capacity_),
      values_(has_values ? units_.size() : 0),
      rows_(static_cast<std::size_t>(rows)) {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    rows_[row].units = this->units(row);
    rows_[row].values = has_values ? values(row) : nullptr;
  }
}

UnitRows::UnitRows(const FloatRows& rows, VisibleUnits units)
    : UnitRows(rows.rows(), rows.cols(), needs_values(rows, units)) {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    std::size_t count = 0;
    for (Index unit = 0; unit < rows.cols(); ++unit) {
      const float value = rows(static_cast<Index>(row), unit);
      if (units == VisibleUnits::spin ? value > 0 : value != 0) {
        this->units(row)[count] = static_cast<std::uint32_t>(unit);
        if (!values_.empty()) {
          values(row)[count] = value;
        }
        ++count;
      }
    }
    set_count(row, count);
  }
}

void UnitRows::write(std::size_t row, VisibleUnits units, Eigen::Ref<Eigen::RowVectorXf> out) const {
  out.setConstant(units == VisibleUnits::spin ? -1.0F : 0.0F);
  const ActiveUnits& active = rows_[row];
  for (std::size_t k = 0; k < active.count; ++k) {
    out[active.units[k]] = active.values == nullptr ? 1.0F : active.values[k];
  }
}

}  // namespace onedial
