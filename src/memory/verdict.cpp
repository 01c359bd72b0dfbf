#include "onedial/memory/verdict.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numeric>

namespace onedial {
namespace {

constexpr std::array<Index, 3> mixture_sizes = {3, 5, 7};

/// The patterns by falling |m|, at most as many as the largest mixture has.
std::vector<Index> strongest(const Eigen::VectorXd& m) {
  std::vector<Index> order(static_cast<std::size_t>(m.size()));
  std::iota(order.begin(), order.end(), Index{0});
  const auto most = std::min<std::size_t>(order.size(), static_cast<std::size_t>(mixture_sizes.back()));
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(most), order.end(),
                    [&](Index a, Index b) {
                      return std::abs(m(a)) != std::abs(m(b)) ? std::abs(m(a)) > std::abs(m(b)) : a < b;
                    });
  order.resize(most);
  return order;
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::recalled:
      return "recalled";
    case Verdict::other:
      return "other";
    case Verdict::inverted:
      return "inverted";
    case Verdict::mixture:
      return "mixture";
    case Verdict::spin_glass:
      break;
  }
  return "spin_glass";
}

Judgement judge_recall(const Patterns& patterns, const State& state, Index cued, double least_overlap) {
  const Eigen::VectorXd m = overlaps(patterns, state);
  const std::vector<Index> order = strongest(m);
  const auto sign_of = [&](Index p) { return m(p) < 0 ? -1 : 1; };
  const Index first = order.front();
  // Of patterns that overlap alike, the one that was cued counts.
  const Index best = cued >= 0 && m(cued) >= std::abs(m(first)) ? cued : first;
  if (std::abs(m(best)) >= least_overlap) {
    const Verdict verdict = m(best) < 0    ? Verdict::inverted
                            : best == cued ? Verdict::recalled
                                           : Verdict::other;
    return {.verdict = verdict, .overlap = std::abs(m(best)), .patterns = {best}, .signs = {sign_of(best)}};
  }
  const Eigen::VectorXd spins = spins_of(state);
  Judgement mixture{.verdict = Verdict::mixture};
  for (const Index size : mixture_sizes) {
    if (size > static_cast<Index>(order.size())) {
      break;
    }
    Eigen::VectorXd votes = Eigen::VectorXd::Zero(patterns.rows());
    for (Index k = 0; k < size; ++k) {
      const Index p = order[static_cast<std::size_t>(k)];
      votes += sign_of(p) * patterns.col(p);
    }
    const double overlap = votes.array().sign().matrix().dot(spins) / static_cast<double>(patterns.rows());
    if (overlap > mixture.overlap) {
      mixture.overlap = overlap;
      mixture.patterns.assign(order.begin(), order.begin() + size);
    }
  }
  if (mixture.overlap >= least_overlap) {
    std::transform(mixture.patterns.begin(), mixture.patterns.end(), std::back_inserter(mixture.signs),
                   sign_of);
    return mixture;
  }
  return {.verdict = Verdict::spin_glass,
          .overlap = std::abs(m(best)),
          .patterns = {best},
          .signs = {sign_of(best)}};
}

}  // namespace onedial
