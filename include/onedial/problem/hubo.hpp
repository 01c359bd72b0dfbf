#pragma once
#include <filesystem>
#include <optional>
#include <vector>

#include "onedial/problem/pair_terms.hpp"
#include "onedial/problem/polynomial.hpp"
#include "onedial/problem/problem.hpp"

namespace onedial {

/// A polynomial in bits with its products of more than two replaced by auxiliary bits.
struct QuadraticForm {
  /// An auxiliary bit w that stands for xy: M (xy − 2xw − 2yw + 3w) is 0 where it does, and M or 3M elsewhere
  /// (I. G. Rosenberg 1975).
  struct Product {
    Index first;
    Index second;
    double penalty;     ///< M
    double sufficient;  ///< the sum of the positive coefficients of the terms that w replaces xy in, or of
                        ///< the negative ones, whichever is larger: what a wrong w can save at most
  };
  PairTerms terms;                ///< over the bits of the polynomial and, behind them, the auxiliary ones
  std::vector<Product> products;  ///< of one auxiliary bit each, which may be products of earlier ones

  /// The least that an auxiliary bit that is not its product costs, whatever the others are: min (M −
  /// sufficient). Where it is 0 or more, the least energy of each state of the polynomial's bits is the value
  /// of the polynomial; where it is above 0, only the right auxiliary bits have it. None without products.
  [[nodiscard]] std::optional<double> gap() const;
};

/// Replaces, as long as there is a term of more than two bits, the pair of bits that most of these terms have
/// in common. Without a penalty, each product has M = sufficient + (the least coefficient of its terms), so
/// that the gap is the least of these coefficients. Throws InputError if it would not fit into memory.
QuadraticForm quadratic_form(const Polynomial& bits, std::optional<double> penalty);

/// Higher-order binary optimisation: the least value of a polynomial in bits or spins.
class Hubo final : public Problem {
 public:
  explicit Hubo(const std::filesystem::path& path) : Hubo(read_polynomial(path)) {}
  explicit Hubo(Polynomial polynomial);

  [[nodiscard]] const Polynomial& polynomial() const { return polynomial_; }

  [[nodiscard]] std::string_view kind() const override { return "hubo"; }
  [[nodiscard]] std::string_view objective_name() const override { return "value"; }
  [[nodiscard]] std::string size_text() const override;
  [[nodiscard]] std::vector<std::string_view> encodings() const override { return {"qubo"}; }
  [[nodiscard]] Encoding encode(const EncodingChoice& choice) const override;
  [[nodiscard]] Evaluation evaluate(const State& answer) const override;

  /// A unit, from 0, and its value in the polynomial's domain, in any order.
  [[nodiscard]] std::string answer_text(const State& answer) const override;
  [[nodiscard]] State read_answer(const std::filesystem::path& path) const override;

 private:
  Polynomial polynomial_;
};

}  // namespace onedial
