#include "engine/byte_thresholds.hpp"

#include <vector>

#include "catch.hpp"
#include "engine/acceptance.hpp"

using namespace onedial;

namespace {

/// The threshold of a class in a lane, put together again from its bytes.
std::uint64_t threshold(const ByteThresholds& thresholds, bool odd, std::size_t c, std::size_t lane) {
  std::uint64_t result = 0;
  for (std::size_t place = 0; place < ByteThresholds::places; ++place) {
    const std::size_t row = place * ByteThresholds::max_classes + c;
    const std::size_t at = thresholds.uniform() ? row : row * ByteThresholds::lanes + lane;
    result = 256 * result + thresholds.table(odd).bytes[at];
  }
  return result;
}

}  // namespace

TEST_CASE("thresholds of bytes are the kernel's probabilities to 32 places, or a certain flip") {
  constexpr double unit = 0.5;
  constexpr std::int32_t max_strength = 127;
  for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
    ByteThresholds thresholds(kernel, unit, max_strength);
    const std::vector<std::vector<Temperature>> cases = {
        {Temperature(1.5)},
        {Temperature::zero(), Temperature::zero()},
        {Temperature::infinite()},
        {Temperature(3e9)},
        {Temperature(0.3), Temperature(2), Temperature::zero(), Temperature::infinite(), Temperature(90)}};
    for (const auto& temperatures : cases) {
      thresholds.set(temperatures);
      CHECK(thresholds.uniform() == (temperatures.size() < 5));
      for (std::int32_t field = 0; field <= max_strength; ++field) {
        const bool odd = field % 2 != 0;
        const auto c = static_cast<std::size_t>(field / 2);
        for (const std::size_t lane : {0U, 1U, 2U, 3U, 4U, 63U}) {
          CAPTURE(field, lane);
          const Temperature t = temperatures[std::min<std::size_t>(lane, temperatures.size() - 1)];
          const auto expected = probability_threshold(flip_probability(kernel, 2 * unit * field, t));
          if (expected == std::uint64_t{1} << 32U) {
            REQUIRE(thresholds.table(odd).certain[lane] >= field);
          } else {
            REQUIRE((field == 0 || thresholds.table(odd).certain[lane] < field));
            REQUIRE(threshold(thresholds, odd, c, lane) == expected);
            REQUIRE((expected == 0 || c < thresholds.table(odd).classes));
          }
        }
      }
    }
  }
}
