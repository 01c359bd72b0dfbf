#pragma once
#include <numeric>
#include <optional>
#include <utility>

#include "onedial/sample/move_system.hpp"

namespace onedial {

/// Permutations as a MoveModel: two random places swap their values. All pairs are proposed as often.
///
/// `Costs` says what a permutation costs:
/// - `size()`: N ≥ 2;
/// - `place(state)`: takes the permutation as the one that swaps are about and returns its energy; throws
///   std::invalid_argument, and stays as it is, if it is none;
/// - `swap_change(state, i, j)`: E after swapping places i and j − E now;
/// - `swap(state, i, j)`: is told that the places are about to be swapped.
template <class Costs>
class SwapModel {
 public:
  explicit SwapModel(Costs costs)
      : costs_(std::move(costs)), state_(static_cast<std::size_t>(costs_.size())) {
    std::iota(state_.begin(), state_.end(), 0);
    costs_.place(state_);
  }

  [[nodiscard]] Index size() const { return std::ssize(state_); }
  void read(State& state) const { state = state_; }

  double place(const State& state) {
    const double energy = costs_.place(state);
    state_ = state;
    return energy;
  }

  template <class Decide>
  void randomize(Decide& decide) {
    std::iota(state_.begin(), state_.end(), 0);  // the draws alone decide, not what was there before
    for (Index k = size() - 1; k > 0; --k) {
      std::swap(state_[static_cast<std::size_t>(k)], state_[static_cast<std::size_t>(decide.below(k + 1))]);
    }
    costs_.place(state_);
  }

  template <class Decide>
  std::optional<ProposedMove> propose(Decide& decide) {
    first_ = decide.below(size());
    const Index other = decide.below(size() - 1);
    second_ = other < first_ ? other : other + 1;
    return ProposedMove{.energy_change = costs_.swap_change(state_, first_, second_)};
  }

  void accept() {
    costs_.swap(state_, first_, second_);
    std::swap(state_[static_cast<std::size_t>(first_)], state_[static_cast<std::size_t>(second_)]);
  }

 private:
  Costs costs_;
  State state_;
  Index first_ = 0;
  Index second_ = 0;
};

}  // namespace onedial
