#pragma once
#include <Eigen/Core>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// An array in the bytes of a file .npy (NumPy Enhancement Proposal 1, versions 1 to 3), which must outlive
/// it.
struct NpyArray {
  std::vector<Index> shape;       ///< n₀ × n₁ × …; empty for a single number
  std::string type;               ///< as NumPy writes it: "<f4", "|u1", …
  bool is_fortran_order = false;  ///< the first index runs fastest, not the last
  std::string_view data;

  [[nodiscard]] Index size() const;     ///< how many numbers, all told
  [[nodiscard]] Index rows() const;     ///< n₀; 1 for a single number
  [[nodiscard]] Index columns() const;  ///< size() / rows(), or 0
};

/// Reads real numbers of 4 or 8 bytes, integers of 1 to 8 bytes with a sign or without, and truth values, all
/// little-endian. `name` is for the errors. Throws InputError for other types, and where the bytes are not as
/// many as the header declares.
NpyArray parse_npy(const std::string& name, std::string_view bytes);

/// The array as rows (n₀ × n₁n₂…), the last index running fastest whatever the order in the file; integers
/// beyond 2⁵³ are rounded.
Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> npy_matrix(const NpyArray& array);

/// One such row into `values`, of columns() numbers.
void read_npy_row(const NpyArray& array, Index row, std::span<double> values);

/// All numbers as they are, the last index running fastest whatever the order in the file. `Number` is float,
/// double, std::int64_t, std::uint64_t or std::uint8_t, and the array's own type, or std::int64_t for an
/// array of std::int32_t. None for an array of another type.
template <class Number>
std::optional<std::vector<Number>> npy_values(const NpyArray& array);

/// The bytes of a file .npy with numbers in the order of rows, as NumPy would save them. `Number` is float,
/// double, std::int64_t, std::uint64_t or std::uint8_t. Throws std::invalid_argument unless the shape has as
/// many numbers.
template <class Number>
std::string npy_bytes(std::span<const Number> values, const std::vector<Index>& shape);

/// Of a matrix, as an array of its shape.
template <class Real>
std::string npy_bytes(const Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>& matrix) {
  return npy_bytes(std::span<const Real>(matrix.data(), static_cast<std::size_t>(matrix.size())),
                   {matrix.rows(), matrix.cols()});
}

}  // namespace onedial
