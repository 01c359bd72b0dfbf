#include "onedial/problem/pair_terms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "onedial/core/error.hpp"

namespace onedial {
namespace {

/// Throws at the first entry of a matrix that differs from its mirror.
void require_symmetric(const InstanceFile& file) {
  std::vector<InstanceFile::Entry> mirrored = file.entries;  // entries of a matrix are in order
  std::sort(mirrored.begin(), mirrored.end(), [](const auto& a, const auto& b) {
    return std::tie(a.column, a.row) < std::tie(b.column, b.row);
  });
  const auto is_mirror = [](const auto& entry, const auto& mirror) {
    return entry.row == mirror.column && entry.column == mirror.row && entry.value == mirror.value;
  };
  const auto [entry, mirror] =
      std::mismatch(file.entries.begin(), file.entries.end(), mirrored.begin(), is_mirror);
  if (entry != file.entries.end()) {
    throw InputError(
        fmt::format("{}: entry ({}, {}) = {} differs from its mirror; a symmetric matrix is expected",
                    file.place(*entry), entry->row + 1, entry->column + 1, entry->value));
  }
}

/// What an entry is multiplied by to become a term.
struct Factors {
  double linear;
  double pair;
};

Factors factors_of(const EntryMeaning& meaning, EntryLayout layout) {
  const double sign = layout == EntryLayout::terms ? 1 : meaning.matrix_sign;
  return {.linear = sign, .pair = sign * (layout == EntryLayout::half_matrix ? meaning.half_pair : 1)};
}

}  // namespace

Index PairTerms::coupling_count() const {
  return std::count_if(pairs.begin(), pairs.end(), [](const Pair& pair) { return pair.value != 0; });
}

void merge_pairs(PairTerms& terms) {
  std::stable_sort(terms.pairs.begin(), terms.pairs.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second) < std::tie(b.first, b.second);
  });
  std::size_t kept = 0;
  for (std::size_t k = 0; k < terms.pairs.size(); ++k) {
    const PairTerms::Pair pair = terms.pairs[k];
    if (kept > 0 && terms.pairs[kept - 1].first == pair.first &&
        terms.pairs[kept - 1].second == pair.second) {
      terms.pairs[kept - 1].value += pair.value;
    } else {
      terms.pairs[kept++] = pair;
    }
  }
  terms.pairs.resize(kept);
}

PairTerms collect_terms(const InstanceFile& file, const EntryMeaning& meaning) {
  const bool given_twice = file.layout == EntryLayout::matrix && meaning.mirror == MirrorEntries::agree;
  if (given_twice) {
    require_symmetric(file);
  }
  PairTerms terms{.source = file.path, .first_index = file.first_index, .offset = file.offset};
  terms.linear.resize(static_cast<std::size_t>(file.units));
  terms.pairs.reserve(file.entries.size());
  const Factors factors = factors_of(meaning, file.layout);
  for (const InstanceFile::Entry& entry : file.entries) {
    const auto [first, second] = std::minmax(entry.row, entry.column);
    if (first == second) {
      terms.linear[static_cast<std::size_t>(first)] += factors.linear * entry.value;
    } else if (!given_twice || entry.row < entry.column) {
      terms.pairs.push_back({.first = first, .second = second, .value = factors.pair * entry.value});
    }
  }
  merge_pairs(terms);
  return terms;
}

std::vector<InstanceFile::Entry> entries_of(const PairTerms& terms, const EntryMeaning& meaning,
                                            EntryLayout layout) {
  const Factors factors = factors_of(meaning, layout);
  std::vector<InstanceFile::Entry> entries;
  const auto add = [&](Index row, Index column, double value) {
    if (value != 0) {
      entries.push_back({.row = row, .column = column, .value = value, .line = 0});
    }
  };
  for (Index i = 0; i < terms.units(); ++i) {
    add(i, i, terms.linear[static_cast<std::size_t>(i)] / factors.linear);
  }
  for (const PairTerms::Pair& pair : terms.pairs) {
    add(pair.first, pair.second, pair.value / factors.pair);
    if (layout == EntryLayout::matrix && meaning.mirror == MirrorEntries::agree) {
      add(pair.second, pair.first, pair.value / factors.pair);
    }
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::tie(a.row, a.column) < std::tie(b.row, b.column);
  });
  return entries;
}

PairTerms terms_of(const PairwiseModel& model, std::string source) {
  PairTerms terms{.source = std::move(source), .offset = model.offset()};
  for (Index i = 0; i < model.size(); ++i) {
    terms.linear.push_back(0 - model.fields()[i]);
    for_each_coupling(model, i, [&](Index j, double coupling) {
      if (j > i && coupling != 0) {
        terms.pairs.push_back({.first = i, .second = j, .value = -coupling});
      }
    });
  }
  return terms;
}

PairwiseModel pairwise_model(Domain domain, const PairTerms& terms, double pair_factor, double offset) {
  const Index units = terms.units();
  Eigen::VectorXd fields(units);
  for (Index i = 0; i < units; ++i) {
    fields[i] = 0 - terms.linear[static_cast<std::size_t>(i)];  // no −0
  }
  const auto for_both_triangles = [&](auto use) {
    for (const PairTerms::Pair& pair : terms.pairs) {
      const double coupling = -pair_factor * pair.value;
      use(pair.first, pair.second, coupling);
      use(pair.second, pair.first, coupling);
    }
  };
  try {
    if (terms.coupling_count() >= units * (units - 1) / 4) {
      PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(units, units);
      for_both_triangles([&](Index row, Index column, double value) { couplings(row, column) = value; });
      return {domain, std::move(couplings), std::move(fields), offset};
    }
    std::vector<Eigen::Triplet<double, std::int32_t>> triplets;
    triplets.reserve(2 * terms.pairs.size());
    for_both_triangles([&](Index row, Index column, double value) {
      triplets.emplace_back(static_cast<std::int32_t>(row), static_cast<std::int32_t>(column), value);
    });
    PairwiseModel::Sparse couplings(units, units);
    couplings.setFromTriplets(triplets.begin(), triplets.end());
    return {domain, couplings, std::move(fields), offset};
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("{}: {}", terms.source, error.what()));
  }
}

}  // namespace onedial
