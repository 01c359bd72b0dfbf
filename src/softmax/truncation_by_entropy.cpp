// Stages that keep tokens by their surprise, or that bound the entropy of what they keep.
#include <algorithm>
#include <cmath>

#include "apply_stage.hpp"
#include "onedial/core/elementary.hpp"
#include "onedial/sample/kernel.hpp"

namespace onedial::detail {
namespace {

constexpr double ln_2 = 0.69314718055994530942;

}  // namespace

void truncate(const TypicalPStage& stage, Candidates& candidates) {
  if (stage.p == 1) {
    return;
  }
  struct Shift {
    double distance;  // |surprise − entropy|
    double weight;
    TokenId id;
  };
  const double wanted = stage.p * candidates.total();
  const double offset = elementary::log(candidates.total()) - candidates.entropy();
  std::vector<Shift> shifts;
  shifts.reserve(candidates.list().size());
  for (const Candidate& token : candidates.list()) {
    shifts.push_back({std::abs(candidates.gap(token) + offset), token.weight, token.id});
  }
  std::sort(shifts.begin(), shifts.end(), [](const Shift& a, const Shift& b) {
    return a.distance != b.distance ? a.distance < b.distance : a.id < b.id;
  });
  double mass = 0;
  std::vector<TokenId> kept;
  for (const Shift& shift : shifts) {
    if (mass >= wanted) {
      break;
    }
    mass += shift.weight;
    kept.push_back(shift.id);
  }
  std::sort(kept.begin(), kept.end());
  candidates.keep_if(
      [&](const Candidate& token) { return std::binary_search(kept.begin(), kept.end(), token.id); });
}

void truncate(const TopHStage& stage, Candidates& candidates) {
  if (stage.alpha == 1) {
    return;  // the entropy of all tokens is the bound: rounding must not cut off a tail
  }
  const double limit = stage.alpha * candidates.entropy();
  const std::vector<Candidate>& tokens = candidates.list();
  double others = 0;  // weight of the tokens after the first, whose weight is 1
  double gaps = 0;    // Σ weight·gap
  std::size_t count = 1;
  for (candidates.order(1); count < tokens.size(); ++count) {
    candidates.order(count + 1);
    const Candidate& next = tokens[count];
    others += next.weight;
    gaps += next.weight * candidates.gap(next);
    if (elementary::log1p(others) + gaps / (1 + others) > limit) {
      break;
    }
  }
  candidates.keep_first(count);
}

void truncate(const XtcStage& stage, Candidates& candidates, RandomStream& random) {
  RandomDecision decide(random);
  if (!decide(stage.probability)) {
    return;
  }
  const double weight = stage.threshold * candidates.total();
  const std::vector<Candidate>& tokens = candidates.list();
  std::size_t choices = 0;
  for (; choices < tokens.size(); ++choices) {
    candidates.order(choices + 1);
    if (tokens[choices].weight < weight) {
      break;
    }
  }
  if (choices < 2) {
    return;
  }
  const Candidate& last = tokens[choices - 1];
  const Candidate least =  // of several that are least likely, the lowest id
      *std::find_if(tokens.begin(), tokens.end(), [&](const Candidate& t) { return t.logit == last.logit; });
  candidates.keep_if([&](const Candidate& token) { return token.weight < weight || token.id == least.id; });
}

void truncate(const MirostatStage& stage, Candidates& candidates, const DecodeState& state) {
  candidates.order(static_cast<std::size_t>(stage.m));
  const std::vector<Candidate>& tokens = candidates.list();
  const std::size_t fitted = std::min(tokens.size(), static_cast<std::size_t>(stage.m));
  double products = 0;
  double squares = 0;
  for (std::size_t i = 0; i + 1 < fitted; ++i) {
    const auto rank = static_cast<double>(i + 1);
    const double t = elementary::log((rank + 1) / rank);
    products += t * (candidates.gap(tokens[i + 1]) - candidates.gap(tokens[i]));
    squares += t * t;
  }
  if (!(products > 0)) {
    return;  // one token, or m equal ones: ŝ = 0 would keep them all
  }
  const double exponent = products / squares;
  const double epsilon = exponent - 1;
  const double log_n = elementary::log(static_cast<double>(candidates.vocabulary_size()));
  // ε̂/(1 − N^{−ε̂}) tends to 1/ln N for Zipf's own exponent 1; it is positive on both sides.
  const double ratio = epsilon == 0 ? 1 / log_n : epsilon / -elementary::expm1(-epsilon * log_n);
  const double log_k = (elementary::log(ratio) + mirostat_mu(state, stage.tau) * ln_2) / exponent;
  if (log_k < elementary::log(static_cast<double>(tokens.size()))) {
    candidates.keep_first(static_cast<std::size_t>(std::max(1.0, std::floor(elementary::exp(log_k)))));
  }
}

void truncate(const MirostatV2Stage& stage, Candidates& candidates, const DecodeState& state) {
  const double log_total = elementary::log(candidates.total());
  const double limit = mirostat_mu(state, stage.tau) * ln_2 - log_total;
  if (limit < 0) {
    candidates.keep_best();
  } else {
    candidates.keep_if([&](const Candidate& token) { return candidates.gap(token) <= limit; });
  }
}

double mirostat_mu(const DecodeState& state, double tau) {
  return state.mirostat_mu.value_or(2 * tau);
}

}  // namespace onedial::detail
