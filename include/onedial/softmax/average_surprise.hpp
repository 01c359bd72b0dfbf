#pragma once
#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/index.hpp"
#include "onedial/core/thermodynamics.hpp"

namespace onedial {

/// Running average of the surprise s = −ln p of drawn tokens, in nats, against what it must come to.
///
/// At temperature T the surprise of a drawn token has the mean H(T), the entropy, and the variance C(T), the
/// heat capacity, since s = E/T + ln Z. With T, or the logits, changing from draw to draw, Σ(s − H) is a
/// martingale: ΣH/n is the compensator of the average, and √ΣC / n its standard error.
class AverageSurprise {
 public:
  /// A token of log-probability ln p drawn where the exact entropy and heat capacity are those of `at`.
  /// Throws std::invalid_argument if ln p is above 0, −∞ or NaN: such a token cannot have been drawn.
  void add(double log_probability, const Thermodynamics& at);

  [[nodiscard]] Index count() const { return count_; }
  /// Σs/n. This and the next two are NaN before the first draw.
  [[nodiscard]] double mean() const { return surprise_.value() / static_cast<double>(count_); }
  /// ΣH/n: what the mean is expected to be.
  [[nodiscard]] double expected() const { return entropy_.value() / static_cast<double>(count_); }
  /// √ΣC / n
  [[nodiscard]] double standard_error() const;
  /// Σ(s − H)/√ΣC: of mean 0 and variance 1 if the draws are right; 0 if no draw had any choice (ΣC = 0).
  [[nodiscard]] double z_score() const;

 private:
  Index count_ = 0;
  CompensatedSum surprise_;
  CompensatedSum entropy_;
  CompensatedSum excess_;
  CompensatedSum variance_;
};

}  // namespace onedial
