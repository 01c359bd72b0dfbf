#pragma once
#include <span>
#include <vector>

#include "onedial/core/random.hpp"

namespace onedial::viewer {

/// A walk among all distributions over given states that have a given mean energy: p ≥ 0, Σ p = 1 and
/// Σ p E = U cut a polytope out of the space of p, and hit-and-run walks over it (Smith 1984): along a
/// random direction within the constraints to a uniformly drawn place of the chord. It leaves the uniform
/// distribution over the polytope as it is.
class RivalWalk {
 public:
  /// Starts from `start`, whose sum and mean energy are kept to rounding. Throws std::invalid_argument
  /// unless both have as many entries, at least 1.
  RivalWalk(std::span<const double> energies, std::span<const double> start);

  /// One step. Where `climb`, it is taken only if the entropy does not fall. Returns whether it was taken.
  bool step(RandomStream& random, bool climb);

  [[nodiscard]] const std::vector<double>& distribution() const { return p_; }
  [[nodiscard]] double entropy() const { return entropy_; }  ///< in nats

 private:
  void take_normals_out(std::vector<double>& direction) const;

  std::vector<std::vector<double>> normals_;  // orthonormal, of Σ p and Σ p E
  std::vector<double> start_;
  std::vector<double> p_;
  std::vector<double> direction_;
  std::vector<double> trial_;
  double entropy_ = 0;
};

/// D(r‖b) = Σ r (ln r − ln b) in nats, from ln b so that no b is too small.
double divergence(std::span<const double> r, std::span<const double> log_b);

}  // namespace onedial::viewer
