#include "encoding_choice.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace onedial {

std::string_view require_encoding(const Problem& problem, const EncodingChoice& choice,
                                  std::initializer_list<std::string_view> penalised) {
  const std::vector<std::string_view> all = problem.encodings();
  const auto found = choice.name.empty() ? all.begin() : std::find(all.begin(), all.end(), choice.name);
  if (found == all.end()) {
    throw std::invalid_argument(fmt::format("{} has no encoding \"{}\"; it has {}", problem.kind(),
                                            choice.name, fmt::join(all, ", ")));
  }
  if (choice.penalty) {
    if (std::find(penalised.begin(), penalised.end(), *found) == penalised.end()) {
      throw std::invalid_argument(
          fmt::format("the encoding \"{}\" of {} has no penalties; leave it out", *found, problem.kind()));
    }
    if (!(*choice.penalty > 0 && std::isfinite(*choice.penalty))) {
      throw std::invalid_argument("a penalty must be finite and above 0");
    }
  }
  return *found;
}

void require_answer_size(const State& answer, Index size) {
  if (std::ssize(answer) != size) {
    throw std::invalid_argument(
        fmt::format("an answer of {} units for a problem of {}", answer.size(), size));
  }
}

}  // namespace onedial
