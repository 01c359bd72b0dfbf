#pragma once
#include <span>
#include <vector>

#include "blocks.hpp"

namespace onedial {

/// Σ w of each block of logits, with weights relative to the greatest logit up to that block, and what makes
/// them comparable: one look at the logits is enough, although the maximum is known only at its end.
template <class Real>
class BlockWeights {
 public:
  /// The sums alone.
  BlockWeights(std::span<const Real> logits, Temperature t);
  /// And the weights into `out`, which has the size of `logits` and may be the same memory.
  BlockWeights(std::span<const Real> logits, Temperature t, std::span<Real> out);

  [[nodiscard]] std::size_t blocks() const { return sums_.size(); }
  [[nodiscard]] Real maximum() const { return maximum_; }
  [[nodiscard]] const Dial<Real>& dial() const { return dial_; }
  /// Z relative to the maximum: Σ e^{−(m − z)/T}.
  [[nodiscard]] double total() const { return total_; }
  /// Σ w of a block relative to the maximum.
  [[nodiscard]] double weight(std::size_t block) const { return sums_[block].factor * sums_[block].weight; }
  /// What turns the weights of a block into weights relative to the maximum.
  [[nodiscard]] double factor(std::size_t block) const { return sums_[block].factor; }
  /// Weights relative to the maximum that are below this count as 0: they or their probability would be
  /// denormal, or nearly so.
  [[nodiscard]] double least_weight() const;

 private:
  struct Sum {
    Real reference;
    double weight;
    double factor;
  };

  void relate_to_maximum();

  Temperature temperature_;
  Dial<Real> dial_;
  std::vector<Sum> sums_;
  Real maximum_ = 0;
  double total_ = 0;
};

extern template class BlockWeights<float>;
extern template class BlockWeights<double>;

}  // namespace onedial
