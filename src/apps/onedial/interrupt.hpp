#pragma once

namespace onedial::cli {

/// While one exists, the first Ctrl-C (or SIGTERM) is noted instead of ending the program; the second ends
/// it.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  [[nodiscard]] static bool requested();
};

}  // namespace onedial::cli
