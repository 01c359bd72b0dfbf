#include "colour_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "onedial/core/error.hpp"
#include "onedial/core/memory.hpp"
#include "onedial/problem/pair_terms.hpp"

namespace onedial {
namespace {

/// The vertices of a task that have no colour yet, under numbers of their own.
class OpenVertices {
 public:
  explicit OpenVertices(const ColourTask& task) : number_(task.given.size(), -1) {
    for (std::size_t v = 0; v < number_.size(); ++v) {
      if (task.given[v] == Problem::undecided) {
        number_[v] = count_++;
      }
    }
  }

  [[nodiscard]] Index count() const { return count_; }

  /// Calls `between(i, j)` for edges between open vertices, and `at_given(i, colour)` for those between an
  /// open vertex and one whose colour is given.
  template <class Between, class AtGiven>
  void for_each_edge(const ColourTask& task, Between between, AtGiven at_given) const {
    for (const Graph::Edge& edge : task.graph.edges) {
      const auto first = static_cast<std::size_t>(edge.first);
      const auto second = static_cast<std::size_t>(edge.second);
      if (number_[first] >= 0 && number_[second] >= 0) {
        between(number_[first], number_[second]);
      } else if (number_[first] >= 0) {
        at_given(number_[first], task.given[second]);
      } else if (number_[second] >= 0) {
        at_given(number_[second], task.given[first]);
      }
    }
  }

 private:
  std::vector<Index> number_;  ///< −1 of those whose colour is given
  Index count_ = 0;
};

/// From the colours of the open vertices to those of all, and back.
auto filling_in(const State& given) {
  return [given](const State& open) {
    State answer = given;
    auto next = open.begin();
    for (Level& colour : answer) {
      if (colour == Problem::undecided) {
        colour = *next++;
      }
    }
    return answer;
  };
}
auto leaving_out(const State& given) {
  return [given](const State& answer) {
    State open;
    for (std::size_t v = 0; v < given.size(); ++v) {
      if (given[v] == Problem::undecided) {
        open.push_back(answer[v]);
      }
    }
    return open;
  };
}

/// The colour that a vertex has by its bits: the only one that is set, or none.
Level only_one(std::span<const Level> bits) {
  if (std::count(bits.begin(), bits.end(), 1) != 1) {
    return Problem::undecided;
  }
  return static_cast<Level>(std::find(bits.begin(), bits.end(), 1) - bits.begin());
}

Index largest_degree(const Graph& graph) {
  std::vector<Index> degrees(static_cast<std::size_t>(graph.vertices), 0);
  for (const Graph::Edge& edge : graph.edges) {
    ++degrees[static_cast<std::size_t>(edge.first)];
    ++degrees[static_cast<std::size_t>(edge.second)];
  }
  return *std::max_element(degrees.begin(), degrees.end());
}

PairTerms one_hot_terms(const ColourTask& task, const OpenVertices& open, double penalty) {
  const Index q = task.colours;
  const double units = static_cast<double>(open.count()) * static_cast<double>(q);
  if (units > static_cast<double>(most_instance_units)) {
    throw InputError(fmt::format("{}: {} vertices of {} colours make {:.0f} bits; at most {} are possible",
                                 task.graph.source, open.count(), q, units, most_instance_units));
  }
  const double pairs = units * static_cast<double>(q - 1) / 2 +
                       static_cast<double>(task.graph.edges.size()) * static_cast<double>(q);
  constexpr double bytes_a_pair = 160;  // of terms, triplets, the matrix and what a schedule asks of it
  require_memory(bytes_a_pair * pairs,
                 fmt::format("{}: a QUBO of {:.0f} bits and {:.0f} pairs", task.graph.source, units, pairs));
  PairTerms terms{.source = task.graph.source};
  terms.linear.assign(static_cast<std::size_t>(units), -penalty);
  terms.offset = penalty * static_cast<double>(open.count());
  for (Index v = 0; v < open.count(); ++v) {
    for (Index a = 0; a < q; ++a) {
      for (Index b = a + 1; b < q; ++b) {
        terms.pairs.push_back({.first = v * q + a, .second = v * q + b, .value = 2 * penalty});
      }
    }
  }
  open.for_each_edge(
      task,
      [&](Index v, Index w) {
        for (Index a = 0; a < q; ++a) {
          terms.pairs.push_back({.first = v * q + a, .second = w * q + a, .value = 1});
        }
      },
      [&](Index v, Level colour) { terms.linear[static_cast<std::size_t>(v * q + colour)] += 1; });
  return terms;
}

}  // namespace

Encoding encode_as_levels(const ColourTask& task) {
  const OpenVertices open(task);
  std::vector<Eigen::Triplet<double, std::int32_t>> triplets;
  PottsModel::SiteFields fields;
  open.for_each_edge(
      task,
      [&](Index v, Index w) {
        triplets.emplace_back(static_cast<std::int32_t>(v), static_cast<std::int32_t>(w), -1.0);
        triplets.emplace_back(static_cast<std::int32_t>(w), static_cast<std::int32_t>(v), -1.0);
      },
      [&](Index v, Level colour) {
        if (fields.size() == 0) {
          fields.setZero(open.count(), task.colours);
        }
        fields(v, colour) -= 1;
      });
  PairwiseModel::Sparse couplings(open.count(), open.count());
  couplings.setFromTriplets(triplets.begin(), triplets.end());
  auto model = fields.size() == 0
                   ? std::make_shared<const PottsModel>(task.colours, couplings)
                   : std::make_shared<const PottsModel>(task.colours, couplings, std::move(fields));
  return {.name = "levels",
          .model = std::move(model),
          .decode = filling_in(task.given),
          .encode = leaving_out(task.given)};
}

Encoding encode_as_one_hot(const ColourTask& task, std::optional<double> penalty) {
  const OpenVertices open(task);
  const auto least = static_cast<double>(largest_degree(task.graph) / task.colours);
  const double weight = penalty.value_or(least + 1);
  const auto q = static_cast<std::size_t>(task.colours);
  return {
      .name = "qubo",
      .model = std::make_shared<const PairwiseModel>(pairwise_model(
          Domain::binary, one_hot_terms(task, open, weight), 1, weight * static_cast<double>(open.count()))),
      .decode =
          [q, fill = filling_in(task.given)](const State& bits) {
            State colours;
            for (std::size_t first = 0; first < bits.size(); first += q) {
              colours.push_back(only_one(std::span(bits).subspan(first, q)));
            }
            return fill(colours);
          },
      .encode =
          [q, leave = leaving_out(task.given)](const State& answer) {
            State bits;
            for (const Level colour : leave(answer)) {
              bits.resize(bits.size() + q, 0);
              bits[bits.size() - q + static_cast<std::size_t>(colour)] = 1;
            }
            return bits;
          },
      .penalty_text =
          weight > least
              ? fmt::format(
                    "penalty {:.6g}, above the {:.6g} edges that a colour may cost: no vertex gains by "
                    "having none or several",
                    weight, least)
              : fmt::format("penalty {:.6g}, not above {:.6g}: to leave a vertex without a colour may pay",
                            weight, least)};
}

}  // namespace onedial
