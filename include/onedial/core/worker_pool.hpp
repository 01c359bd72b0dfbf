#pragma once
#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// Threads that wait for work. Not a task scheduler: it splits one range into equal slices, so that which
/// thread computes what never depends on timing.
///
/// A sweep of a small model takes less time than it takes to wake a sleeping thread, so that whoever waits
/// looks for a fraction of a millisecond, leaving the core to any other thread that wants it, before it
/// sleeps.
class WorkerPool {
 public:
  /// `threads` counts the calling thread. Throws std::invalid_argument below 1, and std::runtime_error where
  /// the system gives no more threads.
  explicit WorkerPool(Index threads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  [[nodiscard]] Index threads() const { return static_cast<Index>(workers_.size()) + 1; }

  /// Runs `work(first, last)` on contiguous slices of [0, count), one a thread, and returns when all are
  /// done. The first exception of a slice is rethrown here.
  void for_each_slice(Index count, const std::function<void(Index, Index)>& work);

 private:
  void stop();
  void start_round();
  void run_worker(Index rank);
  void run_slice(Index rank);

  const std::function<void(Index, Index)>* work_ = nullptr;
  Index count_ = 0;
  bool stopping_ = false;
  std::atomic<int> round_ = 0;    ///< changes when the three above have been set
  std::atomic<int> pending_ = 0;  ///< workers that have not finished the round
  std::mutex error_mutex_;
  std::exception_ptr error_;
  std::vector<std::thread> workers_;
};

}  // namespace onedial
