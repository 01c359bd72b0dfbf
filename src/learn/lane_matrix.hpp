#pragma once
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "onedial/learn/restricted_machine.hpp"

namespace onedial {

/// A float matrix by rows, for vectorised loops: rows begin at multiples of 64 bytes and are padded with
/// zeros to a multiple of 16 numbers. The distance between rows is an odd number of cache lines, since the
/// same columns of many rows would else share a few lines of the cache.
class LaneMatrix {
 public:
  static constexpr std::size_t lanes = 16;

  LaneMatrix() = default;
  LaneMatrix(Index rows, Index columns)
      : rows_(static_cast<std::size_t>(rows)),
        columns_(static_cast<std::size_t>(columns)),
        stride_((columns_ + lanes - 1) / lanes | 1U),
        data_(rows_ * stride_) {}
  explicit LaneMatrix(const FloatRows& values) : LaneMatrix(values.rows(), values.cols()) {
    for (Index row = 0; row < values.rows(); ++row) {
      view(static_cast<std::size_t>(row)) = values.row(row).transpose();
    }
  }

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  /// Columns with their padding.
  [[nodiscard]] std::size_t padded() const { return (columns_ + lanes - 1) / lanes * lanes; }
  /// Numbers from row to row.
  [[nodiscard]] std::size_t stride() const { return stride_ * lanes; }
  /// Null if there are no rows.
  [[nodiscard]] float* row(std::size_t row) { return rows_ == 0 ? nullptr : data_[row * stride_].data(); }
  [[nodiscard]] const float* row(std::size_t row) const {
    return rows_ == 0 ? nullptr : data_[row * stride_].data();
  }

  /// A row without its padding, as a vector.
  [[nodiscard]] Eigen::Map<Eigen::VectorXf> view(std::size_t row) {
    return {this->row(row), static_cast<Index>(columns_)};
  }
  [[nodiscard]] Eigen::Map<const Eigen::VectorXf> view(std::size_t row) const {
    return {this->row(row), static_cast<Index>(columns_)};
  }

  [[nodiscard]] FloatRows values() const {
    FloatRows result(static_cast<Index>(rows_), static_cast<Index>(columns_));
    for (std::size_t row = 0; row < rows_; ++row) {
      result.row(static_cast<Index>(row)) = view(row).transpose();
    }
    return result;
  }

 private:
  struct alignas(64) Line : std::array<float, lanes> {};

  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::size_t stride_ = 1;
  std::vector<Line> data_;
};

}  // namespace onedial
