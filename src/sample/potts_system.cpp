#include "onedial/sample/potts_system.hpp"

#include <string>
#include <utility>
#include <vector>

#include "onedial/core/memory.hpp"
#include "onedial/sample/replica_system.hpp"
#include "whole_potts.hpp"

namespace onedial {
namespace {

/// A SystemReplica of a Potts model.
template <class Kernel>
class PottsReplica {
 public:
  explicit PottsReplica(std::shared_ptr<const PottsModel> model)
      : model_(std::move(model)),
        state_(static_cast<std::size_t>(model_->size())),
        scratch_(2 * static_cast<std::size_t>(model_->levels())),
        random_(0, 0) {}

  [[nodiscard]] Index size() const { return model_->size(); }
  [[nodiscard]] double energy() const { return energy_; }
  void read(State& state) const { state = state_; }
  void refresh() { energy_ = model_->energy(state_); }

  void place(const State& state) {
    energy_ = model_->energy(state);
    state_ = state;
  }

  void randomize(const RandomStream& random) {
    random_ = random;
    RandomDecision decide(random_);
    for (Level& level : state_) {
      level = static_cast<Level>(decide.below(model_->levels()));
    }
    refresh();
  }

  void transfer(StateArchive& archive) {
    archive.values(state_);
    archive.value(random_);
    archive.value(energy_);
    if (archive.is_loading()) {
      require_levels(state_, model_->levels());
    }
  }

  SweepStats sweep(Temperature t) {
    RandomDecision decide(random_);
    SweepStats stats{.attempts = size(), .flips = 0};
    sweep_levels_sequentially<Kernel>(*model_, state_, t, scratch_, decide, [&](double energy_change) {
      energy_ += energy_change;
      ++stats.flips;
    });
    return stats;
  }

 private:
  std::shared_ptr<const PottsModel> model_;
  State state_;
  std::vector<double> scratch_;
  RandomStream random_;
  double energy_ = 0;
};

template <class Replica>
std::unique_ptr<System> make(const Replica& replica, Index replicas, Index threads, std::uint64_t seed,
                             std::uint64_t first_stream) {
  return std::make_unique<ReplicaSystem<Replica>>(replica, replicas, seed, threads, first_stream);
}

}  // namespace

std::unique_ptr<System> make_potts_system(const std::shared_ptr<const PottsModel>& model, KernelKind kernel,
                                          Index replicas, Index threads, std::uint64_t seed,
                                          std::uint64_t first_stream) {
  const double bytes_a_unit = sizeof(Level) + static_cast<double>(model->levels()) * sizeof(std::int32_t);
  require_memory(bytes_a_unit * static_cast<double>(model->size()) * static_cast<double>(replicas),
                 std::to_string(replicas) + " replicas of " + std::to_string(model->size()) + " units with " +
                     std::to_string(model->levels()) + " levels");
  const bool heat_bath = kernel == KernelKind::heat_bath;
  if (WholePotts::fits(*model)) {
    const auto whole = std::make_shared<const WholePotts>(model);
    return heat_bath ? make(WholePottsReplica<WholeHeatBath>(whole), replicas, threads, seed, first_stream)
                     : make(WholePottsReplica<WholeMetropolis>(whole), replicas, threads, seed, first_stream);
  }
  return heat_bath ? make(PottsReplica<LevelHeatBath>(model), replicas, threads, seed, first_stream)
                   : make(PottsReplica<LevelMetropolis>(model), replicas, threads, seed, first_stream);
}

}  // namespace onedial
