#include "machine_scan.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "onedial/anneal/temperature_ladder.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial::viewer {
namespace {

constexpr Index finite_levels = 22;
constexpr Index ladders = 8;
constexpr Index curve_points = 48;
constexpr Index blocks = ladders;
constexpr Index most_rows = 4096;
/// Energies are kept as multiples of this, so that there are not too many different ones to be reweighted. It
/// is far below what they spread by at the cold end.
constexpr double grain = 1.0 / 8;

/// Beyond the hottest temperature by a factor of 2, from where it is not far to T = ∞.
std::vector<Temperature> ladder_to_infinity(Temperature coldest, Temperature hottest) {
  std::vector<Temperature> ladder =
      spaced_ladder(LadderSpacing::geometric, coldest, Temperature(2 * hottest.value()), finite_levels);
  ladder.push_back(Temperature::infinite());
  return ladder;
}

std::uint64_t seed_of_round(std::uint64_t seed, std::uint64_t round) {
  return RandomStream(seed, round)();
}

MachineSystem system_of(const RestrictedMachine& machine, std::size_t levels, std::uint64_t seed) {
  return make_machine_system(machine, ladders * static_cast<Index>(levels), 1, seed);
}

}  // namespace

MachineScan::MachineScan(const RestrictedMachine& machine, Temperature coldest, Temperature hottest,
                         std::uint64_t seed)
    : seed_(seed),
      hottest_(hottest),
      machine_(machine),
      temperatures_(ladder_to_infinity(coldest, hottest)),
      system_(system_of(machine_, temperatures_.size(), seed_of_round(seed, 0))),
      exchange_(std::in_place, *system_.system, temperatures_, seed_of_round(seed, 0)),
      thermometer_(temperatures_),
      series_(std::ssize(temperatures_), ladders, most_rows) {}

void MachineScan::begin(const RestrictedMachine& machine) {
  machine_ = machine;
  const std::uint64_t seed = seed_of_round(seed_, ++rounds_);
  MachineSystem next = system_of(machine_, temperatures_.size(), seed);
  State state;
  // Replicas of a new exchange stand at their levels in order.
  Index replica = 0;
  for (Index ladder = 0; ladder < ladders; ++ladder) {
    for (Index level = 0; level < std::ssize(temperatures_); ++level) {
      system_.system->read(exchange_->replica_at(ladder, level), state);
      next.system->write(replica++, state);
    }
  }
  exchange_.reset();
  system_ = std::move(next);
  exchange_.emplace(*system_.system, temperatures_, seed);
  sweeps_ = 0;
  start_measuring();
}

void MachineScan::start_measuring() {
  thermometer_ = Thermometer(temperatures_);
  series_ = ThinnedSeries(std::ssize(temperatures_), ladders, most_rows);
}

bool MachineScan::sweep() {
  exchange_->sweep();
  const Index row = sweeps_++ - equilibration;
  if (row < 0) {
    return false;
  }
  const bool is_kept = series_.opens(row);
  std::vector<double> energies(static_cast<std::size_t>(ladders));
  for (Index level = 0; level < std::ssize(temperatures_); ++level) {
    for (Index ladder = 0; ladder < ladders; ++ladder) {
      energies[static_cast<std::size_t>(ladder)] = exchange_->energy_at(ladder, level);
    }
    thermometer_.add(level, energies);
    if (is_kept) {
      std::transform(energies.begin(), energies.end(), energies.begin(),
                     [](double energy) { return grain * std::round(energy / grain); });
      series_.add(level, energies);
    }
  }
  const auto done = static_cast<std::uint64_t>(row + 1);
  return done >= measured && done % measured == 0 && std::has_single_bit(done / measured);
}

std::optional<MachineReadings> MachineScan::read() const {
  MachineReadings found{.levels = thermometer_.readings(), .curve = {}, .peak = {}, .log_z = {}};
  std::vector<EnergySamples> samples;
  for (std::size_t level = 0; level < found.levels.size(); ++level) {
    samples.push_back(
        {.temperature = temperatures_[level],
         .energies = series_.series()[level],
         .tau = std::max(0.5, found.levels[level].tau / static_cast<double>(series_.stride()))});
  }
  try {
    Reweighting reweighting(samples, blocks);
    reweighting.set_anchor(system_.log_z_infinite);
    const double first = elementary::log(temperatures_.front().value());
    const double last = elementary::log(hottest_.value());
    for (Index k = 0; k < curve_points; ++k) {
      const double part = static_cast<double>(k) / (curve_points - 1);
      found.curve.push_back(reweighting.at(Temperature(elementary::exp(first + part * (last - first)))));
    }
    const std::vector<PeakEstimate> peaks = reweighting.heat_capacity_peaks();
    const auto highest = std::max_element(peaks.begin(), peaks.end(),
                                          [](const auto& a, const auto& b) { return a.value < b.value; });
    if (highest != peaks.end()) {
      found.peak = *highest;
    }
    const Temperature learned_at(1);
    const ReweightedPoint point = reweighting.at(learned_at);
    found.log_z = {.value = system_.machine_log_z(point.value.log_z, learned_at),
                   .error = point.standard_error.log_z};
    return found;
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

}  // namespace onedial::viewer
