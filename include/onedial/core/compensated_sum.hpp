#pragma once

namespace onedial {

/// Running sum whose rounding error does not grow with the number of terms
/// (Neumaier 1974): the digits that an addition drops are kept and added at the end.
class CompensatedSum {
 public:
  void add(double term) {
    const double sum = sum_ + term;
    const double sum_magnitude = sum_ < 0 ? -sum_ : sum_;
    const double term_magnitude = term < 0 ? -term : term;
    lost_ += sum_magnitude >= term_magnitude ? (sum_ - sum) + term : (term - sum) + sum_;
    sum_ = sum;
  }
  [[nodiscard]] double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

}  // namespace onedial
