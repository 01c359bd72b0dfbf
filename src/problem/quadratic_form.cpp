#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "onedial/core/error.hpp"
#include "onedial/core/memory.hpp"
#include "onedial/problem/hubo.hpp"

namespace onedial {
namespace {

using Pair = std::pair<Index, Index>;
using Term = Polynomial::Term;

/// Which terms each pair of bits has in common, and which pair has the most.
class SharedPairs {
 public:
  void add(const Pair& pair, std::size_t term) {
    std::set<std::size_t>& terms = terms_of_[pair];
    ranking_.erase({terms.size(), pair});
    terms.insert(term);
    ranking_.insert({terms.size(), pair});
  }

  void remove(const Pair& pair, std::size_t term) {
    const auto found = terms_of_.find(pair);
    ranking_.erase({found->second.size(), pair});
    found->second.erase(term);
    if (found->second.empty()) {
      terms_of_.erase(found);
    } else {
      ranking_.insert({found->second.size(), pair});
    }
  }

  [[nodiscard]] bool empty() const { return ranking_.empty(); }
  /// The first of those that most terms have in common.
  [[nodiscard]] Pair most_shared() const { return ranking_.begin()->pair; }
  [[nodiscard]] const std::set<std::size_t>& terms_of(const Pair& pair) const { return terms_of_.at(pair); }

 private:
  struct Rank {
    std::size_t count;
    Pair pair;
    bool operator<(const Rank& other) const {
      return count != other.count ? count > other.count : pair < other.pair;
    }
  };

  std::map<Pair, std::set<std::size_t>> terms_of_;
  std::set<Rank> ranking_;
};

/// Calls `use` with each pair of a term's bits.
template <class Use>
void for_each_pair(const Term& term, Use use) {
  for (std::size_t j = 1; j < term.units.size(); ++j) {
    for (std::size_t i = 0; i < j; ++i) {
      use(Pair{term.units[i], term.units[j]});
    }
  }
}

/// The terms that no two units can hold, and how they shrink.
class HighTerms {
 public:
  explicit HighTerms(std::vector<Term> terms) : terms_(std::move(terms)) {
    for (std::size_t k = 0; k < terms_.size(); ++k) {
      for_each_pair(terms_[k], [&](const Pair& pair) { pairs_.add(pair, k); });
    }
  }

  [[nodiscard]] bool empty() const { return pairs_.empty(); }

  /// Puts `unit`, which is higher than all others, for the pair that is shared most; terms that have two bits
  /// left go into `done`.
  QuadraticForm::Product replace_by(Index unit, std::optional<double> penalty, std::vector<Term>& done) {
    const Pair pair = pairs_.most_shared();
    const std::set<std::size_t> touched = pairs_.terms_of(pair);
    double positive = 0;
    double negative = 0;
    double least = std::abs(terms_[*touched.begin()].coefficient);
    for (const std::size_t k : touched) {
      Term& term = terms_[k];
      (term.coefficient > 0 ? positive : negative) += std::abs(term.coefficient);
      least = std::min(least, std::abs(term.coefficient));
      for_each_pair(term, [&](const Pair& old) { pairs_.remove(old, k); });
      std::erase_if(term.units, [&](Index u) { return u == pair.first || u == pair.second; });
      term.units.push_back(unit);
      if (term.units.size() > 2) {
        for_each_pair(term, [&](const Pair& next) { pairs_.add(next, k); });
      } else {
        done.push_back(term);
      }
    }
    const double sufficient = std::max(positive, negative);
    return {.first = pair.first,
            .second = pair.second,
            .penalty = penalty.value_or(sufficient + least),
            .sufficient = sufficient};
  }

 private:
  std::vector<Term> terms_;
  SharedPairs pairs_;
};

void add_penalty(const QuadraticForm::Product& product, Index unit, PairTerms& terms) {
  terms.linear[static_cast<std::size_t>(unit)] += 3 * product.penalty;
  terms.pairs.push_back({.first = product.first, .second = product.second, .value = product.penalty});
  terms.pairs.push_back({.first = product.first, .second = unit, .value = -2 * product.penalty});
  terms.pairs.push_back({.first = product.second, .second = unit, .value = -2 * product.penalty});
}

void require_room(const Polynomial& bits) {
  constexpr double bytes_a_pair = 200;
  double pairs = 0;
  for (const Term& term : bits.terms) {
    const auto size = static_cast<double>(term.units.size());
    pairs += size > 2 ? size * size / 2 : 0;
  }
  require_memory(bytes_a_pair * pairs, fmt::format("{}: a reduction of its products to pairs", bits.source));
}

}  // namespace

std::optional<double> QuadraticForm::gap() const {
  std::optional<double> gap;
  for (const Product& product : products) {
    const double left = product.penalty - product.sufficient;
    gap = std::min(gap.value_or(left), left);
  }
  return gap;
}

QuadraticForm quadratic_form(const Polynomial& bits, std::optional<double> penalty) {
  require_room(bits);
  QuadraticForm form;
  std::vector<Term> low;
  std::vector<Term> high;
  for (const Term& term : bits.terms) {
    if (term.coefficient != 0) {
      (term.units.size() > 2 ? high : low).push_back(term);
    }
  }
  HighTerms rest(std::move(high));
  while (!rest.empty()) {
    form.products.push_back(rest.replace_by(bits.units + std::ssize(form.products), penalty, low));
  }

  PairTerms& terms = form.terms;
  terms.source = bits.source;
  terms.linear.resize(static_cast<std::size_t>(bits.units) + form.products.size());
  for (const Term& term : low) {
    switch (term.units.size()) {
      case 0:
        terms.offset += term.coefficient;
        break;
      case 1:
        terms.linear[static_cast<std::size_t>(term.units[0])] += term.coefficient;
        break;
      default:
        terms.pairs.push_back({.first = term.units[0], .second = term.units[1], .value = term.coefficient});
    }
  }
  for (std::size_t k = 0; k < form.products.size(); ++k) {
    add_penalty(form.products[k], bits.units + static_cast<Index>(k), terms);
  }
  merge_pairs(terms);
  return form;
}

}  // namespace onedial
