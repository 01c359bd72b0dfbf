#include "dense_batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "dense_batch_kernels.hpp"
#include "dense_batch_model.hpp"
#include "group_system.hpp"
#include "random_words.hpp"

namespace onedial {
namespace {

/// A sweep of fewer updates takes less than it takes to share it out.
constexpr std::size_t updates_worth_threads = 5'000;

/// The levels of 64 units in each replica, where vectors can be loaded.
struct alignas(64) LevelWords {
  std::array<std::uint64_t, dense_batch_lanes> lane{};
};

class DenseBatchSystem final : public GroupSystem {
 public:
  DenseBatchSystem(const IntegerSpinModel& model, std::vector<std::uint32_t> inner_order,
                   const SamplerSettings& settings, std::uint64_t seed)
      : GroupSystem(model.size(), settings, std::move(inner_order), dense_batch_lanes, updates_worth_threads),
        model_(make_dense_batch_model(model)),
        kernel_(dense_batch_kernel(settings.kernel)),
        groups_(groups()) {
    for (Group& group : groups_) {
      group.levels.resize(model_.words);
    }
    randomize(seed);
  }

 private:
  /// On cache lines of its own, since threads work on neighbours.
  struct alignas(64) Group {
    std::vector<LevelWords> levels;  // a bit a unit, (words)
    std::array<std::int32_t, dense_batch_lanes> ups{};
    std::array<std::int64_t, dense_batch_lanes> energies{};  // without offset, in multiples of the unit
    RandomWords random{};
  };

  void randomize_group(std::size_t index, std::uint64_t seed, std::span<double> energies) override {
    Group& group = groups_[index];
    group.random = seeded_words(seed, stream(index));
    for (std::size_t word = 0; word < model_.words; ++word) {
      const std::size_t left = units() - std::min(units(), 64 * word);
      const std::uint64_t real = left < 64 ? (std::uint64_t{1} << left) - 1 : ~std::uint64_t{0};
      for (std::size_t lane = 0; lane < dense_batch_lanes; lane += RandomWords::lanes) {
        const auto random = next_words(group.random);
        std::transform(random.begin(), random.end(), group.levels[word].lane.begin() + lane,
                       [real](std::uint64_t bits) { return bits & real; });
      }
    }
    for (std::size_t lane = 0; lane < dense_batch_lanes; ++lane) {
      measure(group, lane);
    }
    report(group, energies);
  }

  Index sweep_group(std::size_t index, std::span<const Temperature> temperatures,
                    std::span<const std::uint32_t> visits, std::span<double> energies) override {
    Group& group = groups_[index];
    std::vector<Temperature> of_lanes(temperatures.begin(), temperatures.end());
    of_lanes.resize(dense_batch_lanes, temperatures.back());
    const std::size_t spare = dense_batch_lanes - energies.size();
    const Index flips = kernel_({.model = model_,
                                 .temperatures = of_lanes,
                                 .visits = visits,
                                 .counted = ~std::uint64_t{0} >> spare,
                                 .levels = group.levels.front().lane.data(),
                                 .ups = group.ups.data(),
                                 .energies = group.energies.data(),
                                 .random = group.random});
    report(group, energies);
    return flips;
  }

  void read_lane(std::size_t index, std::size_t lane, std::span<std::uint8_t> levels) const override {
    const Group& group = groups_[index];
    for (std::size_t unit = 0; unit < levels.size(); ++unit) {
      levels[unit] = static_cast<std::uint8_t>((group.levels[unit / 64].lane[lane] >> (unit % 64)) & 1U);
    }
  }

  double write_lane(std::size_t index, std::size_t lane, std::span<const std::uint8_t> levels) override {
    Group& group = groups_[index];
    for (std::size_t unit = 0; unit < levels.size(); ++unit) {
      std::uint64_t& word = group.levels[unit / 64].lane[lane];
      const std::uint64_t bit = std::uint64_t{1} << (unit % 64);
      word = levels[unit] != 0 ? word | bit : word & ~bit;
    }
    measure(group, lane);
    return in_model(group.energies[lane]);
  }

  void transfer_group(std::size_t index, StateArchive& archive, std::span<double> energies) override {
    Group& group = groups_[index];
    archive.values(group.levels);
    archive.value(group.ups);
    archive.value(group.energies);
    archive.value(group.random);
    report(group, energies);
  }

  double copy_lane(Place from, Place to) override {
    const Group& source = groups_[from.group];
    Group& target = groups_[to.group];
    for (std::size_t word = 0; word < model_.words; ++word) {
      target.levels[word].lane[to.lane] = source.levels[word].lane[from.lane];
    }
    target.ups[to.lane] = source.ups[from.lane];
    target.energies[to.lane] = source.energies[from.lane];
    return in_model(target.energies[to.lane]);
  }

  /// Finds the energy of a replica, and how many of its units are up.
  void measure(Group& group, std::size_t lane) const {
    std::vector<std::uint64_t> levels(model_.words);
    std::transform(group.levels.begin(), group.levels.end(), levels.begin(),
                   [lane](const LevelWords& words) { return words.lane[lane]; });
    group.energies[lane] = model_.energy(levels);
    group.ups[lane] = 0;
    for (const std::uint64_t word : levels) {
      group.ups[lane] += std::popcount(word);
    }
  }

  [[nodiscard]] double in_model(std::int64_t energy) const {
    return model_.offset + model_.unit * static_cast<double>(energy);
  }

  void report(const Group& group, std::span<double> energies) const {
    std::transform(group.energies.begin(), group.energies.begin() + std::ssize(energies), energies.begin(),
                   [this](std::int64_t energy) { return in_model(energy); });
  }

  DenseBatchModel model_;
  DenseBatchKernel kernel_;
  std::vector<Group> groups_;
};

}  // namespace

std::string dense_batch_obstacle(const IntegerSpinModel& model) {
  // Where fields are exact in single precision.
  constexpr std::int32_t most_strength = 1 << 24;
  constexpr std::size_t most_bytes = std::size_t{1} << 32U;
  if (model.max_strength() > most_strength) {
    return fmt::format(
        "the couplings and the field of a unit add up to {} times their common divisor, at most {} fit",
        model.max_strength(), most_strength);
  }
  const std::size_t bytes = dense_batch_bytes(model);
  return bytes > most_bytes
             ? fmt::format("the couplings of all pairs would take {} GiB, at most {} are allowed",
                           bytes >> 30U, most_bytes >> 30U)
             : "";
}

std::unique_ptr<System> make_dense_batch(const IntegerSpinModel& model,
                                         std::vector<std::uint32_t> inner_order,
                                         const SamplerSettings& settings, std::uint64_t seed) {
  return std::make_unique<DenseBatchSystem>(model, std::move(inner_order), settings, seed);
}

}  // namespace onedial
