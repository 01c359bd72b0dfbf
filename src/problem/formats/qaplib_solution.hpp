#pragma once
#include "permutation.hpp"

namespace onedial {

/// Reads the location of each facility from a solution of QAPLIB – N, the cost, N locations – or from lines
/// of a facility and its location. Throws InputError unless the file is one of the two.
State read_qaplib_solution(const std::filesystem::path& path, Index size, const PermutationWords& names);

}  // namespace onedial
