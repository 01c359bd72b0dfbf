#include "chain.hpp"

#include <algorithm>

#include "chain_kernels.hpp"
#include "chain_model.hpp"
#include "group_system.hpp"

namespace onedial {
namespace {

/// Real energies are sums of differences, which lose digits in the long run; every so many sweeps they and
/// the fields are computed afresh.
constexpr Index sweeps_between_refreshes = 256;

/// A sweep of fewer updates takes less than it takes to share it out.
constexpr std::size_t updates_worth_threads = 2'000;

template <class Field, class Value>
ChainModel<Field> make_chain_model(const SpinModel<Value>& spins, bool dense) {
  ChainModel<Field> model{.unit = spins.unit,
                          .size = spins.size(),
                          .stride = (spins.size() + 63) / 64 * 64,
                          .dense_rows = {},
                          .row_starts = {},
                          .columns = {},
                          .doubled = {}};
  if (!dense) {
    model.row_starts = spins.row_starts;
    model.columns = spins.columns;
    std::transform(spins.couplings.begin(), spins.couplings.end(), std::back_inserter(model.doubled),
                   [](Value coupling) { return static_cast<Field>(2 * coupling); });
    return model;
  }
  model.dense_rows.resize(model.size * model.stride);
  for (std::size_t row = 0; row < model.size; ++row) {
    const auto columns = spins.columns_of(row);
    for (std::size_t k = 0; k < columns.size(); ++k) {
      model.dense_rows[row * model.stride + columns[k]] = static_cast<Field>(2 * spins.couplings_of(row)[k]);
    }
  }
  return model;
}

template <class Field, class Value>
class ChainSystem final : public GroupSystem {
 public:
  ChainSystem(const SpinModel<Value>& model, bool dense, ChainKernel<Field> kernel,
              std::vector<std::uint32_t> inner_order, const SamplerSettings& settings, std::uint64_t seed)
      : GroupSystem(model.size(), settings, std::move(inner_order), 1, updates_worth_threads),
        spins_(model),
        model_(make_chain_model<Field>(model, dense)),
        kernel_(kernel),
        chains_(groups()) {
    for (Chain& chain : chains_) {
      chain.replica.fields.resize(model_.stride);
      chain.replica.signs.resize(model_.stride);
    }
    randomize(seed);
  }

 private:
  /// On cache lines of its own, since threads work on neighbours.
  struct alignas(64) Chain {
    ChainReplica<Field> replica;
    Index sweeps_to_refresh = sweeps_between_refreshes;
  };

  void randomize_group(std::size_t group, std::uint64_t seed, std::span<double> energies) override {
    RandomWords random = seeded_words(seed, stream(group));
    std::vector<std::uint8_t> levels(units());
    std::array<std::uint64_t, RandomWords::lanes> words{};
    for (std::size_t unit = 0; unit < levels.size(); ++unit) {
      if (unit % 512 == 0) {
        words = next_words(random);
      }
      levels[unit] = static_cast<std::uint8_t>((words[unit % 512 / 64] >> (unit % 64)) & 1U);
    }
    chains_[group].replica.random = random;
    energies[0] = write_lane(group, 0, levels);
  }

  Index sweep_group(std::size_t group, std::span<const Temperature> temperatures,
                    std::span<const std::uint32_t> visits, std::span<double> energies) override {
    Chain& chain = chains_[group];
    const Index flips = kernel_(model_, chain.replica, temperatures[0], visits);
    if (std::is_floating_point_v<Field> && --chain.sweeps_to_refresh == 0) {
      std::vector<std::uint8_t> levels(units());
      read_lane(group, 0, levels);
      write_lane(group, 0, levels);
    }
    energies[0] = spins_.in_model(chain.replica.energy);
    return flips;
  }

  void read_lane(std::size_t group, std::size_t /*lane*/, std::span<std::uint8_t> levels) const override {
    const auto& signs = chains_[group].replica.signs;
    for (std::size_t unit = 0; unit < levels.size(); ++unit) {
      levels[unit] = is_up(signs[unit]) ? 1 : 0;
    }
  }

  double write_lane(std::size_t group, std::size_t /*lane*/, std::span<const std::uint8_t> levels) override {
    Chain& chain = chains_[group];
    chain.sweeps_to_refresh = sweeps_between_refreshes;
    ChainReplica<Field>& replica = chain.replica;
    for (std::size_t unit = 0; unit < levels.size(); ++unit) {
      replica.signs[unit] = sign_of(levels[unit] != 0);
      Value field = spins_.fields[unit];
      const auto columns = spins_.columns_of(unit);
      for (std::size_t k = 0; k < columns.size(); ++k) {
        const Value coupling = spins_.couplings_of(unit)[k];
        field += levels[columns[k]] != 0 ? coupling : -coupling;
      }
      replica.fields[unit] = static_cast<Field>(field);
    }
    replica.energy = static_cast<ChainEnergy<Field>>(spins_.energy(levels));
    return spins_.in_model(replica.energy);
  }

  void transfer_group(std::size_t group, StateArchive& archive, std::span<double> energies) override {
    Chain& chain = chains_[group];
    archive.values(chain.replica.fields);
    archive.values(chain.replica.signs);
    archive.value(chain.replica.energy);
    archive.value(chain.replica.random);
    archive.value(chain.sweeps_to_refresh);
    energies[0] = spins_.in_model(chain.replica.energy);
  }

  double copy_lane(Place from, Place to) override {
    const Chain& source = chains_[from.group];
    Chain& target = chains_[to.group];
    const RandomWords random = target.replica.random;
    target = source;
    target.replica.random = random;
    return spins_.in_model(target.replica.energy);
  }

  static Field sign_of(bool up) {
    if constexpr (std::is_integral_v<Field>) {
      return static_cast<Field>(up ? 0 : -1);
    } else {
      return up ? 1 : -1;
    }
  }
  static bool is_up(Field sign) { return std::is_integral_v<Field> ? sign == 0 : sign > 0; }

  SpinModel<Value> spins_;
  ChainModel<Field> model_;
  ChainKernel<Field> kernel_;
  std::vector<Chain> chains_;
};

/// A dense row is read in order; a sparse one costs an index and a jump a coupling.
template <class Value>
bool is_worth_dense_rows(const SpinModel<Value>& model) {
  return model.size() > 1 && 3 * model.couplings.size() > model.size() * model.size();
}

}  // namespace

std::unique_ptr<System> make_chain(const std::variant<IntegerSpinModel, RealSpinModel>& model,
                                   std::vector<std::uint32_t> inner_order, const SamplerSettings& settings,
                                   std::uint64_t seed) {
  return std::visit(
      [&]<class Value>(const SpinModel<Value>& spins) -> std::unique_ptr<System> {
        const bool dense = is_worth_dense_rows(spins);
        constexpr std::int32_t int16_strength = 16'383;  // 2J fits as well as f
        if constexpr (std::is_integral_v<Value>) {
          if (dense && spins.max_strength() <= int16_strength) {
            return std::make_unique<ChainSystem<std::int16_t, Value>>(
                spins, dense, chain_kernel_int16(settings.kernel), std::move(inner_order), settings, seed);
          }
          if (!dense) {
            return std::make_unique<ChainSystem<std::int32_t, Value>>(
                spins, dense, chain_kernel_int32(settings.kernel), std::move(inner_order), settings, seed);
          }
        }
        return std::make_unique<ChainSystem<double, Value>>(
            spins, dense, chain_kernel_double(settings.kernel), std::move(inner_order), settings, seed);
      },
      model);
}

}  // namespace onedial
