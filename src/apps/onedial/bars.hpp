#pragma once
#include <string>
#include <vector>

namespace onedial::cli {

/// A name and how large its share is, from 0 to 1.
struct Bar {
  std::string name;
  double fraction;
};

/// A line for each bar, with its share in per cent; the longest bar fills the room. `rich` allows more than
/// ASCII.
std::string bars_text(const std::vector<Bar>& bars, bool rich);

}  // namespace onedial::cli
