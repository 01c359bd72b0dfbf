#include "onedial/viewer/settling.hpp"

#include <cmath>
#include <numeric>

namespace onedial::viewer {

void Settling::add(std::span<const double> energies, bool is_turning) {
  constexpr Index first_look = 8;
  constexpr Index last_look = 4096;
  constexpr std::size_t enough = 4;
  if (settled_) {
    return;
  }
  const auto replicas = static_cast<double>(energies.size());
  const double mean = std::accumulate(energies.begin(), energies.end(), 0.0) / replicas;
  sum_ += mean;
  ++sweeps_;
  ++since_look_;
  const bool is_long_enough = sweeps_ >= 2 * first_look;
  if (is_long_enough && (is_turning || energies.size() < enough)) {
    settled_ = true;
    return;
  }
  const bool is_power_of_two = (sweeps_ & (sweeps_ - 1)) == 0;
  if (sweeps_ < first_look || !is_power_of_two) {
    return;
  }
  double squares = 0;
  for (const double energy : energies) {
    squares += (energy - mean) * (energy - mean);
  }
  const double chance = std::sqrt(squares / replicas / replicas);
  const double now = sum_ / static_cast<double>(since_look_);
  settled_ = is_long_enough && (std::abs(now - before_) <= 2 * chance || sweeps_ == last_look);
  before_ = now;
  sum_ = 0;
  since_look_ = 0;
}

}  // namespace onedial::viewer
