#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/model/pairwise_model.hpp"

namespace onedial {

/// Cluster moves of two replicas of a pairwise model that keep the sum of their energies (J. Houdayer, Eur.
/// Phys. J. B 22, 479, 2001; Z. Zhu, A. J. Ochoa, H. G. Katzgraber, Phys. Rev. Lett. 115, 077201, 2015).
///
/// Where two replicas differ (their overlap qᵢ = sᵢs'ᵢ is −1), the units that couplings connect to a random
/// one of these are a cluster, and its levels are exchanged between the replicas, which is to flip them in
/// both. Units outside of it that are coupled to it are equal in both, so that what one replica gains the
/// other loses, and fields act on s + s' = 0: E + E' stays. The overlap does not change, so that the same
/// cluster leads back with the same probability: at one temperature the move keeps detailed balance without
/// any rejection.
///
/// Without fields the clusters of units that are equal in both (q = +1) serve as well, for they are those of
/// q = −1 of one replica and the other one reversed; the smaller of the two sets is taken (Zhu, Ochoa,
/// Katzgraber). A cluster that is all of its set would only exchange the replicas, and is left alone: on
/// graphs where clusters percolate, as on dense ones and at high temperature, there is little to gain.
class IsoenergeticClusters {
 public:
  explicit IsoenergeticClusters(const PairwiseModel& model);

  [[nodiscard]] Index size() const { return static_cast<Index>(first_.size()) - 1; }

  /// Flips a random cluster in both states and returns its units: none where there is nothing to exchange.
  /// `decide.below(n)` draws one of n units, see RandomDecision. Both states have N levels of 0 or 1.
  template <class Decide>
  std::span<const std::uint32_t> exchange(State& a, State& b, Decide& decide) {
    if (collect(a, b) > 0) {
      grow(a, b, static_cast<std::size_t>(decide.below(std::ssize(set_))));
    }
    return cluster_;
  }

 private:
  /// Finds the units of which clusters are made; returns their number.
  std::size_t collect(const State& a, const State& b);
  void grow(State& a, State& b, std::size_t from);

  bool has_fields_;
  std::vector<std::size_t> first_;         // (N + 1), of a unit's neighbours
  std::vector<std::uint32_t> neighbours_;  // each pair from both of its ends
  std::vector<std::uint32_t> set_;
  std::vector<char> is_open_;  // (N): in the set and in no cluster yet
  std::vector<std::uint32_t> cluster_;
};

/// The root mean square of the couplings that are not 0, of the spin form of the model; 0 without any.
/// Cluster moves pay at temperatures up to about this one (Zhu, Ochoa, Katzgraber 2015, whose couplings have
/// variance 1): above, clusters percolate.
double coupling_scale(const PairwiseModel& model);

}  // namespace onedial
