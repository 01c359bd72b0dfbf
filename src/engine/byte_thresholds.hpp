#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/sample/kernel.hpp"

namespace onedial {

/// The acceptance probabilities of a group of 64 replicas, cut into bytes: for the class c of the local
/// field, |f| = 2c (+ 1 if odd), the four bytes of a threshold that 32 random bits have to stay below.
///
/// Heat bath: to end against the field. Metropolis: to flip out of the field's direction.
class ByteThresholds {
 public:
  static constexpr std::size_t lanes = 64;
  static constexpr std::size_t places = 4;  ///< bytes, the most significant first
  static constexpr std::size_t max_classes = 64;

  /// For units of one parity of strength.
  struct alignas(64) Table {
    /// Metropolis flips where s·f is at most this, without a draw (lanes).
    std::array<std::int8_t, lanes> certain{};
    std::size_t classes = 0;  ///< the first so many have a threshold above 0 in some replica
    /// [places][max_classes] if all replicas have one temperature, otherwise [places][max_classes][lanes].
    /// Where the flip is certain, 0.
    std::vector<std::uint8_t> bytes;
  };

  /// `unit` is the energy of a local field of 1; fields are at most `max_strength`.
  ByteThresholds(KernelKind kernel, double unit, std::int32_t max_strength)
      : kernel_(kernel), unit_(unit), max_strength_(max_strength) {}

  /// Replica l has temperatures[l]; those beyond the last have the last one's. Costs nothing if they are the
  /// same as before.
  void set(std::span<const Temperature> temperatures);

  [[nodiscard]] bool uniform() const { return uniform_; }
  [[nodiscard]] const Table& table(bool odd) const { return odd ? odd_ : even_; }

 private:
  void fill(Table& table, bool odd) const;

  KernelKind kernel_;
  double unit_;
  std::int32_t max_strength_;
  std::vector<Temperature> temperatures_;  ///< the last ones set
  bool uniform_ = true;
  Table even_;
  Table odd_;
};

}  // namespace onedial
