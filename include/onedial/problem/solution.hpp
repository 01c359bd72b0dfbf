#pragma once
#include <filesystem>
#include <string>

#include "onedial/problem/problem.hpp"

namespace onedial {

/// A state as text, one unit a line: `index value`. Units are counted as the instance counts them; values
/// are bits, or −1 and 1 where the problem is over spins.
std::string solution_text(const Problem& problem, const State& state);

/// Reads such a file; its lines may come in any order. For max_cut, 0 and 1 are taken as well as −1 and 1.
/// Throws InputError `FILE:LINE: …` unless every unit is given exactly once with a value of its domain.
State read_solution(const Problem& problem, const std::filesystem::path& path);

}  // namespace onedial
