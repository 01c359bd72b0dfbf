#pragma once
#include <cstdint>

#include "onedial/learn/trainer.hpp"
#include "onedial/viewer/history.hpp"

namespace onedial::viewer {

/// The digits of `digits8x8`: those to learn from, and those that the machine never sees.
struct DigitData {
  FloatRows learned;
  FloatRows held_out;
};
const DigitData& digit_data();

/// A restricted machine that learns the digits, one mini-batch after the other: persistent contrastive
/// divergence with Adam.
class DigitLearner {
 public:
  static constexpr Index epochs_to_report = 4;

  DigitLearner(Index hidden, double rate, std::uint64_t seed);

  /// Learns from the next mini-batch. Throws std::runtime_error if learning has diverged.
  void step();
  void set_rate(double rate);

  [[nodiscard]] const RestrictedMachine& machine() const { return machine_; }
  /// Passes over all digits, in fractions.
  [[nodiscard]] double epochs() const;
  /// Of digits learned and of those held out, in nats a digit, before learning and after each
  /// `epochs_to_report` epochs.
  [[nodiscard]] const History& pseudo_likelihoods() const { return pseudo_likelihoods_; }

 private:
  void report();

  Trainer trainer_;
  RestrictedMachine machine_;
  History pseudo_likelihoods_{2, 256};
};

}  // namespace onedial::viewer
