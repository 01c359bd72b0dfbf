#pragma once
#include "lane_machine.hpp"

namespace onedial {

/// The two phases of a step as one list of rows: examples, then samples of the chains. Hidden rows hold E[h |
/// v] by 1/n for n examples and by −1/m for m samples, so that a sum over rows is a difference of means.
struct PhaseDifference {
  PhaseDifference(Index most_rows, Index visible, Index hidden);

  /// The part of units [first, last) in each row, and ⟨v⟩ − ⟨v⟩ of them. Slices may be filled in parallel.
  void set_visible(std::span<const ActiveUnits> visible_rows, Index examples, VisibleUnits units, Index first,
                   Index last);
  /// Means and difference of the hidden units, from their rows.
  void set_hidden(Index examples, Index samples);

  /// ⟨v hᵀ⟩ − ⟨v hᵀ⟩ of visible units [first, last), into rows of `gradient` from 0 on.
  void gradient(const LaneMachine& machine, Index first, Index last, LaneMatrix& gradient) const;

  LaneMatrix hidden;              // (most_rows × H)
  LaneMatrix visible_difference;  // (1 × V)
  LaneMatrix hidden_difference;   // (1 × H)
  LaneMatrix hidden_means;        // of the examples (1 × H)

 private:
  UnitRows rows_of_unit_;  // (V × most_rows)
  LaneMatrix minus_hidden_difference_;
  std::vector<std::uint32_t> all_;
};

}  // namespace onedial
