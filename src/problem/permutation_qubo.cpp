#include "permutation_qubo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "onedial/core/error.hpp"
#include "onedial/core/memory.hpp"
#include "onedial/problem/pair_terms.hpp"
#include "onedial/problem/problem.hpp"

namespace onedial {
namespace {

void require_size(const PlacementCosts& costs) {
  if (costs.size > most_qubo_places) {
    throw InputError(fmt::format("{}: {} places to fill; the encoding \"qubo\" takes {} at most",
                                 costs.source, costs.size, most_qubo_places));
  }
}

/// Calls use(place, value, other, other_value, cost) for every two places and two values.
template <class Use>
void for_each_pair(const PlacementCosts& costs, Use use) {
  for (Index place = 0; place < costs.size; ++place) {
    for (Index value = 0; value < costs.size; ++value) {
      for (Index other = place + 1; other < costs.size; ++other) {
        for (Index other_value = 0; other_value < costs.size; ++other_value) {
          if (other_value != value) {
            use(place, value, other, other_value, costs.pair(place, value, other, other_value));
          }
        }
      }
    }
  }
}

State decoded(const State& bits, Index size) {
  State values(static_cast<std::size_t>(size), Problem::undecided);
  for (Index place = 0; place < size; ++place) {
    const auto first = bits.begin() + place * size;
    if (std::count(first, first + size, 1) == 1) {
      values[static_cast<std::size_t>(place)] = static_cast<Level>(std::find(first, first + size, 1) - first);
    }
  }
  return values;
}

State encoded(const State& values, Index size) {
  State bits(static_cast<std::size_t>(size * size));
  for (Index place = 0; place < size; ++place) {
    bits[static_cast<std::size_t>(place * size + values[static_cast<std::size_t>(place)])] = 1;
  }
  return bits;
}

}  // namespace

double sufficient_penalty(const PlacementCosts& costs) {
  require_size(costs);
  const Index n = costs.size;
  const auto cubed = static_cast<std::size_t>(n * n * n);
  std::vector<double> by_place(cubed);  // the largest cost of a bit beside any of another place
  std::vector<double> by_value(cubed);
  const auto raise = [&](Index place, Index value, Index other, Index other_value, double cost) {
    const Index bit = (place * n + value) * n;
    double& of_place = by_place[static_cast<std::size_t>(bit + other)];
    double& of_value = by_value[static_cast<std::size_t>(bit + other_value)];
    of_place = std::max(of_place, cost);
    of_value = std::max(of_value, cost);
  };
  for_each_pair(costs, [&](Index place, Index value, Index other, Index other_value, double cost) {
    raise(place, value, other, other_value, cost);
    raise(other, other_value, place, value, cost);
  });
  double widest = 0;
  for (Index bit = 0; bit < n * n; ++bit) {
    double places = 0;
    double values = 0;
    for (Index k = bit * n; k < (bit + 1) * n; ++k) {
      places += by_place[static_cast<std::size_t>(k)];
      values += by_value[static_cast<std::size_t>(k)];
    }
    const double single = costs.single ? costs.single(bit / n, bit % n) : 0;
    widest = std::max(widest, single + std::min(places, values));
  }
  return widest > 0 ? widest / 2 * (1 + 0x1p-10) : 1;
}

Encoding permutation_qubo(const PlacementCosts& costs, std::optional<double> given) {
  const double enough = sufficient_penalty(costs);
  const double penalty = given.value_or(enough);
  const Index n = costs.size;
  double couplings = static_cast<double>(n * n * (n - 1));
  for_each_pair(costs, [&](Index, Index, Index, Index, double cost) { couplings += cost != 0 ? 1 : 0; });
  constexpr double bytes_a_coupling = 120;  // as a pair, as triplets, and in the model
  require_memory(bytes_a_coupling * couplings, fmt::format("{}: {} bits", costs.source, n * n));

  // Both sums of a bit are squares (Σx − 1)² = 1 − Σx + 2 Σ xx'.
  PairTerms terms{.source = costs.source, .linear = std::vector<double>(static_cast<std::size_t>(n * n))};
  for (Index place = 0; place < n; ++place) {
    for (Index value = 0; value < n; ++value) {
      const Index bit = place * n + value;
      terms.linear[static_cast<std::size_t>(bit)] =
          (costs.single ? costs.single(place, value) : 0) - 2 * penalty;
      for (Index other_value = value + 1; other_value < n; ++other_value) {
        terms.pairs.push_back({bit, place * n + other_value, 2 * penalty});
      }
      for (Index other = place + 1; other < n; ++other) {
        for (Index other_value = 0; other_value < n; ++other_value) {
          const double cost =
              other_value == value ? 2 * penalty : costs.pair(place, value, other, other_value);
          if (cost != 0) {
            terms.pairs.push_back({bit, other * n + other_value, cost});
          }
        }
      }
    }
  }
  const double offset = costs.offset + 2 * static_cast<double>(n) * penalty;
  return {.name = "qubo",
          .model = std::make_shared<const PairwiseModel>(pairwise_model(Domain::binary, terms, 1, offset)),
          .decode = [n](const State& bits) { return decoded(bits, n); },
          .encode = [n](const State& values) { return encoded(values, n); },
          .is_constrained = true,
          .penalty_text = fmt::format("penalty {:.12g}, {} {:.12g}, which is proven to be enough", penalty,
                                      penalty < enough ? "below" : "at least", enough)};
}

}  // namespace onedial
