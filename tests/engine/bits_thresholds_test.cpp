#include "engine/bits_thresholds.hpp"

#include <vector>

#include "catch.hpp"
#include "engine/acceptance.hpp"

using namespace onedial;

namespace {

/// The threshold of a class in a lane, put together again from its bits.
std::uint64_t threshold(const BitsThresholds& thresholds, bool odd, std::size_t c, std::size_t lane) {
  const BitsThresholds::Table& table = thresholds.table(odd);
  const std::size_t stride = thresholds.uniform() ? 1 : BitsThresholds::words;
  const std::size_t word = thresholds.uniform() ? 0 : lane / 64;
  const auto bit = [&](std::size_t row) {
    return (table.bits[(row * BitsThresholds::max_classes + c) * stride + word] >> (lane % 64)) & 1U;
  };
  std::uint64_t result = bit(BitsThresholds::certain);
  for (std::size_t place = 0; place < BitsThresholds::places; ++place) {
    result = 2 * result + bit(place);
  }
  return result;
}

}  // namespace

TEST_CASE("bit-sliced thresholds are the kernel's probabilities to 32 places") {
  constexpr double unit = 0.5;
  constexpr std::size_t classes = 20;
  for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
    BitsThresholds thresholds(kernel, unit, classes);
    const std::vector<std::vector<Temperature>> cases = {
        {Temperature(1.5)},
        {Temperature::zero(), Temperature::zero()},
        {Temperature::infinite()},
        {Temperature(0.3), Temperature(2), Temperature::zero(), Temperature::infinite()}};
    for (const auto& temperatures : cases) {
      thresholds.set(temperatures);
      CHECK(thresholds.uniform() == (temperatures.size() < 4));
      for (const bool odd : {false, true}) {
        for (std::size_t c = 0; c < classes; ++c) {
          for (const std::size_t lane : {0U, 1U, 2U, 3U, 511U}) {
            const Temperature t = temperatures[std::min<std::size_t>(lane, temperatures.size() - 1)];
            const double flip_energy = 2 * unit * static_cast<double>(odd ? 2 * c + 1 : 2 * c);
            const auto expected = probability_threshold(flip_probability(kernel, flip_energy, t));
            if (c < thresholds.table(odd).classes) {
              REQUIRE(threshold(thresholds, odd, c, lane) == expected);
            } else {
              REQUIRE(expected == 0);
            }
          }
        }
      }
    }
  }
}

TEST_CASE("changes between classes give back every place of a common threshold") {
  BitsThresholds thresholds(KernelKind::heat_bath, 1.0, 60);
  const std::vector<Temperature> t = {Temperature(25)};
  thresholds.set(t);
  for (const bool odd : {false, true}) {
    const BitsThresholds::Table& table = thresholds.table(odd);
    REQUIRE(table.classes == 60);
    for (std::size_t place = 0; place < BitsThresholds::places; ++place) {
      bool bit = false;
      auto change = table.changes[place].begin();
      for (std::size_t c = 0; c < table.classes; ++c) {
        if (change != table.changes[place].end() && *change == c) {
          bit = !bit;
          ++change;
        }
        REQUIRE(bit == (table.bits[place * BitsThresholds::max_classes + c] != 0));
      }
      CHECK(change == table.changes[place].end());
    }
  }
}
