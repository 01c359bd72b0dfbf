#include "onedial/anneal/annealed_importance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "onedial/core/compensated_sum.hpp"

namespace onedial {

std::vector<double> annealed_log_weights(System& system, std::span<const Temperature> path,
                                         const PathObserver& observer) {
  if (path.size() < 2) {
    throw std::invalid_argument(fmt::format("a path of {} temperatures; must be at least 2", path.size()));
  }
  if (std::any_of(path.begin(), path.end(), [](Temperature t) { return t.is_zero(); })) {
    throw std::invalid_argument("weights of annealing need temperatures above 0");
  }
  const auto replicas = static_cast<std::size_t>(system.replicas());
  std::vector<CompensatedSum> sums(replicas);
  for (std::size_t k = 0; k + 1 < path.size(); ++k) {
    if (k > 0) {
      system.sweep(std::vector<Temperature>(replicas, path[k]));
    }
    const double step = path[k].reduced(1) - path[k + 1].reduced(1);
    const std::span<const double> energies = system.energies();
    for (std::size_t r = 0; r < replicas; ++r) {
      sums[r].add(step * energies[r]);
    }
    if (observer && !observer(static_cast<Index>(k + 1), std::ssize(path) - 1)) {
      return {};
    }
  }
  std::vector<double> logs(replicas);
  std::transform(sums.begin(), sums.end(), logs.begin(),
                 [](const CompensatedSum& sum) { return sum.value(); });
  return logs;
}

}  // namespace onedial
