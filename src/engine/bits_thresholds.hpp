#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/sample/kernel.hpp"

namespace onedial {

/// The acceptance probabilities of a group of 512 replicas, cut into bits: for each class c of the local
/// field and each of 32 binary places, 512 bits that say whether the place is set in the replica's
/// probability.
///
/// Heat bath: the probability to end against the field. Metropolis: to flip out of the field's direction.
class BitsThresholds {
 public:
  static constexpr std::size_t places = 32;
  static constexpr std::size_t certain = places;  ///< the row of probabilities of 1
  static constexpr std::size_t max_classes = 64;
  static constexpr std::size_t lanes = 512;
  static constexpr std::size_t words = lanes / 64;

  /// For units of one parity of strength.
  struct Table {
    std::size_t classes = 0;  ///< the first so many have a probability of 2⁻³³ or more in some replica
    /// [places + 1][max_classes], a word each if all replicas have one temperature, otherwise `words`. The
    /// row behind the last place is set where the probability is 1 (Metropolis without a cost, or at T = ∞).
    std::vector<std::uint64_t> bits;
    /// If all replicas have one temperature: for each row the classes whose bit differs from the bit of the
    /// class before (0 before the first).
    std::array<std::vector<std::uint8_t>, places + 1> changes;
  };

  /// `unit` is the energy of a local field of 1, `classes` how many classes there are (at most max_classes).
  BitsThresholds(KernelKind kernel, double unit, std::size_t classes)
      : kernel_(kernel), unit_(unit), classes_(classes) {}

  /// Replica l has temperatures[l]; those beyond the last have the last one's. Costs nothing if they are the
  /// same as before.
  void set(std::span<const Temperature> temperatures);

  [[nodiscard]] bool uniform() const { return uniform_; }
  [[nodiscard]] const Table& table(bool odd) const { return odd ? odd_ : even_; }

 private:
  /// The replicas that have a temperature; of a uniform table only the first word counts.
  struct Holders {
    Temperature temperature;
    std::array<std::uint64_t, words> lanes;
  };

  void find_holders();
  void fill(Table& table, bool odd);

  KernelKind kernel_;
  double unit_;
  std::size_t classes_;
  std::vector<Temperature> temperatures_;  ///< the last ones set
  std::vector<Holders> holders_;           ///< by temperature
  bool uniform_ = true;
  Table even_;
  Table odd_;
};

}  // namespace onedial
