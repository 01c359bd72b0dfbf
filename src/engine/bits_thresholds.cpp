#include "bits_thresholds.hpp"

#include <algorithm>

#include "acceptance.hpp"

namespace onedial {

void BitsThresholds::set(std::span<const Temperature> temperatures) {
  if (std::equal(temperatures.begin(), temperatures.end(), temperatures_.begin(), temperatures_.end())) {
    return;
  }
  temperatures_.assign(temperatures.begin(), temperatures.end());
  find_holders();
  fill(even_, false);
  fill(odd_, true);
}

void BitsThresholds::find_holders() {
  holders_.clear();
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const Temperature t = temperatures_[std::min(lane, temperatures_.size() - 1)];
    auto holder =
        std::lower_bound(holders_.begin(), holders_.end(), t,
                         [](const Holders& one, Temperature other) { return one.temperature < other; });
    if (holder == holders_.end() || holder->temperature != t) {
      holder = holders_.insert(holder, {.temperature = t, .lanes = {}});
    }
    holder->lanes.at(lane / 64) |= std::uint64_t{1} << (lane % 64);
  }
  uniform_ = holders_.size() == 1;
}

void BitsThresholds::fill(Table& table, bool odd) {
  const std::size_t stride = uniform_ ? 1 : words;
  table.bits.assign((places + 1) * max_classes * stride, 0);
  table.classes = 0;
  for (auto& classes : table.changes) {
    classes.clear();
  }
  for (std::size_t c = 0; c < classes_; ++c) {
    const double flip_energy = 2 * static_cast<double>(odd ? 2 * c + 1 : 2 * c) * unit_;
    bool any = false;
    for (const Holders& holders : holders_) {
      const std::uint64_t threshold =
          probability_threshold(flip_probability(kernel_, flip_energy, holders.temperature));
      any = any || threshold != 0;
      for (std::size_t row = 0; row <= places; ++row) {
        const std::size_t place = row == certain ? places : places - 1 - row;
        if (((threshold >> place) & 1U) != 0) {
          std::uint64_t* const bits = &table.bits[(row * max_classes + c) * stride];
          for (std::size_t word = 0; word < stride; ++word) {
            bits[word] |= holders.lanes[word];
          }
        }
      }
    }
    if (!any) {
      break;  // probabilities fall with the class
    }
    table.classes = c + 1;
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
