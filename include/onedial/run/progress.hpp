#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "onedial/anneal/annealer.hpp"

namespace onedial {

/// Shows a run while it goes on, on standard error: a live bar on a terminal, else a line every few seconds.
class ProgressReport {
 public:
  enum class Style : std::uint8_t { none, lines, bar };

  /// `describe_best` turns the best energy into what the user knows, such as "cut 11,602".
  ProgressReport(Style style, bool unicode, std::function<std::string(double)> describe_best);

  /// The style that suits standard error: a bar on a terminal.
  static Style style_of_stderr();

  void update(const AnnealSweep& sweep);

  /// Ends the bar's line.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] std::string text(const AnnealSweep& sweep, double seconds) const;

  Style style_;
  bool unicode_;
  std::function<std::string(double)> describe_best_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_ = start_;
  bool bar_shown_ = false;
};

}  // namespace onedial
