#include "onedial/engine/block_gibbs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "block_gibbs_kernels.hpp"
#include "block_layer.hpp"
#include "for_each_bit.hpp"
#include "group_system.hpp"
#include "random_words.hpp"

namespace onedial {
namespace {

/// Replicas that share a pass over the weights: enough that a tile of weights, once in the cache, is used
/// many times, and few enough that there are groups for several threads.
constexpr std::size_t group_lanes = 32;

/// A sweep of fewer updates takes less than it takes to share it out.
constexpr std::size_t updates_worth_threads = 5'000;

/// One layer of a group of replicas.
template <class Int>
class LayerStates {
 public:
  explicit LayerStates(const BlockLayer<Int>& layer)
      : layer_(&layer),
        words_(words_of(layer.exact.units)),
        levels_(group_lanes * words_),
        drawn_(words_),
        fields_(group_lanes * layer.tiles()),
        list_(group_lanes * layer.exact.units),
        changes_(group_lanes) {}

  [[nodiscard]] LayerBits levels(std::size_t lane) const {
    return std::span(levels_).subspan(lane * words_, words_);
  }
  [[nodiscard]] const FieldTile<Int>* fields(std::size_t lane) const {
    return fields_.data() + lane * layer_->tiles();
  }
  /// The units that `draw` or `place` has changed, as the other layer's `update_fields` takes them.
  [[nodiscard]] const InputChanges& changes(std::size_t lane) const { return changes_[lane].inputs; }
  [[nodiscard]] bool all_anew(std::size_t lane) const { return changes_[lane].all_anew; }

  void place(std::size_t lane, std::span<const std::uint8_t> levels) {
    const auto own = std::span(levels_).subspan(lane * words_, words_);
    std::fill(own.begin(), own.end(), 0);
    for (std::size_t unit = 0; unit < levels.size(); ++unit) {
      own[unit / 64] |= static_cast<std::uint64_t>(levels[unit] != 0) << (unit % 64);
    }
    list_all(lane);
  }

  /// New levels of a replica's units, given their fields; returns how many have changed.
  Index draw(DrawLevels<Int> kernel, std::size_t lane, LayerBits inputs_on, const BlockTemperature& t,
             RandomWords& random) {
    kernel(*layer_, fields(lane), inputs_on, t, random, drawn_);
    const auto own = std::span(levels_).subspan(lane * words_, words_);
    Index on = 0;
    Index flips = 0;
    for (std::size_t word = 0; word < words_; ++word) {
      on += std::popcount(drawn_[word]);
      flips += std::popcount(own[word] ^ drawn_[word]);
      std::swap(own[word], drawn_[word]);
    }
    if (on < flips) {
      list_all(lane);
    } else {
      list_changes(lane);
    }
    return flips;
  }

  /// Brings fields up to date after `inputs` has changed, tile by tile, so that the weights of a tile stay in
  /// the cache for all replicas.
  template <class InputStates>
  void update_fields(AddInputs<Int> kernel, const InputStates& inputs, std::size_t first, std::size_t last) {
    for (std::size_t tile = 0; tile < layer_->tiles(); ++tile) {
      for (std::size_t lane = first; lane < last; ++lane) {
        FieldTile<Int>& fields = fields_[lane * layer_->tiles() + tile];
        kernel(layer_->weights.data() + tile * layer_->exact.inputs,
               inputs.all_anew(lane) ? layer_->biases[tile] : fields, inputs.changes(lane), fields);
      }
    }
  }

 private:
  struct Changes {
    bool all_anew = true;  ///< fields are to be summed afresh over all units that are on
    InputChanges inputs;
  };

  [[nodiscard]] std::uint32_t* list(std::size_t lane) { return list_.data() + lane * layer_->exact.units; }

  void list_all(std::size_t lane) {
    std::uint32_t* end = list(lane);
    for_each_bit(levels(lane), [&](std::size_t unit) { *end++ = static_cast<std::uint32_t>(unit); });
    changes_[lane] = {.all_anew = true, .inputs = {.added = {list(lane), end}, .taken = {}}};
  }

  /// From the levels before, which are in `drawn_`.
  void list_changes(std::size_t lane) {
    const auto own = std::span(levels_).subspan(lane * words_, words_);
    const auto append = [](std::uint32_t* end, std::size_t word, std::uint64_t bits) {
      for (; bits != 0; bits &= bits - 1) {
        *end++ = static_cast<std::uint32_t>(64 * word + static_cast<std::size_t>(std::countr_zero(bits)));
      }
      return end;
    };
    std::uint32_t* added = list(lane);
    for (std::size_t word = 0; word < words_; ++word) {
      added = append(added, word, own[word] & ~drawn_[word]);
    }
    std::uint32_t* taken = added;
    for (std::size_t word = 0; word < words_; ++word) {
      taken = append(taken, word, drawn_[word] & ~own[word]);
    }
    changes_[lane] = {.all_anew = false, .inputs = {.added = {list(lane), added}, .taken = {added, taken}}};
  }

  const BlockLayer<Int>* layer_;
  std::size_t words_;
  std::vector<std::uint64_t> levels_;   // (lanes × words)
  std::vector<std::uint64_t> drawn_;    // (words)
  std::vector<FieldTile<Int>> fields_;  // (lanes × tiles)
  std::vector<std::uint32_t> list_;     // (lanes × units)
  std::vector<Changes> changes_;        // (lanes)
};

class BlockGibbsSystem final : public GroupSystem {
 public:
  BlockGibbsSystem(std::shared_ptr<const Rbm> machine, Index replicas, Index threads, std::uint64_t seed,
                   std::span<const double> visible_log_odds)
      : GroupSystem(static_cast<std::size_t>(machine->size()), {.replicas = replicas, .threads = threads}, {},
                    group_lanes, updates_worth_threads),
        rbm_(std::move(machine)),
        machine_(*rbm_, visible_log_odds),
        has_log_odds_(!visible_log_odds.empty()),
        kernels_(block_gibbs_kernels()) {
    groups_.reserve(groups());
    for (std::size_t group = 0; group < groups(); ++group) {
      groups_.emplace_back(machine_);
    }
    randomize(seed);
  }

