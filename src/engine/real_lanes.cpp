#include "real_lanes.hpp"

#include <algorithm>

#include "group_system.hpp"
#include "neighbour_order.hpp"
#include "real_lanes_kernels.hpp"

namespace onedial {
namespace {

constexpr std::size_t group_lanes = RealLanes::lanes;

/// Energies are sums of differences, which lose digits in the long run; every so many sweeps they are
/// computed afresh.
constexpr Index sweeps_between_refreshes = 256;

template <class Value>
RealLanesModel make_real_lanes_model(const SpinModel<Value>& spins) {
  RealLanesModel model{.unit = spins.unit,
                       .row_starts = spins.row_starts,
                       .couplings = {},
                       .fields = std::vector<double>(spins.fields.begin(), spins.fields.end())};
  model.couplings.reserve(spins.columns.size());
  for (std::size_t row = 0; row < spins.size(); ++row) {
    for (const std::size_t k : newest_last(spins, row)) {
      model.couplings.push_back({spins.columns[k], static_cast<double>(spins.couplings[k])});
    }
  }
  return model;
}

class RealLanesSystem final : public GroupSystem {
 public:
  RealLanesSystem(RealLanesModel model, double offset, std::vector<std::uint32_t> inner_order,
                  const SamplerSettings& settings, std::uint64_t seed)
      : GroupSystem(model.size(), settings, std::move(inner_order), group_lanes),
        model_(std::move(model)),
        offset_(offset),
        kernel_(real_lanes_kernel(settings.kernel)),
        groups_(groups()) {
    for (Group& group : groups_) {
      group.spins.resize(units());
    }
    randomize(seed);
  }

 private:
  /// On cache lines of its own, since threads work on neighbours.
  struct Group {
    RandomWords random{};
    RealLanes energies;            // without offset, in multiples of the unit
    std::vector<RealLanes> spins;  // (N)
    Index sweeps_to_refresh = sweeps_between_refreshes;
  };

  void randomize_group(std::size_t index, std::uint64_t seed, std::span<double> energies) override {
    Group& group = groups_[index];
    group.random = seeded_words(seed, stream(index));
    std::array<std::uint64_t, RandomWords::lanes> words{};
    constexpr std::size_t units_of_word = 64 / group_lanes;
    constexpr std::size_t units_of_words = RandomWords::lanes * units_of_word;
    for (std::size_t unit = 0; unit < units(); ++unit) {
      if (unit % units_of_words == 0) {
        words = next_words(group.random);
      }
      const std::uint64_t word = words[unit % units_of_words / units_of_word];
      for (std::size_t lane = 0; lane < group_lanes; ++lane) {
        const bool up = ((word >> (unit % units_of_word * group_lanes + lane)) & 1U) != 0;
        group.spins[unit].lane[lane] = up ? 1 : -1;
      }
    }
    refresh(group);
    report(group, energies);
  }

  Index sweep_group(std::size_t index, std::span<const Temperature> temperatures,
                    std::span<const std::uint32_t> visits, std::span<double> energies) override {
    Group& group = groups_[index];
    std::vector<Temperature> of_lanes(temperatures.begin(), temperatures.end());
    of_lanes.resize(group_lanes, temperatures.back());
    const Index flips = kernel_({.model = model_,
                                 .temperatures = of_lanes,
                                 .visits = visits,
                                 .counted = (1U << energies.size()) - 1,
                                 .spins = group.spins.data(),
                                 .random = group.random,
                                 .energies = group.energies});
    if (--group.sweeps_to_refresh == 0) {
      refresh(group);
    }
    report(group, energies);
    return flips;
  }

  void read_lane(std::size_t group, std::size_t lane, std::span<std::uint8_t> levels) const override {
    const std::vector<RealLanes>& spins = groups_[group].spins;
    for (std::size_t unit = 0; unit < levels.size(); ++unit) {
      levels[unit] = spins[unit].lane[lane] > 0 ? 1 : 0;
    }
  }

  double write_lane(std::size_t index, std::size_t lane, std::span<const std::uint8_t> levels) override {
    Group& group = groups_[index];
    for (std::size_t unit = 0; unit < levels.size(); ++unit) {
      group.spins[unit].lane[lane] = levels[unit] != 0 ? 1 : -1;
    }
    group.energies.lane[lane] = energy_of(group, lane);
    return energy_in_model(group.energies.lane[lane]);
  }

  void transfer_group(std::size_t index, StateArchive& archive, std::span<double> energies) override {
    Group& group = groups_[index];
    archive.value(group.random);
    archive.value(group.energies);
    archive.values(group.spins);
    archive.value(group.sweeps_to_refresh);
    report(group, energies);
  }

  double copy_lane(Place from, Place to) override {
    const Group& source = groups_[from.group];
    Group& target = groups_[to.group];
    for (std::size_t unit = 0; unit < units(); ++unit) {
      target.spins[unit].lane[to.lane] = source.spins[unit].lane[from.lane];
    }
    target.energies.lane[to.lane] = source.energies.lane[from.lane];
    return energy_in_model(target.energies.lane[to.lane]);
  }

  void refresh(Group& group) const {
    group.sweeps_to_refresh = sweeps_between_refreshes;
    for (std::size_t lane = 0; lane < group_lanes; ++lane) {
      group.energies.lane[lane] = energy_of(group, lane);
    }
  }

  /// −½ Σ sᵢ (Σ Jᵢⱼ sⱼ) − Σ hᵢ sᵢ.
  [[nodiscard]] double energy_of(const Group& group, std::size_t lane) const {
    double energy = 0;
    for (std::size_t unit = 0; unit < units(); ++unit) {
      double field = 0;
      for (std::size_t k = model_.row_starts[unit]; k < model_.row_starts[unit + 1]; ++k) {
        field += model_.couplings[k].value * group.spins[model_.couplings[k].column].lane[lane];
      }
      energy -= group.spins[unit].lane[lane] * (0.5 * field + model_.fields[unit]);
    }
    return energy;
  }

  [[nodiscard]] double energy_in_model(double energy) const { return offset_ + model_.unit * energy; }

  void report(const Group& group, std::span<double> energies) const {
    for (std::size_t lane = 0; lane < energies.size(); ++lane) {
      energies[lane] = energy_in_model(group.energies.lane[lane]);
    }
  }

  RealLanesModel model_;
  double offset_;
  RealLanesKernel kernel_;
  std::vector<Group> groups_;
};

}  // namespace

std::unique_ptr<System> make_real_lanes(const std::variant<IntegerSpinModel, RealSpinModel>& model,
                                        std::vector<std::uint32_t> inner_order,
                                        const SamplerSettings& settings, std::uint64_t seed) {
  return std::visit(
      [&](const auto& spins) -> std::unique_ptr<System> {
        return std::make_unique<RealLanesSystem>(make_real_lanes_model(spins), spins.offset,
                                                 std::move(inner_order), settings, seed);
      },
      model);
}

}  // namespace onedial
