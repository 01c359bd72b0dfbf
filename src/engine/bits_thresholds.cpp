#include "bits_thresholds.hpp"

#include <algorithm>

#include "acceptance.hpp"

namespace onedial {

void BitsThresholds::set(std::span<const Temperature> temperatures) {
  if (std::equal(temperatures.begin(), temperatures.end(), temperatures_.begin(), temperatures_.end())) {
    return;
  }
  temperatures_.assign(temperatures.begin(), temperatures.end());
  uniform_ = std::all_of(temperatures.begin(), temperatures.end(),
                         [&](Temperature t) { return t == temperatures.front(); });
  fill(even_, false);
  fill(odd_, true);
}

void BitsThresholds::fill(Table& table, bool odd) {
  const std::size_t stride = uniform_ ? 1 : words;
  table.bits.assign((places + 1) * max_classes * stride, 0);
  table.classes = 0;
  for (auto& classes : table.changes) {
    classes.clear();
  }
  std::vector<std::uint64_t> thresholds(uniform_ ? 1 : lanes);
  for (std::size_t c = 0; c < classes_; ++c) {
    const double flip_energy = 2 * static_cast<double>(odd ? 2 * c + 1 : 2 * c) * unit_;
    bool any = false;
    for (std::size_t lane = 0; lane < thresholds.size(); ++lane) {
      const Temperature t = temperatures_[std::min(lane, temperatures_.size() - 1)];
      thresholds[lane] = probability_threshold(flip_probability(kernel_, flip_energy, t));
      any = any || thresholds[lane] != 0;
    }
    if (!any) {
      break;  // probabilities fall with the class
    }
    table.classes = c + 1;
    for (std::size_t word = 0; word < stride; ++word) {
      const auto collect = [&](auto is_set) {
        if (uniform_) {
          return is_set(thresholds.front()) ? ~std::uint64_t{0} : 0;
        }
        std::uint64_t result = 0;
        for (std::size_t bit = 0; bit < 64; ++bit) {
          result |= std::uint64_t{is_set(thresholds[64 * word + bit])} << bit;
        }
        return result;
      };
      for (std::size_t row = 0; row <= places; ++row) {
        const std::size_t place = row == certain ? places : places - 1 - row;
        table.bits[(row * max_classes + c) * stride + word] =
            collect([&](std::uint64_t k) { return ((k >> place) & 1U) != 0; });
      }
    }
  }
  if (uniform_) {
    for (std::size_t row = 0; row <= places; ++row) {
      std::uint64_t before = 0;
      for (std::size_t c = 0; c < table.classes; ++c) {
        const std::uint64_t here = table.bits[row * max_classes + c];
        if (here != before) {
          table.changes[row].push_back(static_cast<std::uint8_t>(c));
        }
        before = here;
      }
    }
  }
}

}  // namespace onedial
