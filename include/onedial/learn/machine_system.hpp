#pragma once
#include <cstdint>
#include <memory>

#include "onedial/learn/restricted_machine.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// A restricted machine as a `System`, so that all there is for systems serves machines too: annealing,
/// replica exchange, the thermometer and its peaks, reweighting, annealed importance sampling.
///
/// A sweep is block Gibbs sampling: all hidden units given the visible ones, then the other way round. States
/// are V visible levels and H hidden ones; V/q levels 0 … q − 1 where visible units are softmax units. Real
/// visible units are integrated over, which leaves the hidden units as a pairwise model of H levels.
struct MachineSystem {
  std::unique_ptr<System> system;
  /// E of the machine is that of the system and this; real units have ½T each on top of it.
  double energy_offset = 0;
  /// ln Z of the system at T = ∞, which `System::randomize` draws from.
  double log_z_infinite = 0;
  Index real_units = 0;  ///< that were integrated over

  /// ln Z of the machine at a temperature above 0 and below ∞, from that of the system.
  [[nodiscard]] double machine_log_z(double system_log_z, Temperature t) const;
};

/// The replicas start in random states drawn from `seed`; results have the same bits for any number of
/// threads.
///
/// With `base_biases` a (V), T = ∞ is the base-rate machine, of independent visible units with these biases
/// and no weights: the law at T is e^{aᵀv − (E + aᵀv)/T} up to its norm, and (E + aᵀv) is the energy of the
/// system. At T = 1, and only there, it is the machine (Salakhutdinov, Murray 2008).
///
/// Throws std::invalid_argument as `make_block_gibbs` does, and for base biases of real units, whose base
/// rate is integrated over, and of another number; InputError for more memory than there is.
MachineSystem make_machine_system(const RestrictedMachine& machine, Index replicas, Index threads,
                                  std::uint64_t seed, const Eigen::VectorXd& base_biases = {});

/// The biases of independent visible units that have the means of `rows` (n × V): of 0/1 and of spin units
/// from counts with half an example added on each side, of softmax units from counts with one added to each
/// level. Throws std::invalid_argument for real units and if there are no rows or they have other than V
/// columns.
Eigen::VectorXd base_rate_biases(const RestrictedMachine& machine, const FloatRows& rows);

}  // namespace onedial
