#include "byte_lanes.hpp"

#include <fmt/format.h>

#include "byte_lanes_kernels.hpp"
#include "byte_lanes_model.hpp"
#include "byte_thresholds.hpp"
#include "group_system.hpp"
#include "random_words.hpp"

namespace onedial {
namespace {

constexpr std::size_t group_lanes = ByteThresholds::lanes;

class ByteLanesSystem final : public GroupSystem {
 public:
  ByteLanesSystem(const IntegerSpinModel& model, std::vector<std::uint32_t> inner_order,
                  const SamplerSettings& settings, std::uint64_t seed)
      : GroupSystem(model.size(), settings, std::move(inner_order), group_lanes),
        spins_(model),
        model_(make_byte_lanes_model(model)),
        kernel_(byte_lanes_kernel(settings.kernel)) {
    const Group empty{.spins = std::vector<ByteLanes>(units()),
                      .thresholds = ByteThresholds(settings.kernel, model.unit, model_.max_strength),
                      .random = {},
                      .energies = {}};
    groups_.assign(groups(), empty);
    randomize(seed);
  }

 private:
  struct Group {
    std::vector<ByteLanes> spins;  // (N)
    ByteThresholds thresholds;
    RandomWords random;
    std::array<std::int64_t, group_lanes> energies;  // without offset, in multiples of the unit
  };

  void randomize_group(std::size_t index, std::uint64_t seed, std::span<double> energies) override {
    Group& group = groups_[index];
    group.random = seeded_words(seed, stream(index));
    std::array<std::uint64_t, RandomWords::lanes> words{};
    for (std::size_t unit = 0; unit < units(); ++unit) {
      if (unit % words.size() == 0) {
        words = next_words(group.random);
      }
      for (std::size_t lane = 0; lane < group_lanes; ++lane) {
        const bool up = ((words[unit % words.size()] >> lane) & 1U) != 0;
        group.spins[unit].lane[lane] = static_cast<std::int8_t>(up ? 0 : -1);
      }
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
    ByteLanes counted;
    std::fill_n(counted.lane.begin(), energies.size(), std::int8_t{-1});
    const Index flips = kernel_({.model = model_,
                                 .thresholds = group.thresholds,
                                 .visits = visits,
                                 .counted = counted,
                                 .spins = group.spins.data(),
                                 .random = group.random,
                                 .energies = group.energies.data()});
    report(group, energies);
    return flips;
  }

  void read_lane(std::size_t group, std::size_t lane, std::span<std::uint8_t> levels) const override {
    const std::vector<ByteLanes>& spins = groups_[group].spins;
    for (std::size_t unit = 0; unit < levels.size(); ++unit) {
      levels[unit] = spins[unit].lane[lane] == 0 ? 1 : 0;
    }
  }

  double write_lane(std::size_t index, std::size_t lane, std::span<const std::uint8_t> levels) override {
    Group& group = groups_[index];
    for (std::size_t unit = 0; unit < levels.size(); ++unit) {
      group.spins[unit].lane[lane] = static_cast<std::int8_t>(levels[unit] != 0 ? 0 : -1);
    }
    group.energies[lane] = spins_.energy(levels);
    return spins_.in_model(group.energies[lane]);
  }

  void transfer_group(std::size_t index, StateArchive& archive, std::span<double> energies) override {
    Group& group = groups_[index];
    archive.values(group.spins);
    archive.value(group.random);
    archive.value(group.energies);
    report(group, energies);
  }

  double copy_lane(Place from, Place to) override {
    const Group& source = groups_[from.group];
    Group& target = groups_[to.group];
    for (std::size_t unit = 0; unit < units(); ++unit) {
      target.spins[unit].lane[to.lane] = source.spins[unit].lane[from.lane];
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
  ByteLanesModel model_;
  ByteLanesKernel kernel_;
  std::vector<Group> groups_;
};

}  // namespace

std::string byte_lanes_obstacle(const IntegerSpinModel& model) {
  const std::int32_t strength = model.max_strength();
  return strength <= max_byte_strength
             ? ""
             : fmt::format(
                   "the couplings and the field of a unit add up to {} times their common divisor, at "
                   "most {} fit into a byte",
                   strength, max_byte_strength);
}

std::unique_ptr<System> make_byte_lanes(const IntegerSpinModel& model, std::vector<std::uint32_t> inner_order,
                                        const SamplerSettings& settings, std::uint64_t seed) {
  return std::make_unique<ByteLanesSystem>(model, std::move(inner_order), settings, seed);
}

}  // namespace onedial
