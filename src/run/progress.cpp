#include "onedial/run/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

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

ProgressReport::ProgressReport(Style style, bool unicode, std::function<std::string(double)> describe_best)
    : style_(style), unicode_(unicode), describe_best_(std::move(describe_best)) {
  if (style_ == Style::lines) {
    next_ += line_interval;
  }
}

ProgressReport::Style ProgressReport::style_of_stderr() {
  return isatty(STDERR_FILENO) == 1 ? Style::bar : Style::lines;
}

void ProgressReport::update(const AnnealSweep& sweep) {
  if (style_ == Style::none) {
    return;
  }
  const auto now = Clock::now();
  const bool last = sweep.progress.sweep + 1 == sweep.progress.sweeps;
  if (now < next_ && !(last && style_ == Style::bar)) {
    return;
  }
  const std::string line = text(sweep, std::chrono::duration<double>(now - start_).count());
  if (style_ == Style::bar) {
    fmt::print(stderr, "\r\x1b[K{}", line);
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
}

std::string ProgressReport::text(const AnnealSweep& sweep, double seconds) const {
  const auto done = static_cast<double>(sweep.progress.sweep + 1);
  const auto all = static_cast<double>(sweep.progress.sweeps);
  const std::string facts =
      fmt::format("{:3.0f} %  T {:<8.4g} {}  flips {:4.1f} %  ETA {}", 100 * done / all,
                  sweep.temperature.value(), describe_best_(sweep.best_energy),
                  100.0 * static_cast<double>(sweep.stats.flips) / static_cast<double>(sweep.stats.attempts),
                  duration_text(seconds * (all - done) / done));
  return style_ == Style::bar ? bar_text(done / all, unicode_) + " " + facts : facts;
}

}  // namespace onedial
