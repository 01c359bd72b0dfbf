#include "onedial/run/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace onedial {
namespace {

constexpr auto bar_interval = std::chrono::milliseconds(100);
constexpr auto line_interval = std::chrono::seconds(5);

std::string duration_text(double seconds) {
  if (seconds < 60) {
    return fmt::format("{:.0f} s", std::ceil(seconds));
  }
  const auto minutes = static_cast<long>(seconds / 60);
  return minutes < 60 ? fmt::format("{} min {:02d} s", minutes, static_cast<long>(seconds) % 60)
                      : fmt::format("{} h {:02d} min", minutes / 60, minutes % 60);
}

std::string bar_text(double fraction, bool unicode) {
  constexpr int width = 24;
  const int eighths = static_cast<int>(fraction * width * 8);
  std::string bar;
  for (int cell = 0; cell < width; ++cell) {
    const int filled = std::clamp(eighths - 8 * cell, 0, 8);
    if (unicode) {
      constexpr std::array<const char*, 9> blocks = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
      bar += blocks.at(static_cast<std::size_t>(filled));
    } else {
      bar += filled >= 4 ? '#' : '.';
    }
  }
  return unicode ? "▕" + bar + "▏" : "[" + bar + "]";
}

}  // namespace

ProgressReport::ProgressReport(Style style, bool unicode) : style_(style), unicode_(unicode) {
  if (style_ == Style::lines) {
    next_ += line_interval;
  }
}

ProgressReport::Style ProgressReport::style_of_stderr() {
  return isatty(STDERR_FILENO) == 1 ? Style::bar : Style::lines;
}

void ProgressReport::update(Index done, Index all, const std::function<std::string()>& facts) {
  if (style_ == Style::none) {
    return;
  }
  const auto now = Clock::now();
  if (now < next_ && !(done == all && style_ == Style::bar)) {
    return;
  }
  const double fraction = static_cast<double>(done) / static_cast<double>(all);
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const std::string line = fmt::format("{:3.0f} %  {}  ETA {}", 100 * fraction, facts(),
                                       duration_text(seconds * (1 - fraction) / fraction));
  if (style_ == Style::bar) {
    fmt::print(stderr, "\r\x1b[K{} {}", bar_text(fraction, unicode_), line);
    bar_shown_ = true;
    next_ = now + bar_interval;
  } else {
    fmt::print(stderr, "{}\n", line);
    next_ = now + line_interval;
  }
  std::fflush(stderr);
}

void ProgressReport::finish() {
  if (bar_shown_) {
    fmt::print(stderr, "\n");
    bar_shown_ = false;
  }
  start_ = Clock::now();
}

}  // namespace onedial
