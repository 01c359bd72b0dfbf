#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onedial/model/state.hpp"

namespace onedial {

/// The formats of instances over two-level units; docs/problems.md describes each.
enum class InstanceFormat : std::uint8_t {
  gset,
  coo,
  dimod_json,
  matrix,
  matrix_market,
  or_library,
  dimod_bqm,
  dimacs
};

/// The names of all formats: "gset", "coo", "dimod_json", "matrix", "matrix_market", "or_library",
/// "dimod_bqm" and "dimacs".
std::vector<std::string> format_names();

std::string_view format_name(InstanceFormat format);

/// The format of that name; empty if there is none.
std::optional<InstanceFormat> format_named(std::string_view name);

/// Whether the format has room for a constant in the energy.
bool keeps_offset(InstanceFormat format);

/// What the entries of a file stand for.
enum class EntryLayout : std::uint8_t {
  terms,        ///< terms of an energy: one entry for a pair, with the sign that dimod gives it
  half_matrix,  ///< a symmetric matrix: an entry stands for its mirror too, whichever of the two is given
  matrix        ///< a matrix, both of its triangles
};

/// What an instance file says, before a problem gives it a meaning: an N × N table of numbers, of which only
/// some entries are given.
struct InstanceFile {
  struct Entry {
    Index row;  ///< from 0, whatever the file counts from
    Index column;
    double value;
    std::int64_t line;  ///< where it stands; 0 where the format has no lines
  };

  std::string path = {};
  InstanceFormat format = InstanceFormat::gset;
  EntryLayout layout = EntryLayout::half_matrix;
  Index units = 0;                  ///< N
  Index first_index = 0;            ///< the number that the file gives to the first unit: 0 or 1
  std::vector<Entry> entries = {};  ///< by rows in a `matrix`, where zeros are left out
  double offset = 0;
  std::optional<Domain> domain = std::nullopt;  ///< of the units, where the file says it

  /// "PATH:LINE", to begin an error with; "PATH" alone where the format has no lines.
  [[nodiscard]] std::string place(const Entry& entry) const;
};

/// The most units that an instance may have.
inline constexpr Index most_instance_units = Index{1} << 24U;

/// Reads an instance in the given format, or in the one that its content looks like. `number` picks one of
/// the instances of a file that holds several, from 1; without it there may be only one.
///
/// Throws InputError `FILE:LINE: what is wrong; what was expected` for a file that cannot be read, is empty,
/// is no text where its format is, ends early or goes on after its end; for numbers that are no numbers, not
/// finite or beyond the range of a double; for units out of range; and for a pair of units that is given
/// twice, in either order (in a `matrix`, both triangles are expected instead; `dimacs` may give both
/// directions).
InstanceFile read_instance(const std::filesystem::path& path,
                           std::optional<InstanceFormat> format = std::nullopt,
                           std::optional<Index> number = std::nullopt);

/// The bytes of a file in `file.format`, from which `read_instance` reads the same entries, by rows. An
/// offset that the format has no room for is told in a comment. Throws InputError if a `matrix` would not fit
/// into memory.
std::string instance_bytes(const InstanceFile& file);

}  // namespace onedial
