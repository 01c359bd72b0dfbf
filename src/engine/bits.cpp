#include "bits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "bits_kernels.hpp"
#include "bits_model.hpp"
#include "bits_thresholds.hpp"
#include "group_system.hpp"
#include "random_words.hpp"

namespace onedial {
namespace {

constexpr std::size_t group_lanes = BitsThresholds::lanes;

/// The generators of shared acceptance tests; groups count up from 0.
constexpr std::uint64_t shared_group = std::numeric_limits<std::uint32_t>::max();

class BitsSystem final : public GroupSystem {
 public:
  BitsSystem(const IntegerSpinModel& model, std::vector<std::uint32_t> inner_order,
             const SamplerSettings& settings, std::uint64_t seed)
      : GroupSystem(model.size(), settings, std::move(inner_order), group_lanes),
        spins_(model),
        model_(make_bits_model(model)),
        kernel_(bits_kernel(model_)),
        kernel_kind_(settings.kernel),
        shared_random_(settings.shared_random) {
    const Group empty{.random = {},
                      .levels = std::vector<BitsWord>(units() + 1),
                      .energies = std::vector<std::int64_t>(group_lanes),
                      .thresholds = BitsThresholds(settings.kernel, model.unit, model_.classes)};
    groups_.assign(groups(), empty);
    randomize(seed);
  }

 private:
  struct Group {
    RandomWords random;
    std::vector<BitsWord> levels;        // (N + 1)
    std::vector<std::int64_t> energies;  // (512), without offset, in multiples of the unit
    BitsThresholds thresholds;
  };

  void randomize_group(std::size_t index, std::uint64_t seed, std::span<double> energies) override {
    Group& group = groups_[index];
    group.random = seeded_words(seed, stream(index));
    for (std::size_t unit = 0; unit < units(); ++unit) {
      group.levels[unit].bits = next_words(group.random);
    }
    if (shared_random_) {
      group.random = seeded_words(seed, shared_group);
    }
    std::vector<std::uint8_t> levels(units());
    for (std::size_t lane = 0; lane < energies.size(); ++lane) {
      read_lane(index, lane, levels);
      group.energies[lane] = spins_.energy(levels);
    }
    report(group, energies);
  }

  Index sweep_group(std::size_t index, std::span<const Temperature> temperatures,
                    std::span<const std::uint32_t> visits, std::span<double> energies) override {
    Group& group = groups_[index];
    group.thresholds.set(temperatures);
    BitsWord counted;
    for (std::size_t lane = 0; lane < energies.size(); ++lane) {
      counted.bits[lane / 64] |= std::uint64_t{1} << (lane % 64);
    }
    const Index flips = kernel_({.model = model_,
                                 .thresholds = group.thresholds,
                                 .kernel = kernel_kind_,
                                 .shared_random = shared_random_,
                                 .visits = visits,
                                 .counted = counted,
                                 .levels = group.levels.data(),
                                 .random = group.random,
                                 .energies = group.energies.data()});
    report(group, energies);
    return flips;
  }

  void read_lane(std::size_t group, std::size_t lane, std::span<std::uint8_t> levels) const override {
    const std::vector<BitsWord>& words = groups_[group].levels;
    for (std::size_t unit = 0; unit < levels.size(); ++unit) {
      levels[unit] = static_cast<std::uint8_t>((words[unit].bits[lane / 64] >> (lane % 64)) & 1U);
    }
  }

  double write_lane(std::size_t index, std::size_t lane, std::span<const std::uint8_t> levels) override {
    Group& group = groups_[index];
    for (std::size_t unit = 0; unit < levels.size(); ++unit) {
      std::uint64_t& word = group.levels[unit].bits[lane / 64];
      const std::uint64_t bit = std::uint64_t{1} << (lane % 64);
      word = levels[unit] != 0 ? word | bit : word & ~bit;
    }
    group.energies[lane] = spins_.energy(levels);
    return spins_.in_model(group.energies[lane]);
  }

  void transfer_group(std::size_t index, StateArchive& archive, std::span<double> energies) override {
    Group& group = groups_[index];
    archive.value(group.random);
    archive.values(group.levels);
    archive.values(group.energies);
    report(group, energies);
  }

  double copy_lane(Place from, Place to) override {
    const Group& source = groups_[from.group];
    Group& target = groups_[to.group];
    const std::uint64_t bit = std::uint64_t{1} << (to.lane % 64);
    for (std::size_t unit = 0; unit < units(); ++unit) {
      const bool up = ((source.levels[unit].bits[from.lane / 64] >> (from.lane % 64)) & 1U) != 0;
      std::uint64_t& word = target.levels[unit].bits[to.lane / 64];
      word = up ? word | bit : word & ~bit;
    }
    target.energies[to.lane] = source.energies[from.lane];
    return spins_.in_model(target.energies[to.lane]);
  }

  void report(const Group& group, std::span<double> energies) const {
    for (std::size_t lane = 0; lane < energies.size(); ++lane) {
      energies[lane] = spins_.in_model(group.energies[lane]);
    }
  }

  IntegerSpinModel spins_;
  BitsModel model_;
  BitsKernel kernel_;
  KernelKind kernel_kind_;
  bool shared_random_;
  std::vector<Group> groups_;
};

}  // namespace

std::string bits_obstacle(const IntegerSpinModel& model) {
  for (std::size_t row = 0; row < model.size(); ++row) {
    if (model.strength(row) > max_bits_strength) {
      return fmt::format(
          "the couplings and the field of a unit add up to {} times their common divisor, at most {} fit",
          model.strength(row), max_bits_strength);
    }
  }
  return "";
}

std::unique_ptr<System> make_bits(const IntegerSpinModel& model, std::vector<std::uint32_t> inner_order,
                                  const SamplerSettings& settings, std::uint64_t seed) {
  return std::make_unique<BitsSystem>(model, std::move(inner_order), settings, seed);
}

}  // namespace onedial
