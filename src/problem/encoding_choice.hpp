#pragma once
#include <initializer_list>
#include <string_view>

#include "onedial/problem/problem.hpp"

namespace onedial {

/// The encoding that `choice` names. Throws std::invalid_argument if the problem does not have it, if a
/// penalty is given for one that is not among `penalised`, or if it is not finite and above 0.
std::string_view require_encoding(const Problem& problem, const EncodingChoice& choice,
                                  std::initializer_list<std::string_view> penalised);

/// Throws std::invalid_argument unless an answer has that size.
void require_answer_size(const State& answer, Index size);

}  // namespace onedial
