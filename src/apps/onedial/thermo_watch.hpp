#pragma once
#include <string>
#include <string_view>

#include "common_options.hpp"
#include "interrupt.hpp"
#include "onedial/run/progress.hpp"

namespace onedial::cli {

/// Shows how far a measurement is, and asks whether to go on.
class Watch {
 public:
  explicit Watch(bool quiet)
      : progress_(quiet ? ProgressReport::Style::none : ProgressReport::style_of_stderr(), stderr_is_rich()) {
  }
  ~Watch() { progress_.finish(); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// False once the user has interrupted.
  bool operator()(std::string_view phase, Index done, Index all) {
    if (phase != phase_) {
      progress_.finish();
      phase_ = phase;
    }
    progress_.update(done, all, [&] { return phase_; });
    return !InterruptGuard::requested();
  }

 private:
  ProgressReport progress_;
  std::string phase_;
};

}  // namespace onedial::cli