 private:
  /// On cache lines of its own, since threads work on neighbours.
  struct alignas(64) Group {
    explicit Group(const BlockMachine& machine)
        : visible(machine.visible), hidden(machine.hidden), random(group_lanes) {}

    LayerStates<std::int32_t> visible;
    LayerStates<std::int64_t> hidden;
    std::vector<RandomWords> random;  // (lanes)
  };

  void randomize_group(std::size_t index, std::uint64_t seed, std::span<double> energies) override {
    std::vector<std::uint8_t> levels(units());
    for (std::size_t lane = 0; lane < energies.size(); ++lane) {
      RandomWords& random = groups_[index].random[lane];
      random = seeded_words(seed, stream(index) * group_lanes + lane);
      std::array<std::uint64_t, RandomWords::lanes> words{};
      for (std::size_t unit = 0; unit < levels.size(); ++unit) {
        if (unit % 512 == 0) {
          words = next_words(random);
        }
        levels[unit] = static_cast<std::uint8_t>((words[unit % 512 / 64] >> (unit % 64)) & 1U);
      }
      energies[lane] = write_lane(index, lane, levels);
      if (has_log_odds_) {
        Group& group = groups_[index];
        const BlockTemperature t(Temperature::infinite(), machine_.energy_exponent);
        group.visible.draw(kernels_.draw_visible, lane, group.hidden.levels(lane), t, random);
        group.hidden.update_fields(kernels_.add_to_hidden, group.visible, lane, lane + 1);
        energies[lane] = energy(group, lane);
      }
    }
  }

  Index sweep_group(std::size_t index, std::span<const Temperature> temperatures,
                    std::span<const std::uint32_t> /*visits*/, std::span<double> energies) override {
    Group& group = groups_[index];
    const std::size_t lanes = energies.size();
    Index flips = 0;
    const auto draw = [&](auto& layer, const auto& inputs, auto kernel) {
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        const BlockTemperature t(temperatures[lane], machine_.energy_exponent);
        flips += layer.draw(kernel, lane, inputs.levels(lane), t, group.random[lane]);
      }
    };
    draw(group.hidden, group.visible, kernels_.draw_hidden);
    group.visible.update_fields(kernels_.add_to_visible, group.hidden, 0, lanes);
    draw(group.visible, group.hidden, kernels_.draw_visible);
    group.hidden.update_fields(kernels_.add_to_hidden, group.visible, 0, lanes);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      energies[lane] = energy(group, lane);
    }
    return flips;
  }

  void read_lane(std::size_t index, std::size_t lane, std::span<std::uint8_t> levels) const override {
    const Group& group = groups_[index];
    const std::size_t visible = machine_.visible.exact.units;
    std::fill(levels.begin(), levels.end(), 0);
    for_each_bit(group.visible.levels(lane), [&](std::size_t unit) { levels[unit] = 1; });
    for_each_bit(group.hidden.levels(lane), [&](std::size_t unit) { levels[visible + unit] = 1; });
  }

  double write_lane(std::size_t index, std::size_t lane, std::span<const std::uint8_t> levels) override {
    Group& group = groups_[index];
    const std::size_t visible = machine_.visible.exact.units;
    group.visible.place(lane, levels.first(visible));
    group.hidden.place(lane, levels.subspan(visible));
    group.visible.update_fields(kernels_.add_to_visible, group.hidden, lane, lane + 1);
    group.hidden.update_fields(kernels_.add_to_hidden, group.visible, lane, lane + 1);
    return energy(group, lane);
  }

  /// Fields are sums of integers, which the levels make again.
  void transfer_group(std::size_t index, StateArchive& archive, std::span<double> energies) override {
    std::vector<std::uint8_t> levels(units());
    for (std::size_t lane = 0; lane < energies.size(); ++lane) {
      read_lane(index, lane, levels);
      archive.values(levels);
      archive.value(groups_[index].random[lane]);
      if (archive.is_loading()) {
        energies[lane] = write_lane(index, lane, levels);
      }
    }
  }

  [[nodiscard]] double energy(const Group& group, std::size_t lane) const {
    return machine_.energy(group.visible.levels(lane), group.hidden.levels(lane), group.hidden.fields(lane));
  }

  std::shared_ptr<const Rbm> rbm_;
  BlockMachine machine_;
  bool has_log_odds_;
  BlockGibbsKernels kernels_;
  std::vector<Group> groups_;
};

}  // namespace

std::unique_ptr<System> make_block_gibbs(std::shared_ptr<const Rbm> machine, Index replicas, Index threads,
                                         std::uint64_t seed, std::vector<double> visible_log_odds) {
  const auto is_finite = [](double odds) { return std::isfinite(odds); };
  if (!visible_log_odds.empty() &&
      (std::ssize(visible_log_odds) != machine->visible_units() ||
       !std::all_of(visible_log_odds.begin(), visible_log_odds.end(), is_finite))) {
    throw std::invalid_argument(
        fmt::format("{} log odds for {} visible units; must be finite numbers, one for each visible unit",
                    visible_log_odds.size(), machine->visible_units()));
  }
  return std::make_unique<BlockGibbsSystem>(std::move(machine), replicas, threads, seed, visible_log_odds);
}

}  // namespace onedial
