#include "onedial/memory/pattern_sets.hpp"

#include <algorithm>
#include <cmath>

#include "onedial/core/worker_pool.hpp"
#include "onedial/measure/accumulator.hpp"

namespace onedial {

bool for_each_set(Index sets, Index threads, const std::function<void(Index set)>& work,
                  const SetObserver& observer) {
  WorkerPool pool(std::min(threads, sets));
  for (Index done = 0; done < sets;) {
    const Index count = std::min(pool.threads(), sets - done);
    pool.for_each_slice(count, [&](Index first, Index last) {
      for (Index set = first; set < last; ++set) {
        work(done + set);
      }
    });
    done += count;
    if (observer && !observer(done) && done < sets) {
      return false;
    }
  }
  return true;
}

std::array<Estimate, 2> means_over_sets(const std::vector<std::array<double, 2>>& sets) {
  Accumulator means(2);
  for (const auto& values : sets) {
    means.add(values);
  }
  const auto estimate = [&](Index which) {
    return Estimate{.value = means.mean(which),
                    .error = std::sqrt(means.variance(which) / static_cast<double>(sets.size()))};
  };
  return {estimate(0), estimate(1)};
}

}  // namespace onedial
