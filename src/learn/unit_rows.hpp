#pragma once
#include <span>
#include <vector>

#include "rbm_kernels.hpp"

namespace onedial {

/// Rows of a layer's states or values, as the units that are not 0.
class UnitRows {
 public:
  UnitRows() = default;
  UnitRows(Index rows, Index units, bool has_values);
  /// Of spins those that are +1. Only binary units between 0 and 1 and real ones have values.
  UnitRows(const FloatRows& rows, VisibleUnits units);
  UnitRows(const UnitRows&) = delete;
  UnitRows& operator=(const UnitRows&) = delete;
  UnitRows(UnitRows&&) = default;
  UnitRows& operator=(UnitRows&&) = default;

  [[nodiscard]] std::span<const ActiveUnits> rows() const { return rows_; }
  [[nodiscard]] std::span<const ActiveUnits> rows(Index first, Index last) const {
    return rows().subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first));
  }
  [[nodiscard]] const ActiveUnits& operator[](std::size_t row) const { return rows_[row]; }
  /// Room for all units of a row and 16 more. The row has none until `set_count`.
  [[nodiscard]] std::uint32_t* units(std::size_t row) { return units_.data() + row * capacity_; }
  [[nodiscard]] float* values(std::size_t row) { return values_.data() + row * capacity_; }
  void set_count(std::size_t row, std::size_t count) { rows_[row].count = count; }
  /// Whether the values of a row that has room for them count, or all are 1.
  void set_has_values(std::size_t row, bool has_values) {
    rows_[row].values = has_values ? values(row) : nullptr;
  }

  /// Row `row` as it is in FloatRows.
  void write(std::size_t row, VisibleUnits units, Eigen::Ref<Eigen::RowVectorXf> out) const;

 private:
  std::size_t capacity_ = 0;
  std::vector<std::uint32_t> units_;
  std::vector<float> values_;
  std::vector<ActiveUnits> rows_;
};

}  // namespace onedial
