#pragma once
#include <limits>
#include <span>
#include <variant>
#include <vector>

#include "onedial/softmax/sampler_stage.hpp"

namespace onedial::detail {

/// A token that may still be drawn.
struct Candidate {
  double logit;
  double weight;  ///< e^{−(z_max − z)/T}, where `Candidates` has computed it
  TokenId id;
};

/// The order of the tokens: the largest logit first, of equal ones the lowest id.
struct MoreLikely {
  bool operator()(const Candidate& a, const Candidate& b) const {
    return a.logit != b.logit ? a.logit > b.logit : a.id < b.id;
  }
};

/// All the logits of one draw, as they came. They are checked when first read: every member function throws
/// std::invalid_argument that names the index of a NaN or +∞, and if no logit is above −∞.
class Vocabulary {
 public:
  explicit Vocabulary(std::span<const float> logits) : logits_(logits) {}
  explicit Vocabulary(std::span<const double> logits) : logits_(logits) {}

  [[nodiscard]] Index size() const;
  [[nodiscard]] double logit(TokenId id) const;
  /// The `count` most likely tokens, in order; fewer where there are not so many above −∞.
  [[nodiscard]] std::vector<Candidate> most_likely(Index count) const;
  /// The tokens with a logit of at least `bound` and above −∞, by id.
  [[nodiscard]] std::vector<Candidate> at_least(double bound) const;
  /// All tokens above −∞, by id.
  [[nodiscard]] std::vector<Candidate> all() const {
    return at_least(-std::numeric_limits<double>::infinity());
  }

 private:
  std::variant<std::span<const float>, std::span<const double>> logits_;
};

}  // namespace onedial::detail
