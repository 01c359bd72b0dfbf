#pragma once
#include <string>
#include <vector>

#include "onedial/model/pairwise_model.hpp"
#include "onedial/problem/instance_file.hpp"

namespace onedial {

/// Numbers on N units and on pairs of them: what max_cut, qubo and ising read out of an instance file.
struct PairTerms {
  struct Pair {
    Index first;  ///< first < second
    Index second;
    double value;
  };

  std::string source;               ///< path of the instance
  Index first_index = 0;            ///< the number that the file gives to the first unit
  std::vector<double> linear = {};  ///< (N)
  std::vector<Pair> pairs = {};     ///< each pair once, in increasing order
  double offset = 0;

  [[nodiscard]] Index units() const { return static_cast<Index>(linear.size()); }

  /// The number of pairs whose value is not 0.
  [[nodiscard]] Index coupling_count() const;
};

/// Puts the pairs into increasing order and adds up those that are given more than once.
void merge_pairs(PairTerms& terms);

/// Whether a pair's entries (i,j) and (j,i) are added up, as in xᵀQx, or are one number that a matrix has to
/// give twice, as for the weight of an edge.
enum class MirrorEntries : std::uint8_t { add, agree };

/// What the entries of a file mean to a problem.
struct EntryMeaning {
  MirrorEntries mirror;
  double half_pair = 1;    ///< what a pair counts whose entry stands for its mirror too
  double matrix_sign = 1;  ///< the sign with which entries of matrices, whole or half, are terms
};

/// Collects the entries of a file. Throws InputError where entries of a matrix have to agree but do not.
PairTerms collect_terms(const InstanceFile& file, const EntryMeaning& meaning);

/// The entries of a file of that layout that means the same, by rows; terms that are 0 are left out.
std::vector<InstanceFile::Entry> entries_of(const PairTerms& terms, const EntryMeaning& meaning,
                                            EntryLayout layout);

/// The terms of a model: E = Σ value·sᵢsⱼ + Σ linearᵢ sᵢ + offset, so that a value is −J and a linear term
/// −h. `source` says what it is.
PairTerms terms_of(const PairwiseModel& model, std::string source);

/// The model Σ over pairs of `pair_factor`·value·sᵢsⱼ + Σ linearᵢ sᵢ + offset (mind the signs: J and h are
/// their negatives), dense where half of the pairs or more are there.
/// Throws InputError that names the source if its energy can overflow.
PairwiseModel pairwise_model(Domain domain, const PairTerms& terms, double pair_factor, double offset);

}  // namespace onedial
