#include "onedial/problem/problem.hpp"

namespace onedial {

Answer answer_of(const Problem& problem, const Encoding& encoding, const State& state, bool repair) {
  Answer answer{.state = encoding.decode(state), .worth = {}};
  answer.worth = problem.evaluate(answer.state);
  if (repair && !answer.worth.feasible) {
    if (auto mended = problem.repaired(answer.state)) {
      answer = {.state = std::move(*mended), .worth = {}, .is_repaired = true};
      answer.worth = problem.evaluate(answer.state);
    }
  }
  return answer;
}

}  // namespace onedial
