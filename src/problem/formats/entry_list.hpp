#pragma once
#include <cstdint>
#include <string_view>

#include "onedial/core/line_reader.hpp"
#include "onedial/problem/instance_file.hpp"

namespace onedial {

/// Reads the numbers of units and of entries from two words of the current line, and makes room for as many
/// entries. Throws InputError for numbers that are out of range, or more than the rest of the file can hold
/// in lines of `shortest_line` bytes. `names` are what the format calls one of each.
struct EntryNames {
  std::string_view unit;   ///< "vertex"
  std::string_view units;  ///< "vertices"
  std::string_view entries;
};
std::int64_t read_sizes(const LineReader& lines, std::size_t word, const EntryNames& names,
                        std::size_t shortest_line, InstanceFile& file);

/// Word k of the current line as one of `units` units that are numbered from 1; from 0 in the result.
Index read_unit(const LineReader& lines, std::size_t k, const EntryNames& names, Index units);

}  // namespace onedial
