#include "digit_learner.hpp"

#include <array>
#include <stdexcept>

#include "digits8x8.hpp"
#include "onedial/learn/rbm_pseudo_likelihood.hpp"

namespace onedial::viewer {
namespace {

constexpr Index held_out_digits = 297;

TrainerSettings settings(double rate, std::uint64_t seed) {
  return {.batch = 100,
          .rate = {.start = rate},
          .optimiser = Adam{},
          // Enough sweeps, and weights small enough, for the chains to keep up for as long as one looks.
          .negative = PersistentDivergence{.chains = 100, .sweeps = 5},
          .l2 = 0.002,
          .seed = seed};
}

RestrictedMachine untrained(Index hidden, std::uint64_t seed) {
  return initial_machine(VisibleUnits::binary, 2, hidden, digit_data().learned, seed);
}

}  // namespace

const DigitData& digit_data() {
  static const DigitData data = [] {
    const FloatRows digits = digits8x8();
    return DigitData{.learned = digits.topRows(digits.rows() - held_out_digits),
                     .held_out = digits.bottomRows(held_out_digits)};
  }();
  return data;
}

DigitLearner::DigitLearner(Index hidden, double rate, std::uint64_t seed)
    : trainer_(untrained(hidden, seed), digit_data().learned, {}, settings(rate, seed)),
      machine_(trainer_.machine()) {
  report();
}

void DigitLearner::step() {
  if (!trainer_.step()) {
    throw std::runtime_error("learning has diverged; lower the rate and press Forget all");
  }
  machine_ = trainer_.machine();
  if (trainer_.steps() % static_cast<std::uint64_t>(epochs_to_report * trainer_.steps_per_epoch()) == 0) {
    report();
  }
}

void DigitLearner::set_rate(double rate) {
  TrainerSettings changed = trainer_.settings();
  changed.rate.start = rate;
  trainer_ = Trainer(trainer_.state(), digit_data().learned, {}, changed);
}

double DigitLearner::epochs() const {
  return static_cast<double>(trainer_.steps()) / static_cast<double>(trainer_.steps_per_epoch());
}

void DigitLearner::report() {
  // The same units of the same digits each time, so that the curve has no noise of its own.
  constexpr Index units = 16;
  const DigitData& data = digit_data();
  const auto look_at = [&](const FloatRows& digits) {
    return pseudo_log_likelihood(machine_, digits, 1, units, trainer_.settings().seed);
  };
  pseudo_likelihoods_.add(
      std::array{look_at(data.learned.topRows(data.held_out.rows())), look_at(data.held_out)});
}

}  // namespace onedial::viewer
