#include "onedial/core/worker_pool.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <system_error>

namespace onedial {
namespace {

/// Waits until `value` is no longer `old`, and returns what it is then.
int wait_for_change(const std::atomic<int>& value, int old) {
  using Clock = std::chrono::steady_clock;
  constexpr auto patience = std::chrono::microseconds(200);
  const auto end = Clock::now() + patience;
  do {
    if (const int now = value.load(std::memory_order_acquire); now != old) {
      return now;
    }
    std::this_thread::yield();
  } while (Clock::now() < end);
  value.wait(old, std::memory_order_acquire);
  return value.load(std::memory_order_acquire);
}

}  // namespace

WorkerPool::WorkerPool(Index threads) {
  if (threads < 1) {
    throw std::invalid_argument("threads (" + std::to_string(threads) + ") must be at least 1");
  }
  workers_.reserve(static_cast<std::size_t>(threads - 1));
  try {
    for (Index rank = 1; rank < threads; ++rank) {
      workers_.emplace_back([this, rank] { run_worker(rank); });
    }
  } catch (const std::system_error& error) {
    stop();
    throw std::runtime_error("cannot start " + std::to_string(threads) +
                             " threads: " + error.code().message());
  }
}

WorkerPool::~WorkerPool() {
  stop();
}

void WorkerPool::stop() {
  stopping_ = true;
  start_round();
  for (std::thread& worker : workers_) {
    worker.join();
  }
}

void WorkerPool::start_round() {
  // Unsigned, since the count may wrap around.
  const auto next = static_cast<unsigned>(round_.load(std::memory_order_relaxed)) + 1U;
  round_.store(static_cast<int>(next), std::memory_order_release);
  round_.notify_all();
}

void WorkerPool::for_each_slice(Index count, const std::function<void(Index, Index)>& work) {
  if (workers_.empty()) {
    work(0, count);
    return;
  }
  work_ = &work;
  count_ = count;
  pending_.store(static_cast<int>(workers_.size()), std::memory_order_relaxed);
  start_round();
  run_slice(0);
  for (int pending = pending_.load(std::memory_order_acquire); pending != 0;) {
    pending = wait_for_change(pending_, pending);
  }
  if (error_) {
    std::rethrow_exception(std::exchange(error_, nullptr));
  }
}

void WorkerPool::run_worker(Index rank) {
  for (int seen = 0;;) {
    seen = wait_for_change(round_, seen);
    if (stopping_) {
      return;
    }
    run_slice(rank);
    pending_.fetch_sub(1, std::memory_order_acq_rel);
    pending_.notify_one();
  }
}

void WorkerPool::run_slice(Index rank) {
  try {
    (*work_)(count_ * rank / threads(), count_ * (rank + 1) / threads());
  } catch (...) {
    const std::lock_guard lock(error_mutex_);
    if (!error_) {
      error_ = std::current_exception();
    }
  }
}

}  // namespace onedial
