#pragma once
#include <string>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial::viewer {

/// How often each outcome was drawn since the conditions last changed. While these are few, as when the dial
/// turns all the time, the last draws stand in, whatever their conditions.
class DrawCounts {
 public:
  explicit DrawCounts(std::size_t outcomes) : counts_(outcomes), last_counts_(outcomes) {}

  void add(std::size_t outcome);
  /// The conditions have changed: earlier draws no longer count, but as the last ones.
  void start_anew();

  /// Draws since the conditions changed.
  [[nodiscard]] Index count() const { return count_; }
  [[nodiscard]] const std::vector<Index>& counts() const { return counts_; }
  /// The share of each outcome; empty before the first draw.
  [[nodiscard]] std::vector<double> frequencies() const;
  /// What they are frequencies of: "1,234 draws at this T" or "the last 200 draws".
  [[nodiscard]] std::string label() const;

  static constexpr std::size_t most_last = 200;

 private:
  [[nodiscard]] bool is_settled() const;

  std::vector<Index> counts_;
  Index count_ = 0;
  std::vector<Index> last_counts_;
  std::vector<std::size_t> last_;  // a ring of the last draws
  std::size_t oldest_ = 0;
};

}  // namespace onedial::viewer
