#pragma once
#include <string_view>

#include "onedial/problem/city_map.hpp"

namespace onedial {

/// A line `KEY : value`, `KEY: value` or `KEY value` of a file of TSPLIB.
struct TsplibKey {
  std::string_view key;
  std::string_view value;
};
TsplibKey tsplib_key(std::string_view line);

/// Whether lines with that key stand at the beginning of files of TSPLIB.
bool is_tsplib_key(std::string_view key);

}  // namespace onedial
