#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "onedial/model/state.hpp"

namespace onedial {

/// A sum of products of bits or of spins, of any degree.
struct Polynomial {
  struct Term {
    std::vector<Index> units;  ///< increasing; none for a constant
    double coefficient;
  };

  std::string source = {};
  Domain domain = Domain::binary;
  Index units = 0;
  std::vector<Term> terms = {};  ///< no two over the same units

  /// At a state of as many levels as there are units.
  [[nodiscard]] double value(const State& state) const;
  [[nodiscard]] Index degree() const;

  /// The same function of the same levels as a polynomial in bits, by s = 2x − 1: a product of k spins
  /// becomes 2^k products of bits. To the last bit where coefficients are integers or have few binary digits.
  /// Throws InputError if that would not fit into memory.
  [[nodiscard]] Polynomial in_bits() const;
};

/// Reads a polynomial in JSON:
///   {"type": "BinaryPolynomial", "vartype": "SPIN" or "BINARY", "num_variables": N,
///    "terms": [[0, 1, 2], [3], []], "coefficients": [1.5, -2, 0.25]}
/// where N may be left out. Throws InputError for anything else: for a unit twice in a term, and for two
/// terms over the same units.
Polynomial read_polynomial(const std::filesystem::path& path);

}  // namespace onedial
