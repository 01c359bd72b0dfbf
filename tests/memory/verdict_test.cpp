#include "onedial/memory/verdict.hpp"

#include "catch.hpp"
#include "hopfield_cases.hpp"

using namespace onedial;
using hopfield_cases::random_spins;

namespace {

State state_from(const Eigen::VectorXd& spins) {
  return state_of(spins, 0);
}

}  // namespace

TEST_CASE("a state is judged by what it overlaps with") {
  const Patterns patterns = random_spins(400, 12, 1);
  State state = state_of(patterns, 4);
  for (std::size_t i = 0; i < 12; ++i) {
    state[i] ^= 1;
  }
  const Judgement recalled = judge_recall(patterns, state, 4);
  CHECK(recalled.verdict == Verdict::recalled);
  CHECK(recalled.overlap == Approx(1 - 24.0 / 400));
  CHECK(recalled.patterns == std::vector<Index>{4});
  const Judgement other = judge_recall(patterns, state, 2);
  CHECK(other.verdict == Verdict::other);
  CHECK(other.patterns == std::vector<Index>{4});
  CHECK(judge_recall(patterns, state, 4, 0.95).verdict == Verdict::spin_glass);
  for (Level& level : state) {
    level ^= 1;
  }
  const Judgement inverted = judge_recall(patterns, state, 4);
  CHECK(inverted.verdict == Verdict::inverted);
  CHECK(inverted.signs == std::vector<int>{-1});
}

TEST_CASE("majorities of three, five and seven patterns are named with their signs") {
  const Patterns patterns = random_spins(1000, 20, 2);
  for (const Index size : {3, 5, 7}) {
    Eigen::VectorXd votes = Eigen::VectorXd::Zero(1000);
    for (Index k = 0; k < size; ++k) {
      votes += (k == 1 ? -1 : 1) * patterns.col(2 * k);
    }
    const Judgement mixture = judge_recall(patterns, state_from(votes), 0);
    CHECK(mixture.verdict == Verdict::mixture);
    CHECK(mixture.overlap == 1);
    REQUIRE(mixture.patterns.size() == static_cast<std::size_t>(size));
    for (std::size_t k = 0; k < mixture.patterns.size(); ++k) {
      CHECK(mixture.patterns[k] % 2 == 0);
      CHECK(mixture.patterns[k] < 2 * size);
      CHECK(mixture.signs[k] == (mixture.patterns[k] == 2 ? -1 : 1));
    }
  }
}

TEST_CASE("a random state is a spin glass, with the largest overlap as evidence") {
  const Patterns patterns = random_spins(1000, 20, 3);
  const State state = state_of(random_spins(1000, 1, 4), 0);
  const Judgement judgement = judge_recall(patterns, state, 3);
  CHECK(judgement.verdict == Verdict::spin_glass);
  CHECK(judgement.overlap == overlaps(patterns, state).cwiseAbs().maxCoeff());
  CHECK(judgement.overlap < 0.2);
}

TEST_CASE("of a pattern that was stored twice the one that was cued counts") {
  Patterns patterns = random_spins(100, 3, 5);
  patterns.col(2) = patterns.col(0);
  CHECK(judge_recall(patterns, state_of(patterns, 0), 2).patterns == std::vector<Index>{2});
  CHECK(judge_recall(patterns, state_of(patterns, 0), 0).verdict == Verdict::recalled);
  CHECK(judge_recall(patterns, state_of(patterns, 1), -1).verdict == Verdict::other);
}
