#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "onedial/core/index.hpp"

namespace onedial {

/// Shows a run while it goes on, on standard error: a live bar on a terminal, else a line every few seconds.
class ProgressReport {
 public:
  enum class Style : std::uint8_t { none, lines, bar };

  ProgressReport(Style style, bool unicode);

  /// The style that suits standard error: a bar on a terminal.
  static Style style_of_stderr();

  /// `done` of `all` are done; `facts`, asked for where something is shown, says what is known so far.
  void update(Index done, Index all, const std::function<std::string()>& facts);

  /// Ends the bar's line. What follows is a phase with a time of its own.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;

  Style style_;
  bool unicode_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_ = start_;
  bool bar_shown_ = false;
};

}  // namespace onedial
