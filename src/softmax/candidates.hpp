#pragma once
#include <algorithm>
#include <cstddef>
#include <vector>

#include "vocabulary.hpp"

namespace onedial::detail {

/// The tokens that a chain has left, with their logits and a temperature that applies to all of them.
///
/// As long as nothing needs every token, the vocabulary is only pointed at ("unlisted"), and changes of
/// single logits are kept aside; `list` writes the tokens out.
class Candidates {
 public:
  explicit Candidates(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  // The whole set.
  [[nodiscard]] Index vocabulary_size() const { return vocabulary_.size(); }
  [[nodiscard]] Temperature temperature() const { return temperature_; }
  /// The tokens, listed if they were not; in the order that earlier calls left.
  const std::vector<Candidate>& list();
  double maximum();  ///< z_max
  double total();    ///< Σ of the weights e^{−(z_max − z)/T}, which it makes current
  double entropy();  ///< −Σ p ln p in nats
  /// (z_max − z)/T: how far a token is below the best one.
  double gap(const Candidate& candidate) { return temperature_.reduced(maximum() - candidate.logit); }
  /// Σ of the weights as they were when last made current, over the tokens that are there now.
  [[nodiscard]] double last_weight() const;

  // Ranking.
  /// Puts the first `count` tokens, or all if there are fewer, into order.
  void order(std::size_t count);

  // Removal.
  void keep_first(std::size_t count);
  void keep_most_likely(Index count);  ///< does not list the whole vocabulary
  void keep_within(double gap_limit);  ///< the tokens with a gap of at most this; the same holds
  void keep_best() { keep_most_likely(1); }
  template <class Predicate>
  void keep_if(Predicate predicate);

  // Change of logits.
  void heat(Temperature t);  ///< z ← z/T
  /// z ← change(z) for the tokens `ids`, ascending; z counts all temperatures so far.
  template <class Change>
  void change_logits(const std::vector<TokenId>& ids, Change change);

 private:
  void set_logits_alike();
  void apply_temperature();
  void find_maximum();
  void forget_maximum();
  [[nodiscard]] std::vector<Candidate> ranked_with_changes(Index count) const;
  template <class Order>
  [[nodiscard]] std::vector<Candidate> merged(std::vector<Candidate> tokens, Order order) const;
  [[nodiscard]] double unlisted_logit(TokenId id) const;
  void set_unlisted_logit(TokenId id, double logit);
  void take(std::vector<Candidate> tokens, std::size_t ordered);

  Vocabulary vocabulary_;
  bool listed_ = false;
  std::vector<Candidate> changed_;  // while unlisted: tokens whose logits differ from the vocabulary, by id
  std::vector<Candidate> tokens_;   // once listed
  Temperature temperature_{1.0};
  std::size_t ordered_ = 0;
  bool maximum_known_ = false;
  bool weights_current_ = false;  // for this maximum and temperature
  bool total_current_ = false;
  double maximum_ = 0;
  double total_ = 0;
};

template <class Predicate>
void Candidates::keep_if(Predicate predicate) {
  list();
  std::size_t kept = 0;
  std::size_t ordered_kept = 0;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (predicate(tokens_[i])) {
      tokens_[kept++] = tokens_[i];
      ordered_kept += i < ordered_ ? 1 : 0;
    }
  }
  if (kept < tokens_.size()) {
    tokens_.resize(kept);
    ordered_ = ordered_kept;
    forget_maximum();
  }
}

template <class Change>
void Candidates::change_logits(const std::vector<TokenId>& ids, Change change) {
  if (ids.empty()) {
    return;
  }
  if (!listed_ && temperature_ == Temperature(1.0)) {
    for (const TokenId id : ids) {
      set_unlisted_logit(id, change(id, unlisted_logit(id)));
    }
    return;
  }
  apply_temperature();
  for (Candidate& token : tokens_) {
    if (std::binary_search(ids.begin(), ids.end(), token.id)) {
      token.logit = change(token.id, token.logit);
    }
  }
  ordered_ = 0;
  weights_current_ = false;
  forget_maximum();
  keep_if([](const Candidate& token) { return token.logit > -std::numeric_limits<double>::infinity(); });
}

}  // namespace onedial::detail
