#include "onedial/anneal/successive_halving.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <stdexcept>

namespace onedial {

Index rung_count(Index candidates) {
  if (candidates < 1) {
    throw std::invalid_argument("a race needs a candidate");
  }
  return std::max<Index>(1, std::bit_width(static_cast<std::uint64_t>(candidates) - 1));
}

std::optional<std::vector<Rung>> successive_halving(Index candidates, double budget,
                                                    const std::function<bool(Index, double)>& run,
                                                    const std::function<bool(Index, Index)>& is_better) {
  const Index rungs = rung_count(candidates);
  if (!(budget > 0)) {
    throw std::invalid_argument("the budget of a race must be above 0");
  }
  std::vector<Index> left(static_cast<std::size_t>(candidates));
  std::iota(left.begin(), left.end(), Index{0});
  std::vector<Rung> result;
  for (Index rung = 0; rung < rungs; ++rung) {
    const double each = budget / static_cast<double>(rungs) / static_cast<double>(left.size());
    for (const Index candidate : left) {
      if (!run(candidate, each)) {
        return std::nullopt;
      }
    }
    std::sort(left.begin(), left.end());
    std::stable_sort(left.begin(), left.end(), is_better);
    result.push_back({.budget = each, .candidates = left});
    left.resize((left.size() + 1) / 2);
  }
  return result;
}

}  // namespace onedial
