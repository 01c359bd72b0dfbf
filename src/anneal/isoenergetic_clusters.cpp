#include "onedial/anneal/isoenergetic_clusters.hpp"

#include <algorithm>
#include <cmath>

namespace onedial {

IsoenergeticClusters::IsoenergeticClusters(const PairwiseModel& model)
    : has_fields_((model.in_domain(Domain::spin).fields().array() != 0).any()), first_{0} {
  for (Index unit = 0; unit < model.size(); ++unit) {
    for_each_coupling(model, unit, [&](Index neighbour, double coupling) {
      if (coupling != 0) {
        neighbours_.push_back(static_cast<std::uint32_t>(neighbour));
      }
    });
    first_.push_back(neighbours_.size());
  }
  is_open_.resize(static_cast<std::size_t>(model.size()));
}

std::size_t IsoenergeticClusters::collect(const State& a, const State& b) {
  cluster_.clear();
  set_.clear();
  std::size_t differing = 0;
  for (std::size_t i = 0; i < is_open_.size(); ++i) {
    differing += a[i] != b[i] ? 1U : 0U;
  }
  const bool takes_equal = !has_fields_ && 2 * differing > is_open_.size();
  for (std::size_t i = 0; i < is_open_.size(); ++i) {
    is_open_[i] = (a[i] == b[i]) == takes_equal ? 1 : 0;
    if (is_open_[i] != 0) {
      set_.push_back(static_cast<std::uint32_t>(i));
    }
  }
  return set_.size();
}

void IsoenergeticClusters::grow(State& a, State& b, std::size_t from) {
  const auto take = [&](std::uint32_t unit) {
    is_open_[unit] = 0;
    cluster_.push_back(unit);
  };
  take(set_[from]);
  for (std::size_t next = 0; next < cluster_.size(); ++next) {
    const std::uint32_t unit = cluster_[next];
    for (std::size_t k = first_[unit]; k < first_[unit + 1]; ++k) {
      if (is_open_[neighbours_[k]] != 0) {
        take(neighbours_[k]);
      }
    }
  }
  if (cluster_.size() == set_.size()) {
    cluster_.clear();
    return;
  }
  for (const std::uint32_t unit : cluster_) {
    a[unit] ^= 1;
    b[unit] ^= 1;
  }
}

double coupling_scale(const PairwiseModel& model) {
  const PairwiseModel spins = model.in_domain(Domain::spin);
  double squares = 0;
  double count = 0;
  for (Index unit = 0; unit < spins.size(); ++unit) {
    for_each_coupling(spins, unit, [&](Index, double coupling) {
      squares += coupling * coupling;
      count += coupling != 0 ? 1 : 0;
    });
  }
  return count > 0 ? std::sqrt(squares / count) : 0;
}

}  // namespace onedial
