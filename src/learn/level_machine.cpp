#include "level_machine.hpp"

#include <algorithm>
#include <vector>

#include "onedial/core/boltzmann.hpp"
#include "onedial/sample/kernel.hpp"
#include "onedial/sample/replica_system.hpp"

namespace onedial {
namespace {

/// What replicas share.
struct LevelMachine {
  Eigen::MatrixXd to_hidden;       // Wᵀ (H × V): a visible column's weights lie together
  Eigen::MatrixXd to_visible;      // W (V × H)
  Eigen::VectorXd visible_biases;  // less the base biases
  Eigen::VectorXd hidden_biases;
  Eigen::VectorXd base_biases;
  Index levels;

  [[nodiscard]] Index groups() const { return visible_biases.size() / levels; }
};

class LevelMachineReplica {
 public:
  explicit LevelMachineReplica(std::shared_ptr<const LevelMachine> machine)
      : machine_(std::move(machine)),
        state_(static_cast<std::size_t>(machine_->groups() + machine_->hidden_biases.size())),
        random_(0, 0) {}

  [[nodiscard]] Index size() const { return std::ssize(state_); }
  [[nodiscard]] double energy() const { return energy_; }
  void read(State& state) const { state = state_; }

  void refresh() {
    const Eigen::VectorXd fields = hidden_fields();
    energy_ = 0;
    for (Index group = 0; group < machine_->groups(); ++group) {
      energy_ -= machine_->visible_biases[column(group)];
    }
    for (Index j = 0; j < fields.size(); ++j) {
      energy_ -= hidden_level(j) != 0 ? fields[j] : 0;
    }
  }

  void place(const State& state) {
    for (std::size_t unit = 0; unit < state.size(); ++unit) {
      const bool is_visible = static_cast<Index>(unit) < machine_->groups();
      if (state[unit] < 0 || state[unit] >= (is_visible ? machine_->levels : 2)) {
        throw std::invalid_argument("unit " + std::to_string(unit) + " has level " +
                                    std::to_string(state[unit]) + ", which it does not have");
      }
    }
    state_ = state;
    refresh();
  }

  void randomize(const RandomStream& random) {
    random_ = random;
    for (Index j = 0; j < machine_->hidden_biases.size(); ++j) {
      hidden_level(j) = static_cast<Level>(random_() >> 63U);
    }
    draw_visible(Temperature::infinite());
    refresh();
  }

  void transfer(StateArchive& archive) {
    archive.values(state_);
    archive.value(random_);
    archive.value(energy_);
  }

  SweepStats sweep(Temperature t) {
    const State before = state_;
    const Eigen::VectorXd fields = hidden_fields();
    RandomDecision decide(random_);
    for (Index j = 0; j < fields.size(); ++j) {
      hidden_level(j) = decide(heat_bath_probability(-fields[j], t)) ? 1 : 0;
    }
    draw_visible(t);
    refresh();
    SweepStats stats{.attempts = size(), .flips = 0};
    for (std::size_t unit = 0; unit < state_.size(); ++unit) {
      stats.flips += before[unit] != state_[unit] ? 1 : 0;
    }
    return stats;
  }

 private:
  [[nodiscard]] Level& hidden_level(Index j) {
    return state_[static_cast<std::size_t>(machine_->groups() + j)];
  }
  /// The visible column that is 1 in a group.
  [[nodiscard]] Index column(Index group) const {
    return group * machine_->levels + state_[static_cast<std::size_t>(group)];
  }

  [[nodiscard]] Eigen::VectorXd hidden_fields() const {
    Eigen::VectorXd fields = machine_->hidden_biases;
    for (Index group = 0; group < machine_->groups(); ++group) {
      fields += machine_->to_hidden.col(column(group));
    }
    return fields;
  }

  void draw_visible(Temperature t) {
    Eigen::VectorXd fields = machine_->visible_biases;
    for (Index j = 0; j < machine_->hidden_biases.size(); ++j) {
      if (hidden_level(j) != 0) {
        fields += machine_->to_visible.col(j);
      }
    }
    RandomDecision decide(random_);
    const Index levels = machine_->levels;
    std::vector<double> weights(static_cast<std::size_t>(levels));
    for (Index group = 0; group < machine_->groups(); ++group) {
      const auto own = fields.segment(group * levels, levels);
      const double greatest = own.maxCoeff();
      // Of E/T less the log odds at T = ∞.
      const auto reduced = [&](Index level) {
        return t.reduced(greatest - own[level]) - machine_->base_biases[group * levels + level];
      };
      double ground = reduced(0);
      for (Index level = 1; level < levels; ++level) {
        ground = std::min(ground, reduced(level));
      }
      for (Index level = 0; level < levels; ++level) {
        weights[static_cast<std::size_t>(level)] = boltzmann_weight(reduced(level), ground, Temperature(1));
      }
      state_[static_cast<std::size_t>(group)] = static_cast<Level>(decide.choose(weights));
    }
  }

  std::shared_ptr<const LevelMachine> machine_;
  State state_;
  RandomStream random_;
  double energy_ = 0;
};

}  // namespace

std::unique_ptr<System> make_level_machine(const RestrictedMachine& machine, Index replicas, Index threads,
                                           std::uint64_t seed, const Eigen::VectorXd& base_biases) {
  auto shared = std::make_shared<LevelMachine>();
  shared->to_visible = machine.weights.cast<double>();
  shared->to_hidden = shared->to_visible.transpose();
  shared->visible_biases = machine.visible_biases.cast<double>() - base_biases;
  shared->hidden_biases = machine.hidden_biases.cast<double>();
  shared->base_biases = base_biases;
  shared->levels = machine.levels;
  return std::make_unique<ReplicaSystem<LevelMachineReplica>>(LevelMachineReplica(std::move(shared)),
                                                              replicas, seed, threads);
}

}  // namespace onedial
