#pragma once
#include <cstdint>
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/learn/rbm_sampler.hpp"

namespace onedial::viewer {

/// Chains of block Gibbs sampling of a machine of 0/1 units that may become another between two sweeps, as
/// one that learns does. Some of the visible units may be held.
class MachineChains {
 public:
  /// Chains in random states.
  MachineChains(const RestrictedMachine& machine, Index chains, std::uint64_t seed);

  /// The machine is now another of as many units; the chains stay where they are.
  void follow(const RestrictedMachine& machine);

  /// From now on the visible units for which it is true (V) have these values (V) in every chain. The others
  /// go on from where they are.
  void hold(const std::vector<bool>& known, const Eigen::RowVectorXf& values);

  void sweep(Temperature t);

  [[nodiscard]] Index chains() const { return visible_.rows(); }
  [[nodiscard]] const FloatRows& visible() const { return visible_; }  ///< (chains × V)
  /// E[v | h] at T of the hidden units, and held units as they are (chains × V): pictures without the grain
  /// of sampling.
  [[nodiscard]] FloatRows means(Temperature t) const;
  [[nodiscard]] const std::vector<double>& energies() const { return energies_; }  ///< (chains)
  /// Part of the units that are not held that changed in the last sweep.
  [[nodiscard]] double flip_rate() const { return flip_rate_; }

 private:
  void find_energies();

  RandomStream seeds_;  // of the samplers, one a machine
  RestrictedMachine machine_;
  RbmSampler sampler_;
  FloatRows visible_;  // (chains × V)
  FloatRows hidden_;   // (chains × H)
  std::vector<bool> known_;
  std::vector<double> energies_;
  double flip_rate_ = 0;
};

}  // namespace onedial::viewer
