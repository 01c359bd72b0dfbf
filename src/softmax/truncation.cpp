// Stages that keep tokens by how likely they are.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "apply_stage.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial::detail {
namespace {

void keep_probable(Candidates& candidates, double threshold) {
  const double weight = threshold * candidates.total();
  const bool none = std::none_of(candidates.list().begin(), candidates.list().end(),
                                 [&](const Candidate& token) { return token.weight >= weight; });
  if (none) {
    candidates.keep_best();
  } else {
    candidates.keep_if([&](const Candidate& token) { return token.weight >= weight; });
  }
}

/// The least likely token of the smallest set of the most likely ones whose mass reaches the share p: halves
/// the range where it must be until what is left is quickly sorted.
Candidate last_within_mass(Candidates& candidates, double p) {
  constexpr std::ptrdiff_t quickly_sorted = 64;
  const double wanted = p * candidates.total();
  std::vector<Candidate> tokens = candidates.list();
  auto first = tokens.begin();
  auto last = tokens.end();
  double mass = 0;  // of the tokens before `first`
  while (last - first > quickly_sorted) {
    const auto middle = first + (last - first) / 2;
    std::nth_element(first, middle, last, MoreLikely());
    const double upper = std::accumulate(
        first, middle, 0.0, [](double sum, const Candidate& token) { return sum + token.weight; });
    if (mass + upper >= wanted) {
      last = middle;
    } else {
      mass += upper;
      first = middle;
    }
  }
  std::sort(first, last, MoreLikely());
  for (; first + 1 < last && mass + first->weight < wanted; ++first) {
    mass += first->weight;
  }
  return *first;
}

}  // namespace

void truncate(const TopKStage& stage, Candidates& candidates) {
  candidates.keep_most_likely(stage.k);
}

void truncate(const TopPStage& stage, Candidates& candidates) {
  if (stage.p == 1) {
    return;  // rounding must not cut off a tail
  }
  const Candidate last = last_within_mass(candidates, stage.p);
  candidates.keep_if([&](const Candidate& token) { return !MoreLikely()(last, token); });
}

void truncate(const MinPStage& stage, Candidates& candidates) {
  if (stage.p > 0) {
    candidates.keep_within(-elementary::log(stage.p));
  }
}

void truncate(const EpsilonCutoffStage& stage, Candidates& candidates) {
  keep_probable(candidates, stage.epsilon);
}

void truncate(const EtaCutoffStage& stage, Candidates& candidates) {
  const double limit = std::sqrt(stage.epsilon) * elementary::exp(-candidates.entropy());
  keep_probable(candidates, std::min(stage.epsilon, limit));
}

void truncate(const TopNSigmaStage& stage, Candidates& candidates) {
  // Differences of logits and σ scale alike with T: no temperature is needed.
  const std::vector<Candidate>& tokens = candidates.list();
  const auto count = static_cast<double>(tokens.size());
  const double half_most = candidates.maximum() / 2;
  double half_span = 0;
  for (const Candidate& token : tokens) {
    half_span = std::max(half_span, half_most - token.logit / 2);
  }
  if (half_span == 0) {
    return;
  }
  // Gaps in units of the greatest, so that no square leaves the range of a double; halves, so that no
  // difference does.
  const auto gap = [&](const Candidate& token) { return (half_most - token.logit / 2) / half_span; };
  double sum = 0;
  for (const Candidate& token : tokens) {
    sum += gap(token);
  }
  const double mean = sum / count;
  double squares = 0;
  for (const Candidate& token : tokens) {
    squares += (gap(token) - mean) * (gap(token) - mean);
  }
  const double limit = stage.n * std::sqrt(squares / count);
  candidates.keep_if([&](const Candidate& token) { return gap(token) <= limit; });
}

void truncate(const GreedyStage& /*stage*/, Candidates& candidates) {
  candidates.keep_best();
}

}  // namespace onedial::detail
