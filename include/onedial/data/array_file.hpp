#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// Numbers of one type with a shape, the last index fastest; a shape without extents is a single number.
struct NumberArray {
  using Values = std::variant<std::vector<float>, std::vector<double>, std::vector<std::int64_t>,
                              std::vector<std::uint64_t>, std::vector<std::uint8_t>>;

  std::vector<Index> shape;
  Values values;
};

/// A file of named arrays and texts: what is needed to go on from where a program stopped.
///
/// It is an `.npz` archive, as NumPy reads and writes them: a zip file with an entry NAME.npy for each array,
/// and `onedial.json` for the texts, the kind and the version of the format. Each entry carries its checksum
/// (CRC-32), and the text entry the names and shapes of all arrays, so that damage does not go unnoticed.
struct ArrayFile {
  std::string kind;  ///< what is in it, such as "restricted machine"
  std::map<std::string, std::string> texts = {};
  std::map<std::string, NumberArray> arrays = {};
};

/// The version of the format that is written, and the newest that is read.
inline constexpr int array_file_version = 1;

/// The bytes of such a file; equal contents give equal bytes. Throws std::invalid_argument for a shape that
/// does not have as many places as there are values, for an array that is empty, for names that are no names
/// of files, and beyond 4 GiB.
std::string array_file_bytes(const ArrayFile& file);

/// Replaces the file at `path`, all or nothing. Throws OutputError, and as `array_file_bytes`.
void write_array_file(const std::filesystem::path& path, const ArrayFile& file);

/// Reads such a file, or one that NumPy has written, packed (deflate) or not, which has no kind and no texts.
/// Throws InputError that names the file, the array and what was expected: for a file that is cut short, is
/// no archive, is damaged or from a newer version, an array of another type or byte order, and for numbers
/// that are NaN or infinite, with their place.
ArrayFile read_array_file(const std::filesystem::path& path);

/// The array `name` of `file`, for errors that name the file it was read from.
/// Throws InputError if it is missing, of another type or of another shape; an extent of −1 stands for any.
template <class Number>
const std::vector<Number>& require_array(const ArrayFile& file, const std::filesystem::path& path,
                                         const std::string& name, const std::vector<Index>& shape);

}  // namespace onedial
