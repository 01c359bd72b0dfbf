#pragma once
#include <filesystem>

#include "onedial/data/array_file.hpp"
#include "onedial/learn/restricted_machine.hpp"

namespace onedial {

/// A machine as an ArrayFile of the kind "restricted machine": arrays `weights` (V × H), `visible_biases` (V)
/// and `hidden_biases` (H) of 4-byte floating-point numbers, `levels` and `image` (height, width) of
/// integers, and the text `visible_units`. What training needs to go on may be added as further arrays and
/// texts.
ArrayFile to_array_file(const RestrictedMachine& machine);

/// The other way round. `path` is for the errors. Throws InputError for another kind, for arrays that are
/// missing or do not fit together, and for units that there are not.
RestrictedMachine machine_of(const ArrayFile& file, const std::filesystem::path& path);

/// A float matrix or vector as an array, and back.
NumberArray to_array(const FloatRows& matrix);
NumberArray to_array(const Eigen::VectorXf& vector);

/// An array of `file` as a matrix of `rows` × `columns`, or as a vector of `size`. Throws as `require_array`.
FloatRows matrix_of(const ArrayFile& file, const std::filesystem::path& path, const std::string& name,
                    Index rows, Index columns);
Eigen::VectorXf vector_of(const ArrayFile& file, const std::filesystem::path& path, const std::string& name,
                          Index size);

/// "binary", "spin", "gaussian" or "softmax".
std::string_view visible_units_name(VisibleUnits units);

}  // namespace onedial
