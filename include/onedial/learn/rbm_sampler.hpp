#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "onedial/learn/restricted_machine.hpp"

namespace onedial {

/// Block Gibbs sampling of a restricted machine in the arithmetic that it is learned in: fields are sums of
/// floats in a fixed order, the same bits for any number of threads and on every instruction set. Unlike a
/// `MachineSystem` it has values for all kinds of visible units, and can hold some of them.
class RbmSampler {
 public:
  /// Chains start in random visible states: T = ∞ of units that have levels, T = 1 without weights of real
  /// ones. Throws std::invalid_argument for less than one chain or thread, and InputError for more memory
  /// than there is.
  RbmSampler(const RestrictedMachine& machine, Index chains, Index threads, std::uint64_t seed);
  ~RbmSampler();
  RbmSampler(RbmSampler&&) noexcept;
  RbmSampler& operator=(RbmSampler&&) noexcept;

  /// Puts the chains into visible states (chains × V). Throws std::invalid_argument for another shape and for
  /// values that the units cannot have.
  void place(const FloatRows& visible);

  /// From now on the visible columns for which it is true (V) stay what they are in each chain: the others
  /// are sampled given these. Throws std::invalid_argument for another number, and for a part of a softmax
  /// unit.
  void clamp(const std::vector<bool>& columns);

  /// All hidden units given the visible ones, then the visible ones given these, so many times. Throws
  /// std::invalid_argument for T = ∞ of real units.
  void sweep(Index sweeps = 1, Temperature t = Temperature(1));

  [[nodiscard]] FloatRows visible() const;  ///< (chains × V)
  [[nodiscard]] FloatRows hidden() const;   ///< of the last sweep (chains × H)
  /// E[v | h] at T = 1 of the last sweep's hidden units, and clamped columns as they are (chains × V).
  [[nodiscard]] FloatRows visible_means() const;

 private:
  struct Chains;
  std::unique_ptr<Chains> chains_;
};

struct InpaintSettings {
  Index equilibration = 100;  ///< sweeps before the mean begins
  Index sweeps = 100;         ///< that the mean is taken over
  Index threads = 1;
  std::uint64_t seed = 0;
};

/// Fills in what is not known of `rows` (n × V): the mean of the visible units given the columns for which
/// `known` is true (V), by sampling from random states. `observer` is told how many sweeps are done, those
/// before the mean too; when it returns false there is no result. Throws std::invalid_argument as
/// `RbmSampler::clamp` and for less than one sweep.
std::optional<FloatRows> inpaint(const RestrictedMachine& machine, const FloatRows& rows,
                                 const std::vector<bool>& known, const InpaintSettings& settings = {},
                                 const std::function<bool(Index sweeps)>& observer = {});

}  // namespace onedial
