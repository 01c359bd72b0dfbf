// Included once for each instruction set, after highway.h.
#if defined(ONEDIAL_BYTE_LANES_PLAIN_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef ONEDIAL_BYTE_LANES_PLAIN_INL
#undef ONEDIAL_BYTE_LANES_PLAIN_INL
#else
#define ONEDIAL_BYTE_LANES_PLAIN_INL
#endif

#include <array>
#include <bit>
#include <cstdlib>

#include "byte_lanes_kernels.hpp"
#include "engine/random_words-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {
#if HWY_TARGET == HWY_SCALAR

/// What byte lanes do, one replica after the other, for processors without vectors and as a witness.
template <KernelKind kernel>
class PlainByteLanes {
 public:
  explicit PlainByteLanes(const ByteLanesSweep& sweep) : sweep_(sweep), random_(sweep.random) {}

  Index run() {
    const std::size_t visits = sweep_.visits.empty() ? sweep_.model.size() : sweep_.visits.size();
    for (std::size_t visit = 0; visit < visits; ++visit) {
      update(sweep_.visits.empty() ? visit : sweep_.visits[visit]);
    }
    random_.store(sweep_.random);
    return flips_;
  }

 private:
  static constexpr std::size_t lanes = ByteThresholds::lanes;

  void update(std::size_t index) {
    const bool odd = sweep_.model.units[index].odd;
    const ByteThresholds::Table& table = sweep_.thresholds.table(odd);
    std::array<int, lanes> fields{};
    std::array<bool, lanes> certain{};
    std::array<bool, lanes> below{};
    std::array<bool, lanes> tied{};
    bool any = true;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      fields[lane] = field(index, lane);
      certain[lane] =
          kernel == KernelKind::metropolis && spin(index, lane) * fields[lane] <= table.certain[lane];
      tied[lane] = !certain[lane];
    }
    for (std::size_t place = 0; place < ByteThresholds::places && any; ++place) {
      any = false;
      const std::array<std::uint8_t, lanes> numbers = draw();
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        const std::uint8_t threshold = threshold_of(table, place, lane, std::abs(fields[lane]) / 2);
        below[lane] = below[lane] || (tied[lane] && numbers[lane] < threshold);
        tied[lane] = tied[lane] && numbers[lane] == threshold;
        any = any || tied[lane];
      }
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const bool against =
          spin(index, lane) * fields[lane] < 0 || (fields[lane] == 0 && spin(index, lane) < 0);
      const bool flip =
          kernel == KernelKind::heat_bath ? against != below[lane] : certain[lane] || below[lane];
      if (flip) {
        sweep_.energies[lane] += 2 * spin(index, lane) * fields[lane];
        flips_ += sweep_.counted.lane[lane] != 0 ? 1 : 0;
        std::int8_t& mask = sweep_.spins[index].lane[lane];
        mask = static_cast<std::int8_t>(~mask);
      }
    }
  }

  [[nodiscard]] int spin(std::size_t unit, std::size_t lane) const {
    return 1 + 2 * sweep_.spins[unit].lane[lane];
  }

  [[nodiscard]] int field(std::size_t index, std::size_t lane) const {
    const ByteLanesModel& model = sweep_.model;
    const ByteLanesModel::Unit& unit = model.units[index];
    const ByteLanesModel::Unit& next = model.units[index + 1];
    int half = unit.half;
    for (std::size_t k = unit.added; k < next.added; ++k) {
      const int mask = sweep_.spins[model.columns[k]].lane[lane];
      half += k < unit.subtracted ? mask : -mask;
    }
    for (std::size_t k = unit.weighted; k < next.weighted; ++k) {
      const ByteLanesModel::Weighted& weighted = model.weighted[k];
      const int mask = sweep_.spins[weighted.column].lane[lane];
      half += mask & static_cast<std::int8_t>(weighted.mask & 0xFFU);
    }
    return 2 * half + (unit.odd ? 1 : 0);
  }

  [[nodiscard]] std::uint8_t threshold_of(const ByteThresholds::Table& table, std::size_t place,
                                          std::size_t lane, int c) const {
    const std::size_t row = place * ByteThresholds::max_classes + static_cast<std::size_t>(c);
    return table.bytes[sweep_.thresholds.uniform() ? row : row * lanes + lane];
  }

  std::array<std::uint8_t, lanes> draw() {
    std::array<std::uint64_t, RandomWords::lanes> words{};
    store_wide(random_(), words.data());
    return std::bit_cast<std::array<std::uint8_t, lanes>>(words);
  }

  const ByteLanesSweep& sweep_;
  WordSource random_;
  Index flips_ = 0;
};

#endif
}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
