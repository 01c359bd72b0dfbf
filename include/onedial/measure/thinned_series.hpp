#pragma once
#include <span>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// The energies of every level and ladder, sweep by sweep, in bounded memory however long the run: once there
/// are too many rows, every second is dropped, and from then on every second sweep, every fourth, … is kept.
class ThinnedSeries {
 public:
  /// Of so many levels and ladders, with at most `most_rows` energies of each, at least 2.
  ThinnedSeries(Index levels, Index ladders, Index most_rows)
      : most_rows_(most_rows),
        series_(static_cast<std::size_t>(levels),
                std::vector<std::vector<double>>(static_cast<std::size_t>(ladders))) {}

  /// Before the levels of sweep 0, 1, 2, … are added: makes room, and says whether this sweep is to be kept.
  bool opens(Index sweep) {
    if (rows() >= most_rows_) {
      keep_every_second();
    }
    return sweep % stride_ == 0;
  }

  /// The energies of the ladders at a level, after a sweep that is kept.
  void add(Index level, std::span<const double> energies) {
    auto& of_level = series_[static_cast<std::size_t>(level)];
    for (std::size_t ladder = 0; ladder < energies.size(); ++ladder) {
      of_level[ladder].push_back(energies[ladder]);
    }
  }

  [[nodiscard]] Index rows() const { return std::ssize(series_.back().back()); }
  [[nodiscard]] Index stride() const { return stride_; }  ///< sweeps from one row to the next
  /// By level, ladder and row.
  [[nodiscard]] const std::vector<std::vector<std::vector<double>>>& series() const { return series_; }

 private:
  void keep_every_second() {
    for (auto& of_level : series_) {
      for (std::vector<double>& series : of_level) {
        const std::size_t kept = (series.size() + 1) / 2;
        for (std::size_t row = 1; row < kept; ++row) {
          series[row] = series[2 * row];
        }
        series.resize(kept);
      }
    }
    stride_ *= 2;
  }

  Index most_rows_;
  Index stride_ = 1;
  std::vector<std::vector<std::vector<double>>> series_;
};

}  // namespace onedial
