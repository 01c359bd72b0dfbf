#include "onedial/core/worker_pool.hpp"

#include <stdexcept>
#include <string>
#include <system_error>

namespace onedial {

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
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& worker : workers_) {
    worker.join();
  }
}

void WorkerPool::for_each_slice(Index count, const std::function<void(Index, Index)>& work) {
  if (workers_.empty()) {
    work(0, count);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    count_ = count;
    pending_ = static_cast<Index>(workers_.size());
    ++round_;
  }
  wake_.notify_all();
  run_slice(0);
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return pending_ == 0; });
  if (error_) {
    std::rethrow_exception(std::exchange(error_, nullptr));
  }
}

void WorkerPool::run_worker(Index rank) {
  for (std::uint64_t seen = 0;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || round_ != seen; });
      if (stopping_) {
        return;
      }
      seen = round_;
    }
    run_slice(rank);
    {
      const std::lock_guard lock(mutex_);
      --pending_;
    }
    done_.notify_one();
  }
}

void WorkerPool::run_slice(Index rank) {
  try {
    (*work_)(count_ * rank / threads(), count_ * (rank + 1) / threads());
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!error_) {
      error_ = std::current_exception();
    }
  }
}

}  // namespace onedial
