#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onedial {

/// The candidate that `word` was probably meant to be: the one reached with the fewest insertions,
/// deletions, substitutions and exchanges of neighbours (the optimal string alignment distance), if at most
/// a third of the word has to change, but at least one edit is allowed. The first of equals wins.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace onedial
