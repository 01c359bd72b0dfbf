#include "ladder_run.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "onedial/engine/make_system.hpp"

namespace onedial::viewer {

LadderRun::LadderRun(std::shared_ptr<const PairwiseModel> model, const std::vector<Temperature>& temperatures,
                     bool exchanging, Index sweeps_per_column, std::uint64_t seed)
    : model_(std::move(model)),
      system_(make_system(model_, {.replicas = std::ssize(temperatures)}, seed)),
      exchange_(*system_, temperatures, seed),
      is_exchanging_(exchanging),
      per_column_(sweeps_per_column),
      older_(temperatures),
      younger_(temperatures) {
  for (Index column = 0; column < columns; ++column) {
    for (Index level = 0; level < levels(); ++level) {
      columns_.push_back(level);
    }
  }
  const auto energies = system_->energies();
  best_energy_ = *std::min_element(energies.begin(), energies.end());
}

void LadderRun::sweep() {
  SweepStats stats;
  if (is_exchanging_) {
    stats = exchange_.sweep();
  } else {
    // Nobody ever moved: walker k is at level k.
    stats = system_->sweep(exchange_.temperatures());
  }
  ++sweeps_;
  flip_rate_ = static_cast<double>(stats.flips) / static_cast<double>(stats.attempts);
  const auto energies = system_->energies();
  best_energy_ = std::min(best_energy_, *std::min_element(energies.begin(), energies.end()));
  history_.add(
      std::array{static_cast<double>(exchange_.round_trips()), exchange_.energy_at(0, 0), best_energy_});
  measure();
  if (sweeps_ % per_column_ == 0) {
    note_column();
  }
}

void LadderRun::measure() {
  if (sweeps_ == next_change_) {
    older_ = sweeps_ == burn_in ? Thermometer(exchange_.temperatures()) : std::move(younger_);
    younger_ = Thermometer(exchange_.temperatures());
    next_change_ *= 2;
  }
  for (Index level = 0; level < levels(); ++level) {
    const double energy = exchange_.energy_at(0, level);
    older_.add(level, {&energy, 1});
    younger_.add(level, {&energy, 1});
  }
}

void LadderRun::note_column() {
  const auto height = static_cast<std::size_t>(levels());
  for (std::size_t level = 0; level < height; ++level) {
    columns_[next_column_ * height + level] = exchange_.replica_at(0, static_cast<Index>(level));
  }
  next_column_ = (next_column_ + 1) % static_cast<std::size_t>(columns);
}

Index LadderRun::nearest_level(Temperature t) const {
  const auto& ladder = exchange_.temperatures();
  const auto above =
      std::find_if(ladder.begin(), ladder.end(), [&](Temperature level) { return level >= t; });
  if (above == ladder.begin()) {
    return 0;
  }
  if (above == ladder.end()) {
    return levels() - 1;
  }
  const auto below = above - 1;
  const bool is_below = t.value() * t.value() < below->value() * above->value();
  return (is_below ? below : above) - ladder.begin();
}

State LadderRun::state_at(Index level) const {
  State state;
  system_->read(exchange_.replica_at(0, level), state);
  return state;
}

std::vector<ThermometerReading> LadderRun::readings() const {
  return sweeps_ < sweeps_to_read ? std::vector<ThermometerReading>{} : older_.readings();
}

std::vector<std::uint8_t> LadderRun::walkers() const {
  const auto height = static_cast<std::size_t>(levels());
  const auto width = static_cast<std::size_t>(columns);
  std::vector<std::uint8_t> values(height * width);
  for (std::size_t row = 0; row < height; ++row) {
    for (std::size_t x = 0; x < width; ++x) {
      const std::size_t column = (next_column_ + x) % width;
      const Index walker = columns_[column * height + (height - 1 - row)];
      values[row * width + x] = static_cast<std::uint8_t>(256 * walker / levels());
    }
  }
  return values;
}

}  // namespace onedial::viewer
