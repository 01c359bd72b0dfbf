#pragma once
#include "unit_rows.hpp"

namespace onedial {

/// A restricted machine laid out for vectorised loops, and the passes from layer to layer.
///
/// Units of two levels are on or off. For spins ±1 the sums over on units are doubled, and what the off ones
/// give is in the starts of the sums: v = 2x − 1.
class LaneMachine {
 public:
  explicit LaneMachine(const RestrictedMachine& machine);

  VisibleUnits visible_units;
  Index levels;
  LaneMatrix weights;         ///< W (V × H)
  LaneMatrix transposed;      ///< Wᵀ (H × V), by `transpose_columns`
  LaneMatrix visible_biases;  ///< b (1 × V)
  LaneMatrix hidden_biases;   ///< c (1 × H)

  [[nodiscard]] Index visible() const { return static_cast<Index>(weights.rows()); }
  [[nodiscard]] Index hidden() const { return static_cast<Index>(weights.columns()); }
  /// What a sum over on units is multiplied by: 2 for spins.
  [[nodiscard]] float factor() const { return visible_units == VisibleUnits::spin ? 2.0F : 1.0F; }

  /// After a change of the weights: columns [first, last) of W to rows of `transposed`.
  void transpose_columns(Index first, Index last);
  /// After a change of these hidden units' biases or weights, and of all visible biases.
  void refresh_hidden(Index first, Index last);
  void refresh_visible();

  /// c + Wᵀv of `rows`, into rows of `fields` from `first_row` on.
  void hidden_fields(std::span<const ActiveUnits> rows, LaneMatrix& fields, Index first_row) const;
  /// What a unit's visible field is: b + Wh, of spins twice that.
  void visible_fields(std::span<const ActiveUnits> rows, LaneMatrix& fields, Index first_row) const;

  /// Fields become E[h | v], by a factor, or E[v | h] at T = 1.
  static void to_hidden_means(LaneMatrix& fields, Index row, float factor = 1);
  void to_visible_means(LaneMatrix& fields, Index row) const;

  /// Draws the units of a row given their fields at T. A field of ±∞ decides for certain.
  void draw_hidden(const LaneMatrix& fields, Index row, Temperature t, const DrawCounter& counter,
                   UnitRows& units) const;
  void draw_visible(const LaneMatrix& fields, Index row, Temperature t, const DrawCounter& counter,
                    UnitRows& units) const;

  /// States of visible units for `rows` rows.
  [[nodiscard]] UnitRows visible_rows(Index rows) const {
    return {rows, visible(), visible_units == VisibleUnits::gaussian};
  }
  [[nodiscard]] UnitRows hidden_rows(Index rows) const { return {rows, hidden(), false}; }

  /// W, b and c into `machine`, which has the same shape.
  void write(RestrictedMachine& machine) const;

 private:
  LaneMatrix visible_start_;
  LaneMatrix hidden_start_;
  LaneMatrix ones_;  // (1 × V)
};

}  // namespace onedial
