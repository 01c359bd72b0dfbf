#pragma once
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <vector>

#include "onedial/softmax/decode.hpp"

// Every sampler once more, written down from its definition over dense vectors, without regard to speed.
namespace onedial::plain {

using Logits = std::vector<double>;  // −∞ where a token has been removed

inline constexpr double infinity = std::numeric_limits<double>::infinity();

inline std::vector<long double> softmax(const Logits& z) {
  const double most = *std::max_element(z.begin(), z.end());
  std::vector<long double> p;
  for (const double x : z) {
    p.push_back(std::exp(static_cast<long double>(x) - most));
  }
  const long double total = std::accumulate(p.begin(), p.end(), 0.0L);
  for (long double& x : p) {
    x /= total;
  }
  return p;
}

inline long double entropy(const Logits& z) {
  long double sum = 0;
  for (const long double p : softmax(z)) {
    sum -= p > 0 ? p * std::log(p) : 0;
  }
  return sum;
}

/// Tokens that are not removed, by `key` ascending, then by id.
template <class Key>
std::vector<std::size_t> sorted(const Logits& z, Key key) {
  std::vector<std::size_t> ids;
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (z[i] > -infinity) {
      ids.push_back(i);
    }
  }
  std::stable_sort(ids.begin(), ids.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return ids;
}
inline std::vector<std::size_t> ranked(const Logits& z) {
  return sorted(z, [&](std::size_t i) { return -z[i]; });
}

inline Logits only(const Logits& z, const std::vector<std::size_t>& ids) {
  Logits result(z.size(), -infinity);
  for (const std::size_t i : ids) {
    result[i] = z[i];
  }
  return result;
}

inline Logits first(const Logits& z, const std::vector<std::size_t>& ids, std::size_t count) {
  const auto kept = static_cast<std::ptrdiff_t>(std::min(ids.size(), count));
  return only(z, {ids.begin(), ids.begin() + kept});
}

/// The first tokens of `ids` whose mass reaches p.
inline Logits until_mass(const Logits& z, const std::vector<std::size_t>& ids, double p) {
  const auto probabilities = softmax(z);
  long double mass = 0;
  std::size_t count = 0;
  while (count < ids.size() && mass < p) {
    mass += probabilities[ids[count++]];
  }
  return first(z, ids, count);
}

template <class Predicate>
Logits where(const Logits& z, Predicate keep) {
  const auto p = softmax(z);
  std::vector<std::size_t> ids;
  for (const std::size_t i : ranked(z)) {
    if (keep(p[i])) {
      ids.push_back(i);
    }
  }
  return ids.empty() ? first(z, ranked(z), 1) : only(z, ids);
}

inline Logits heated(const Logits& z, double t) {
  const double most = *std::max_element(z.begin(), z.end());
  Logits result = z;
  for (double& x : result) {
    if (t == 0) {
      x = x == most ? 0 : -infinity;
    } else if (t == infinity) {
      x = x > -infinity ? 0 : x;
    } else {
      x /= t;
    }
  }
  return result;
}

inline Logits apply(const TemperatureStage& s, const Logits& z) {
  return heated(z, s.temperature.value());
}
inline Logits apply(const TopKStage& s, const Logits& z) {
  return first(z, ranked(z), static_cast<std::size_t>(s.k));
}
inline Logits apply(const TopPStage& s, const Logits& z) {
  return s.p == 1 ? z : until_mass(z, ranked(z), s.p);
}
inline Logits apply(const MinPStage& s, const Logits& z) {
  const auto p = softmax(z);
  const long double most = *std::max_element(p.begin(), p.end());
  return where(z, [&](long double q) { return q >= s.p * most * (1 - 1e-13L); });
}
inline Logits apply(const TypicalPStage& s, const Logits& z) {
  const auto p = softmax(z);
  const long double h = entropy(z);
  // Rounded, so that tokens of one logit tie here as they do in exact arithmetic.
  const auto distance = [&](std::size_t i) { return std::abs(-std::log(p[i]) - h); };
  return s.p == 1 ? z : until_mass(z, sorted(z, distance), s.p);
}
inline Logits apply(const EpsilonCutoffStage& s, const Logits& z) {
  return where(z, [&](long double p) { return p >= s.epsilon; });
}
inline Logits apply(const EtaCutoffStage& s, const Logits& z) {
  const long double eta =
      std::min(static_cast<long double>(s.epsilon), std::sqrt(s.epsilon) * std::exp(-entropy(z)));
  return where(z, [&](long double p) { return p >= eta; });
}
inline Logits apply(const TopNSigmaStage& s, const Logits& z) {
  const auto ids = ranked(z);
  long double mean = 0;
  long double square = 0;
  for (const std::size_t i : ids) {
    mean += z[i];
  }
  mean /= static_cast<long double>(ids.size());
  for (const std::size_t i : ids) {
    square += (z[i] - mean) * (z[i] - mean);
  }
  const long double sigma = std::sqrt(square / static_cast<long double>(ids.size()));
  std::vector<std::size_t> kept;
  for (const std::size_t i : ids) {
    if (z[i] >= z[ids[0]] - s.n * sigma) {
      kept.push_back(i);
    }
  }
  return only(z, kept);
}
inline Logits apply(const TopHStage& s, const Logits& z) {
  const auto ids = ranked(z);
  std::size_t count = 1;
  while (count < ids.size() && entropy(first(z, ids, count + 1)) <= s.alpha * entropy(z)) {
    ++count;
  }
  return s.alpha == 1 ? z : first(z, ids, count);
}
inline Logits apply(const XtcStage& s, const Logits& z) {  // as if its coin says yes
  const auto p = softmax(z);
  Logits result = z;
  std::size_t least = z.size();
  std::size_t choices = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (z[i] > -infinity && p[i] >= s.threshold) {
      ++choices;
      result[i] = -infinity;
      least = least == z.size() || z[i] < z[least] ? i : least;
    }
  }
  if (choices > 0) {
    result[least] = z[least];
  }
  return result;
}
inline Logits apply(const MirostatStage& s, const Logits& z) {  // with µ = 2τ
  const auto p = softmax(z);
  const auto ids = ranked(z);
  long double products = 0;
  long double squares = 0;
  for (std::size_t i = 0; i + 1 < std::min(ids.size(), static_cast<std::size_t>(s.m)); ++i) {
    const long double t = std::log(static_cast<long double>(i + 2) / static_cast<long double>(i + 1));
    products += t * std::log(p[ids[i]] / p[ids[i + 1]]);
    squares += t * t;
  }
  if (products == 0) {
    return z;
  }
  const long double exponent = products / squares;
  const long double epsilon = exponent - 1;
  const long double k = std::pow(
      epsilon * std::exp2(2.0L * s.tau) / (1 - std::pow(static_cast<long double>(z.size()), -epsilon)),
      1 / exponent);
  return first(z, ids, k > 1e9L ? z.size() : std::max<std::size_t>(1, static_cast<std::size_t>(k)));
}
inline Logits apply(const MirostatV2Stage& s, const Logits& z) {
  return where(z, [&](long double p) { return -std::log2(p) <= 2 * s.tau; });
}
inline Logits apply(const DynamicTemperatureStage& s, const Logits& z) {
  const auto n = static_cast<long double>(ranked(z).size());
  const long double share = n > 1 ? entropy(z) / std::log(n) : 0;
  const long double t = s.low + (s.high - s.low) * std::pow(std::min(1.0L, share), s.exponent);
  return n > 1 ? heated(z, static_cast<double>(t)) : z;
}
inline Logits apply(const AdaptiveTemperatureStage& /*no parameters*/, const Logits& z) {
  const long double h = entropy(z);
  const long double fit = -0.037L * h * h * h * h + 0.481L * h * h * h - 2.3L * h * h + 4.917L * h - 1.791L;
  return h > 0.5L ? heated(z, static_cast<double>(1 / std::max(1.0L, fit))) : z;
}
inline Logits apply(const EntropyTemperatureStage& s, const Logits& z) {
  return heated(z, s.ceiling * static_cast<double>(std::pow(0.8L, s.theta / entropy(z))));
}
inline Logits apply(const LogitBiasStage& s, const Logits& z) {
  Logits result = z;
  for (const auto& [id, bias] : s.biases) {
    result[static_cast<std::size_t>(id)] += bias;
  }
  return result;
}
inline Logits apply(const PenaltyStage& s, const Logits& z, const std::vector<TokenId>& history) {
  std::map<TokenId, int> count;
  for (std::size_t i = 0; i < history.size(); ++i) {
    if (i + static_cast<std::size_t>(s.last_n) >= history.size()) {
      ++count[history[i]];
    }
  }
  Logits result = z;
  for (const auto& [id, times] : count) {
    double& x = result[static_cast<std::size_t>(id)];
    x = (x > 0 ? x / s.repetition : x * s.repetition) - times * s.frequency - s.presence;
  }
  return result;
}
inline Logits apply(const GreedyStage& /*no parameters*/, const Logits& z) {
  return first(z, ranked(z), 1);
}

inline Logits apply(const SamplerStage& stage, const Logits& z, const std::vector<TokenId>& history) {
  return std::visit(
      [&]<class Stage>(const Stage& s) {
        if constexpr (std::is_same_v<Stage, PenaltyStage>) {
          return apply(s, z, history);
        } else {
          return apply(s, z);
        }
      },
      stage);
}

}  // namespace onedial::plain
