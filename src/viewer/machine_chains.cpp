#include "machine_chains.hpp"

#include <algorithm>

#include "onedial/learn/machine_state.hpp"

namespace onedial::viewer {
namespace {

constexpr std::uint64_t stream_of_seeds = 0;

State levels(const FloatRows& rows, Index row) {
  State result(static_cast<std::size_t>(rows.cols()));
  std::transform(rows.row(row).begin(), rows.row(row).end(), result.begin(),
                 [](float value) { return value > 0 ? 1 : 0; });
  return result;
}

Index differences(const FloatRows& a, const FloatRows& b) {
  return (a.array() != b.array()).count();
}

}  // namespace

MachineChains::MachineChains(const RestrictedMachine& machine, Index chains, std::uint64_t seed)
    : seeds_(seed, stream_of_seeds),
      machine_(machine),
      sampler_(machine, chains, 1, seeds_()),
      visible_(sampler_.visible()),
      hidden_(FloatRows::Zero(chains, machine.hidden())),
      known_(static_cast<std::size_t>(machine.visible()), false) {
  find_energies();
}

void MachineChains::follow(const RestrictedMachine& machine) {
  machine_ = machine;
  sampler_ = RbmSampler(machine, chains(), 1, seeds_());
  sampler_.place(visible_);
  sampler_.clamp(known_);
  find_energies();
}

void MachineChains::hold(const std::vector<bool>& known, const Eigen::RowVectorXf& values) {
  known_ = known;
  for (Index unit = 0; unit < visible_.cols(); ++unit) {
    if (known_[static_cast<std::size_t>(unit)]) {
      visible_.col(unit).setConstant(values(unit));
    }
  }
  sampler_.place(visible_);
  sampler_.clamp(known_);
  find_energies();
}

void MachineChains::sweep(Temperature t) {
  sampler_.sweep(1, t);
  const FloatRows visible = sampler_.visible();
  const FloatRows hidden = sampler_.hidden();
  const auto free_units =
      std::count(known_.begin(), known_.end(), false) + static_cast<std::ptrdiff_t>(hidden.cols());
  flip_rate_ = static_cast<double>(differences(visible, visible_) + differences(hidden, hidden_)) /
               static_cast<double>(free_units * chains());
  visible_ = visible;
  hidden_ = hidden;
  find_energies();
}

FloatRows MachineChains::means(Temperature t) const {
  FloatRows result(visible_.rows(), visible_.cols());
  for (Index chain = 0; chain < chains(); ++chain) {
    State state = levels(visible_, chain);
    const State hidden = levels(hidden_, chain);
    state.insert(state.end(), hidden.begin(), hidden.end());
    result.row(chain) = visible_means(machine_, state, t).cast<float>().transpose();
  }
  for (Index unit = 0; unit < result.cols(); ++unit) {
    if (known_[static_cast<std::size_t>(unit)]) {
      result.col(unit) = visible_.col(unit);
    }
  }
  return result;
}

void MachineChains::find_energies() {
  const Rbm rbm = as_rbm(machine_);
  energies_.clear();
  for (Index chain = 0; chain < chains(); ++chain) {
    energies_.push_back(rbm.energy(levels(visible_, chain), levels(hidden_, chain)));
  }
}

}  // namespace onedial::viewer
