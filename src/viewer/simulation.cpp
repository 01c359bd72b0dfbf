#include "onedial/viewer/simulation.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace onedial::viewer {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr double frame_seconds = 1.0 / 60;

double seconds_since(Clock::time_point start) {
  return Seconds(Clock::now() - start).count();
}

/// The last multiple of a tenth of the leading power of ten before `sweeps`: 2300 for 2345, 2200 for 2300.
Index keyframe_before(Index sweeps) {
  Index interval = 1;
  while (interval * 100 <= sweeps) {
    interval *= 10;
  }
  return std::max<Index>(0, (sweeps - 1) / interval * interval);
}

}  // namespace

void show(const Session& session, Snapshot& snapshot) {
  session.show(snapshot.frame);
  snapshot.dial = session.dial();
  snapshot.playing = session.schedule() != nullptr ? std::optional(*session.schedule()) : std::nullopt;
  snapshot.playing_sweep = session.schedule_sweep();
  snapshot.session_sweeps = session.sweeps();
}

Simulation::Simulation(Session session, bool is_paused, Speed speed)
    : session_(std::move(session)), is_paused_(is_paused), speed_(speed) {
  publish();
  thread_ = std::thread([this] { run(); });
}

Simulation::~Simulation() {
  stop_ = true;
  request([](Requests&) {});
  thread_.join();
}

void Simulation::request(const std::function<void(Requests&)>& change) {
  {
    const std::lock_guard lock(mutex_);
    change(requests_);
    has_requests_ = true;
  }
  wake_.notify_one();
}

void Simulation::post(Command command) {
  request([&](Requests& requests) { requests.commands.push_back(std::move(command)); });
}

void Simulation::set_paused(bool paused) {
  request([&](Requests& requests) { requests.paused = paused; });
}

void Simulation::step(Index sweeps) {
  request([&](Requests& requests) { requests.steps += sweeps; });
}

void Simulation::set_speed(Speed speed) {
  request([&](Requests& requests) { requests.speed = speed; });
}

void Simulation::rewind() {
  request([&](Requests& requests) { requests.rewind = true; });
}

SessionRecord Simulation::record() const {
  const std::lock_guard lock(session_mutex_);
  return record_of(session_, session_.scene().info().name);
}

void Simulation::note_error(const std::exception& error) {
  error_ = error.what();
  is_paused_ = true;
  steps_ = 0;
}

/// Returns whether there was anything to do.
bool Simulation::carry_out(Requests& requests) {
  bool anything = requests.rewind || requests.paused || requests.speed || !requests.commands.empty();
  for (const Command& command : requests.commands) {
    try {
      const std::lock_guard lock(session_mutex_);
      session_.apply(command);
      error_.clear();
    } catch (const std::invalid_argument& error) {
      error_ = error.what();  // the scene refused, and is as it was
    } catch (const std::exception& error) {
      note_error(error);
    }
  }
  if (requests.paused) {
    is_paused_ = *requests.paused;
    steps_ = 0;
  }
  if (requests.speed) {
    speed_ = *requests.speed;
    owed_sweeps_ = 0;
  }
  if (requests.rewind) {
    rewind_session();
  }
  steps_ += requests.steps;
  return anything;
}

void Simulation::rewind_session() {
  is_rewinding_ = true;
  publish();
  const Index target = keyframe_before(session_.sweeps());
  std::vector<LoggedCommand> log = session_.log();
  std::erase_if(log, [&](const LoggedCommand& entry) { return entry.sweep > target; });
  try {
    Session again = Session::replay(session_.factory(), session_.first_seed(), log, target,
                                    [this] { return !stop_.load(std::memory_order_relaxed); });
    const std::lock_guard lock(session_mutex_);
    session_ = std::move(again);
  } catch (const std::exception& error) {
    note_error(error);
  }
  is_rewinding_ = false;
  is_paused_ = true;
}

/// As many sweeps as are due, but not for longer than a part of a frame.
void Simulation::sweep_for_a_while() {
  const Clock::time_point start = Clock::now();
  Index left = std::numeric_limits<Index>::max();
  if (is_paused_) {
    left = steps_;
  } else if (std::isfinite(speed_.sweeps_per_second)) {
    left = static_cast<Index>(owed_sweeps_);
  }
  Index made = 0;
  while (made < left && !has_requests_.load(std::memory_order_relaxed)) {
    const Index now = std::min(batch_, left - made);
    const Clock::time_point before = Clock::now();
    {
      const std::lock_guard lock(session_mutex_);
      for (Index k = 0; k < now; ++k) {
        session_.sweep();
      }
    }
    made += now;
    constexpr double batch_seconds = 0.001;
    batch_ = seconds_since(before) < batch_seconds ? std::min<Index>(2 * batch_, 1 << 14)
                                                   : std::max<Index>(1, batch_ / 2);
    if (seconds_since(start) > frame_seconds / 4) {
      break;
    }
  }
  if (is_paused_) {
    steps_ -= made;
  } else if (std::isfinite(speed_.sweeps_per_second)) {
    owed_sweeps_ -= static_cast<double>(made);
  }
}

void Simulation::publish() {
  Snapshot& snapshot = snapshots_.back();
  show(session_, snapshot);
  snapshot.is_paused = is_paused_;
  snapshot.is_rewinding = is_rewinding_;
  snapshot.speed = speed_;
  snapshot.sweeps_per_second = measured_rate_;
  snapshot.error = error_;
  snapshots_.publish();
}

void Simulation::run() {
  Clock::time_point last = Clock::now();
  Clock::time_point rate_start = last;
  Index rate_sweeps = session_.sweeps();
  bool has_news = true;
  while (!stop_) {
    Requests requests;
    {
      std::unique_lock lock(mutex_);
      const bool idles = is_paused_ && steps_ == 0;
      if (idles && !has_requests_ && !has_news) {
        wake_.wait(lock, [this] { return has_requests_.load(); });
        last = Clock::now();
      }
      requests = std::exchange(requests_, {});
      has_requests_ = false;
    }
    has_news = carry_out(requests) || has_news;
    if (!is_paused_ && std::isfinite(speed_.sweeps_per_second)) {
      // What a slow machine could not keep up with is not made up for later.
      const double most = std::max(1.0, speed_.sweeps_per_second * 2 * frame_seconds);
      owed_sweeps_ = std::min(most, owed_sweeps_ + speed_.sweeps_per_second * seconds_since(last));
    }
    last = Clock::now();
    const Index before = session_.sweeps();
    try {
      sweep_for_a_while();
    } catch (const std::exception& error) {
      note_error(error);
      has_news = true;
    }
    has_news = has_news || session_.sweeps() != before;
    if (const double seconds = seconds_since(rate_start); seconds > 0.5) {
      measured_rate_ = std::max(0.0, static_cast<double>(session_.sweeps() - rate_sweeps) / seconds);
      rate_start = Clock::now();
      rate_sweeps = session_.sweeps();
    }
    if (has_news && !snapshots_.is_waiting()) {
      try {
        publish();
        has_news = false;
      } catch (const std::exception& error) {
        note_error(error);
      }
    }
    const bool has_time =
        !has_requests_ &&
        (is_paused_ ? steps_ == 0 : owed_sweeps_ < 1 && std::isfinite(speed_.sweeps_per_second));
    if (has_time && (!is_paused_ || has_news)) {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, Seconds(frame_seconds / 4), [this] { return has_requests_.load(); });
    }
  }
}

}  // namespace onedial::viewer
