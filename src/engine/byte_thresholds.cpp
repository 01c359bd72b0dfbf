#include "byte_thresholds.hpp"

#include <algorithm>

#include "acceptance.hpp"

namespace onedial {

void ByteThresholds::set(std::span<const Temperature> temperatures) {
  if (std::equal(temperatures.begin(), temperatures.end(), temperatures_.begin(), temperatures_.end())) {
    return;
  }
  temperatures_.assign(temperatures.begin(), temperatures.end());
  uniform_ = std::all_of(temperatures.begin(), temperatures.end(),
                         [&](Temperature t) { return t == temperatures.front(); });
  fill(even_, false);
  fill(odd_, true);
}

void ByteThresholds::fill(Table& table, bool odd) const {
  const std::size_t columns = uniform_ ? 1 : lanes;
  table.classes = 0;
  table.certain.fill(0);
  table.bytes.assign(places * max_classes * columns, 0);
  for (std::size_t lane = 0; lane < columns; ++lane) {
    const Temperature t = temperatures_[std::min(lane, temperatures_.size() - 1)];
    std::size_t c = 0;
    for (std::int32_t field = odd ? 1 : 0; field <= max_strength_; field += 2, ++c) {
      const double flip_energy = 2 * static_cast<double>(field) * unit_;
      std::uint64_t threshold = probability_threshold(flip_probability(kernel_, flip_energy, t));
      if (threshold == 0) {
        break;  // probabilities fall with the class
      }
      if (threshold > 0xFFFFFFFFU) {
        table.certain[lane] = static_cast<std::int8_t>(field);
        threshold = 0;
      }
      for (std::size_t place = 0; place < places; ++place) {
        table.bytes[(place * max_classes + c) * columns + lane] =
            static_cast<std::uint8_t>(threshold >> (8 * (places - 1 - place)));
      }
    }
    table.classes = std::max(table.classes, c);
  }
  if (uniform_) {
    table.certain.fill(table.certain.front());
  }
}

}  // namespace onedial
