#include "vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "vocabulary_scan.hpp"

namespace onedial::detail {
namespace {

template <class Logit>
[[noreturn]] void refuse(std::span<const Logit> logits) {
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (!(logits[i] <= std::numeric_limits<Logit>::max())) {
      throw std::invalid_argument(fmt::format(
          "logit {} is {}; logits must be finite, or -inf for a token that is never drawn", i, logits[i]));
    }
  }
  throw std::invalid_argument(logits.empty() ? "there are no logits"
                                             : fmt::format("all {} logits are -inf", logits.size()));
}

/// The largest logit of each block.
template <class Logit>
std::vector<Logit> checked_maxima(std::span<const Logit> logits, std::size_t block) {
  std::vector<Logit> maxima((logits.size() + block - 1) / block);
  const bool legal = block_maxima(logits.data(), logits.size(), block, maxima.data());
  if (!legal || std::all_of(maxima.begin(), maxima.end(), [](Logit z) { return std::isinf(z); })) {
    refuse(logits);
  }
  return maxima;
}

/// Wide blocks make the first pass quick, narrow ones leave little for the second: the widest of which
/// there are several for each token wanted.
std::size_t block_size(std::size_t logits, std::size_t wanted) {
  for (const std::size_t block : {256U, 64U}) {
    if (logits / block >= 4 * wanted) {
      return block;
    }
  }
  return 16;
}

/// The tokens of the blocks whose maximum reaches `bound`, if they reach it themselves.
template <class Logit>
std::vector<Candidate> collect(std::span<const Logit> logits, const std::vector<Logit>& maxima,
                               std::size_t block, Logit bound) {
  bound = std::max(bound, std::numeric_limits<Logit>::lowest());  // −∞ is never drawn
  std::vector<Candidate> found;
  if (bound == std::numeric_limits<Logit>::lowest()) {
    found.reserve(logits.size());
  }
  std::vector<std::uint32_t> positions(block);
  for (std::size_t b = 0; b < maxima.size(); ++b) {
    if (maxima[b] < bound) {
      continue;
    }
    const std::size_t first = b * block;
    const std::size_t count = positions_at_least(logits.data(), first, std::min(first + block, logits.size()),
                                                 bound, positions.data());
    for (std::size_t i = 0; i < count; ++i) {
      found.push_back({.logit = logits[positions[i]], .weight = 0, .id = static_cast<TokenId>(positions[i])});
    }
  }
  return found;
}

/// The `count`-th largest of the block maxima is a lower bound of the `count`-th largest logit, since that
/// many blocks hold a logit that reaches it.
template <class Logit>
std::vector<Candidate> find_most_likely(std::span<const Logit> logits, std::size_t count) {
  const std::size_t block = block_size(logits.size(), count);
  const std::vector<Logit> maxima = checked_maxima(logits, block);
  Logit bound = -std::numeric_limits<Logit>::infinity();
  if (count <= maxima.size()) {
    std::vector<Logit> ranked = maxima;
    const auto nth = ranked.begin() + static_cast<std::ptrdiff_t>(count - 1);
    std::nth_element(ranked.begin(), nth, ranked.end(), std::greater<>());
    bound = *nth;
  }
  std::vector<Candidate> found = collect(logits, maxima, block, bound);
  if (found.size() > count) {
    const auto nth = found.begin() + static_cast<std::ptrdiff_t>(count);
    std::nth_element(found.begin(), nth, found.end(), MoreLikely());
    found.erase(nth, found.end());
  }
  std::sort(found.begin(), found.end(), MoreLikely());
  return found;
}

/// The largest Logit that is at most `bound`.
template <class Logit>
Logit rounded_down(double bound) {
  const auto rounded = static_cast<Logit>(bound);
  return rounded > bound ? std::nextafter(rounded, -std::numeric_limits<Logit>::infinity()) : rounded;
}

}  // namespace

Index Vocabulary::size() const {
  return std::visit([](auto logits) { return static_cast<Index>(logits.size()); }, logits_);
}

double Vocabulary::logit(TokenId id) const {
  return std::visit([id](auto logits) { return static_cast<double>(logits[static_cast<std::size_t>(id)]); },
                    logits_);
}

std::vector<Candidate> Vocabulary::most_likely(Index count) const {
  return std::visit(
      [count](auto logits) { return find_most_likely(logits, static_cast<std::size_t>(count)); }, logits_);
}

std::vector<Candidate> Vocabulary::at_least(double bound) const {
  return std::visit(
      [bound]<class Logit>(std::span<const Logit> logits) {
        constexpr std::size_t block = 256;
        return collect(logits, checked_maxima(logits, block), block, rounded_down<Logit>(bound));
      },
      logits_);
}

}  // namespace onedial::detail
