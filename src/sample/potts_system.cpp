#include "onedial/sample/potts_system.hpp"

#include <utility>
#include <vector>

#include "onedial/sample/replica_system.hpp"

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

template <class Kernel>
std::unique_ptr<System> make(const std::shared_ptr<const PottsModel>& model, Index replicas, Index threads,
                             std::uint64_t seed) {
  return std::make_unique<ReplicaSystem<PottsReplica<Kernel>>>(PottsReplica<Kernel>(model), replicas, seed,
                                                               threads);
}

}  // namespace

std::unique_ptr<System> make_potts_system(const std::shared_ptr<const PottsModel>& model, KernelKind kernel,
                                          Index replicas, Index threads, std::uint64_t seed) {
  return kernel == KernelKind::heat_bath ? make<LevelHeatBath>(model, replicas, threads, seed)
                                         : make<LevelMetropolis>(model, replicas, threads, seed);
}

}  // namespace onedial
