#include "temperature_loop.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "onedial/measure/accumulator.hpp"

namespace onedial::viewer {
namespace {

constexpr Index most_rows = 256;  // energies of a replica kept at a level

/// The mean over the replicas with its error; NaN where one of them is not known.
template <class OfReplica>
Measured over_replicas(std::size_t replicas, OfReplica of_replica) {
  Accumulator all;
  for (std::size_t r = 0; r < replicas; ++r) {
    const double value = of_replica(r);
    if (std::isnan(value)) {
      return {value, 0};
    }
    all.add(value);
  }
  return {all.mean(), std::sqrt(all.variance() / static_cast<double>(replicas))};
}

}  // namespace

TemperatureLoop::TemperatureLoop(std::vector<Temperature> levels, Index pace, Index replicas)
    : levels_(std::move(levels)),
      pace_(pace),
      replicas_(static_cast<std::size_t>(replicas)),
      kept_(levels_.size(), ThinnedSeries(1, replicas, most_rows)),
      seen_(levels_.size(), 0),
      branches_(2, std::vector<Branch>(levels_.size(), Branch{std::vector<double>(replicas_), 0})) {}

void TemperatureLoop::start_again(Index settling) {
  level_ = 0;
  in_dwell_ = 0;
  is_cooling_ = true;
  settling_ = settling;
}

bool TemperatureLoop::add(std::span<const double> energies) {
  if (settling_ > 0) {
    --settling_;
    return false;
  }
  ++in_dwell_;
  if (2 * in_dwell_ > pace_) {
    keep(energies);
  }
  if (in_dwell_ < pace_) {
    return false;
  }
  in_dwell_ = 0;
  const bool is_closed = level_ == 0 && !is_cooling_;
  loops_ += is_closed ? 1 : 0;
  move_on();
  return is_closed;
}

void TemperatureLoop::keep(std::span<const double> energies) {
  const bool is_end = level_ == 0 || level_ + 1 == levels_.size();
  for (const bool cooling : {true, false}) {
    if (cooling == is_cooling_ || is_end) {
      Branch& to = branches_[cooling ? 0 : 1][level_];
      for (std::size_t r = 0; r < replicas_; ++r) {
        to.sums[r] += energies[r];
      }
      ++to.count;
    }
  }
  if (kept_[level_].opens(seen_[level_]++)) {
    kept_[level_].add(0, energies);
  }
}

void TemperatureLoop::move_on() {
  if (is_cooling_ && level_ + 1 == levels_.size()) {
    is_cooling_ = false;
  } else if (!is_cooling_ && level_ == 0) {
    is_cooling_ = true;
  }
  level_ = is_cooling_ ? level_ + 1 : level_ - 1;
}

Measured TemperatureLoop::mean_energy(std::size_t level, bool cooling) const {
  const Branch& of = branch(level, cooling);
  return over_replicas(replicas_, [&](std::size_t r) { return of.mean(r); });
}

double TemperatureLoop::gap_of(std::size_t level, std::size_t replica) const {
  return branch(level, true).mean(replica) - branch(level, false).mean(replica);
}

Measured TemperatureLoop::gap(std::size_t level) const {
  return over_replicas(replicas_, [&](std::size_t r) { return gap_of(level, r); });
}

Measured TemperatureLoop::area() const {
  if (loops_ == 0) {
    return {std::numeric_limits<double>::quiet_NaN(), 0};
  }
  return over_replicas(replicas_, [&](std::size_t r) {
    double sum = 0;
    for (std::size_t k = 0; k + 1 < levels_.size(); ++k) {
      sum += 0.5 * (gap_of(k, r) + gap_of(k + 1, r)) * (levels_[k].value() - levels_[k + 1].value());
    }
    return sum;
  });
}

}  // namespace onedial::viewer
