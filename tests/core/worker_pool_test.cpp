#include "onedial/core/worker_pool.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include "catch.hpp"

using namespace onedial;

TEST_CASE("a pool covers its range exactly once, for any number of threads") {
  for (const Index threads : {1, 2, 3, 8}) {
    WorkerPool pool(threads);
    CHECK(pool.threads() == threads);
    for (const Index count : {0, 1, 2, 7, 1000}) {
      std::vector<int> visits(static_cast<std::size_t>(count), 0);
      for (int round = 0; round < 50; ++round) {
        pool.for_each_slice(count, [&](Index first, Index last) {
          for (Index i = first; i < last; ++i) {
            ++visits[static_cast<std::size_t>(i)];
          }
        });
      }
      CHECK(std::all_of(visits.begin(), visits.end(), [](int v) { return v == 50; }));
    }
  }
}

TEST_CASE("an exception in a slice comes back to the caller, and the pool goes on") {
  WorkerPool pool(4);
  for (int round = 0; round < 10; ++round) {
    CHECK_THROWS_AS(pool.for_each_slice(4,
                                        [](Index first, Index) {
                                          if (first == 2) {
                                            throw std::runtime_error("slice 2");
                                          }
                                        }),
                    std::runtime_error);
  }
  std::atomic<Index> sum = 0;
  pool.for_each_slice(1, [&](Index first, Index last) { sum += last - first; });
  CHECK(sum == 1);
}

TEST_CASE("threads that have gone to sleep, or whose caller has, wake up") {
  // Longer than a thread looks for work, or for its end, before it sleeps.
  const auto pause = [] { std::this_thread::sleep_for(std::chrono::milliseconds(2)); };
  WorkerPool pool(3);
  for (const Index slow : {-1, 0, 1, 2}) {
    std::vector<int> visits(3, 0);
    for (int round = 0; round < 10; ++round) {
      pause();
      pool.for_each_slice(3, [&](Index first, Index /*last*/) {
        if (first == slow) {
          pause();
        }
        ++visits[static_cast<std::size_t>(first)];
      });
    }
    CHECK(visits == std::vector<int>(3, 10));
  }
}

TEST_CASE("a pool needs a thread") {
  CHECK_THROWS_AS(WorkerPool(0), std::invalid_argument);
}
