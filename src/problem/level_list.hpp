#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "onedial/core/line_reader.hpp"
#include "onedial/model/state.hpp"

namespace onedial {

/// How units of two levels are written, one a line: `index value`.
struct LevelListFormat {
  Index first_index = 0;  ///< the number of the first unit
  Domain domain = Domain::binary;
  /// Whether 0 and 1 stand for −1 and 1 as well, but only one pair in a file.
  bool takes_bits_for_spins = false;
  std::string_view unit_name = "unit";
  std::string_view units_name = "units";
};

std::string level_list_text(const State& state, const LevelListFormat& format);

/// Reads such a file; its lines may come in any order.
/// Throws InputError `FILE:LINE: …` unless every unit is given exactly once with a value of its domain.
State read_level_list(const std::filesystem::path& path, Index units, const LevelListFormat& format);

/// Reads lines `index value` in any order. `level_of(lines, value)` is the level that a value stands for, or
/// fails; of `format` only the numbers and names of units count.
/// Throws InputError `FILE:LINE: …` unless every unit is given exactly once.
State read_unit_values(const std::filesystem::path& path, Index units, const LevelListFormat& format,
                       const std::function<Level(const LineReader&, std::int64_t)>& level_of);

}  // namespace onedial
