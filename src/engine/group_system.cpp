#include "group_system.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "update_order.hpp"

namespace onedial {
namespace {

/// The stream that random orders come from; replicas count up from stream 0.
constexpr std::uint64_t visit_stream = std::numeric_limits<std::uint64_t>::max();

std::size_t group_count(Index replicas, std::size_t lanes) {
  return (static_cast<std::size_t>(std::max<Index>(replicas, 1)) + lanes - 1) / lanes;
}

}  // namespace

GroupSystem::GroupSystem(std::size_t size, const SamplerSettings& settings,
                         std::vector<std::uint32_t> inner_order, std::size_t lanes,
                         std::size_t updates_worth_threads)
    : size_(size),
      lanes_(lanes),
      first_group_(static_cast<std::uint64_t>(settings.first_replica) / lanes),
      updates_worth_threads_(updates_worth_threads),
      inner_order_(std::move(inner_order)),
      visits_(settings.order == UpdateOrder::random ? size : 0),
      visit_random_(0, visit_stream),
      pool_(std::min(settings.threads, static_cast<Index>(group_count(settings.replicas, lanes)))) {
  if (settings.replicas < 1) {
    throw std::invalid_argument(fmt::format("replicas ({}) must be at least 1", settings.replicas));
  }
  if (settings.first_replica < 0 || static_cast<std::size_t>(settings.first_replica) % lanes != 0) {
    throw std::invalid_argument(fmt::format("the first replica ({}) of a part must be a multiple of {}",
                                            settings.first_replica, lanes));
  }
  if (size < 1) {
    throw std::invalid_argument("the model has no units");
  }
  energies_.resize(static_cast<std::size_t>(settings.replicas));
  flips_.resize(groups());
}

std::size_t GroupSystem::lanes_in(std::size_t group) const {
  return std::min(lanes_, energies_.size() - group * lanes_);
}

template <class Work>
void GroupSystem::for_each_group(Work work) {
  const auto run = [&](Index first, Index last) {
    for (Index group = first; group < last; ++group) {
      const auto g = static_cast<std::size_t>(group);
      work(g, std::span(energies_).subspan(g * lanes_, lanes_in(g)));
    }
  };
  const auto count = static_cast<Index>(groups());
  if (size_ * energies_.size() < updates_worth_threads_) {
    run(0, count);
  } else {
    pool_.for_each_slice(count, run);
  }
}

void GroupSystem::randomize(std::uint64_t seed) {
  visit_random_ = RandomStream(seed, visit_stream);
  for_each_group(
      [&](std::size_t group, std::span<double> energies) { randomize_group(group, seed, energies); });
}

SweepStats GroupSystem::sweep(std::span<const Temperature> temperatures) {
  if (temperatures.size() != energies_.size()) {
    throw std::invalid_argument(
        fmt::format("sweep got {} temperatures for {} replicas", temperatures.size(), energies_.size()));
  }
  draw_order(size_, visit_random_, visits_);
  for_each_group([&](std::size_t group, std::span<double> energies) {
    flips_[group] =
        sweep_group(group, temperatures.subspan(group * lanes_, energies.size()), visits_, energies);
  });
  return {.attempts = size() * replicas(), .flips = std::accumulate(flips_.begin(), flips_.end(), Index{0})};
}

void GroupSystem::transfer(StateArchive& archive) {
  for (std::size_t group = 0; group < groups(); ++group) {
    archive.value(visit_random_);
    transfer_group(group, archive, std::span(energies_).subspan(group * lanes_, lanes_in(group)));
  }
}

GroupSystem::Place GroupSystem::place_of(Index replica) const {
  const auto r = static_cast<std::size_t>(replica);
  if (replica < 0 || r >= energies_.size()) {
    throw std::out_of_range(fmt::format("replica {} of {}", replica, energies_.size()));
  }
  return {.group = r / lanes_, .lane = r % lanes_};
}

void GroupSystem::read(Index replica, State& state) const {
  const Place place = place_of(replica);
  std::vector<std::uint8_t> levels(size_);
  read_lane(place.group, place.lane, levels);
  state.resize(size_);
  for (std::size_t unit = 0; unit < size_; ++unit) {
    state[inner_order_.empty() ? unit : inner_order_[unit]] = levels[unit];
  }
}

void GroupSystem::write(Index replica, const State& state) {
  if (state.size() != size_) {
    throw std::invalid_argument(fmt::format("state has {} units, the system has {}", state.size(), size_));
  }
  const Place place = place_of(replica);
  std::vector<std::uint8_t> levels(size_);
  for (std::size_t unit = 0; unit < size_; ++unit) {
    levels[unit] = state[inner_order_.empty() ? unit : inner_order_[unit]] != 0 ? 1 : 0;
  }
  energies_[static_cast<std::size_t>(replica)] = write_lane(place.group, place.lane, levels);
}

void GroupSystem::copy(Index from, Index to) {
  const Place source = place_of(from);
  const Place target = place_of(to);
  if (from != to) {
    energies_[static_cast<std::size_t>(to)] = copy_lane(source, target);
  }
}

double GroupSystem::copy_lane(Place from, Place to) {
  std::vector<std::uint8_t> levels(size_);
  read_lane(from.group, from.lane, levels);
  return write_lane(to.group, to.lane, levels);
}

}  // namespace onedial
