#include "statistics_counter.hpp"

#include <algorithm>
#include <bit>

namespace onedial {

StatisticsCounter::StatisticsCounter(Index samples, Index units)
    : samples_(samples),
      units_(units),
      words_((samples + 63) / 64),
      levels_(static_cast<std::size_t>(samples * units)) {}

void StatisticsCounter::set(Index sample, const State& state) {
  std::transform(state.begin(), state.end(), levels_.begin() + sample * units_,
                 [](Level level) { return static_cast<std::uint8_t>(level); });
}

std::vector<std::uint64_t> StatisticsCounter::bits() const {
  std::vector<std::uint64_t> result(static_cast<std::size_t>(units_ * words_));
  auto level = levels_.begin();
  for (Index sample = 0; sample < samples_; ++sample) {
    for (Index unit = 0; unit < units_; ++unit) {
      result[static_cast<std::size_t>(unit * words_ + sample / 64)] |= std::uint64_t{*level++}
                                                                       << static_cast<unsigned>(sample % 64);
    }
  }
  return result;
}

Eigen::VectorXd StatisticsCounter::sums(const BoltzmannMachine& machine) const {
  const std::vector<std::uint64_t> rows = bits();
  const auto row = [&](Index unit) { return rows.data() + unit * words_; };
  const bool spins = machine.domain() == Domain::spin;
  Eigen::VectorXd result(machine.parameters().size());
  Index next = 0;
  for (const auto& [first, second] : machine.connections()) {
    Index counted = 0;  // both on; of spins, unequal
    for (Index word = 0; word < words_; ++word) {
      const std::uint64_t a = row(first)[word];
      const std::uint64_t b = row(second)[word];
      counted += std::popcount(spins ? a ^ b : a & b);
    }
    result[next++] = static_cast<double>(spins ? samples_ - 2 * counted : counted);
  }
  for (Index unit = 0; unit < units_; ++unit) {
    Index on = 0;
    for (Index word = 0; word < words_; ++word) {
      on += std::popcount(row(unit)[word]);
    }
    result[next++] = static_cast<double>(spins ? 2 * on - samples_ : on);
  }
  return result;
}

}  // namespace onedial
