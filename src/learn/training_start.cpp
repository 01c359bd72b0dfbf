#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "onedial/learn/machine_system.hpp"
#include "onedial/learn/rbm_conditionals.hpp"
#include "training_steps.hpp"
#include "visible_data.hpp"

namespace onedial {
namespace {

/// Examples that the first means of hidden units are taken over.
constexpr Index most_examples_for_means = 1000;

TrainerState::Parameters zeros(const RestrictedMachine& machine) {
  return {FloatRows::Zero(machine.visible(), machine.hidden()), Eigen::VectorXf::Zero(machine.visible()),
          Eigen::VectorXf::Zero(machine.hidden())};
}

void require_fit(bool fits, const char* what) {
  if (!fits) {
    throw std::invalid_argument(
        fmt::format("{} of the training to go on with do not fit its machine or settings", what));
  }
}

void require_shape(const TrainerState::Parameters& parameters, bool are_wanted,
                   const RestrictedMachine& machine, const char* what) {
  require_fit(parameters.weights.rows() == (are_wanted ? machine.visible() : 0) &&
                  parameters.visible_biases.size() == parameters.weights.rows() &&
                  parameters.weights.cols() == (are_wanted ? machine.hidden() : 0) &&
                  parameters.hidden_biases.size() == parameters.weights.cols(),
              what);
}

/// Whether every ladder's places are its own chains, each once.
bool are_places(const std::vector<std::int64_t>& places, std::size_t levels) {
  for (std::size_t first = 0; first < places.size(); first += levels) {
    std::vector<std::int64_t> own(places.begin() + static_cast<std::ptrdiff_t>(first),
                                  places.begin() + static_cast<std::ptrdiff_t>(first + levels));
    std::sort(own.begin(), own.end());
    for (std::size_t k = 0; k < levels; ++k) {
      if (own[k] != static_cast<std::int64_t>(first + k)) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace

void require_fit(const TrainerState& state, const TrainerSettings& settings) {
  const RestrictedMachine& machine = state.machine;
  require_valid(machine);
  require_shape(state.first, true, machine, "velocities");
  require_shape(state.second, std::holds_alternative<Adam>(settings.optimiser), machine, "squared gradients");
  require_shape(state.fast, std::holds_alternative<FastPersistentDivergence>(settings.negative), machine,
                "fast weights");
  require_fit(state.hidden_means.size() == machine.hidden(), "means of hidden units");
  const Index chains = persistent_chains(settings.negative);
  require_fit(state.chains.rows() == chains, "chains");
  if (chains > 0) {
    require_visible_data(machine.visible_units, machine.levels, machine.visible(), state.chains);
  }
  const auto* exchange = std::get_if<ExchangeDivergence>(&settings.negative);
  require_fit(exchange == nullptr ? state.places.empty()
                                  : static_cast<Index>(state.places.size()) == chains &&
                                        are_places(state.places, exchange->temperatures.size()),
              "places on the ladders");
}

TrainerState initial_state(const RestrictedMachine& machine, const FloatRows& data,
                           const TrainerSettings& settings) {
  TrainerState state;
  state.machine = machine;
  state.first = zeros(machine);
  if (std::holds_alternative<Adam>(settings.optimiser)) {
    state.second = zeros(machine);
  }
  if (std::holds_alternative<FastPersistentDivergence>(settings.negative)) {
    state.fast = zeros(machine);
  }
  const FloatRows seen = data.topRows(std::min(data.rows(), most_examples_for_means));
  state.hidden_means = hidden_probabilities(machine, seen, settings.threads).colwise().mean().transpose();
  const Index chains = persistent_chains(settings.negative);
  state.chains.resize(chains, chains == 0 ? 0 : data.cols());
  for (Index chain = 0; chain < chains; ++chain) {
    state.chains.row(chain) = data.row(chain * data.rows() / chains);
  }
  if (std::holds_alternative<ExchangeDivergence>(settings.negative)) {
    state.places.resize(static_cast<std::size_t>(chains));
    std::iota(state.places.begin(), state.places.end(), 0);
  }
  return state;
}

TrainingSteps::TrainingSteps(const TrainerState& state, const FloatRows& data,
                             const TrainerSettings& settings)
    : settings_(settings),
      data_(data, state.machine.visible_units),
      pool_(settings.threads),
      done_(state.step),
      machine_(state.machine),
      first_(state.first),
      second_(state.second),
      fast_(state.fast),
      chains_(machine_, settings.negative, std::min(settings.batch, data.rows()),
              mean_biases(state.machine, data), settings.seed),
      phases_(std::min(settings.batch, data.rows()) + chains_.samples(std::min(settings.batch, data.rows())),
              machine_.visible(), machine_.hidden()),
      visible_offsets_(1, machine_.visible()),
      hidden_offsets_(1, machine_.hidden()),
      hidden_means_(FloatRows(state.hidden_means.transpose())),
      order_(static_cast<std::size_t>(data.rows())) {
  if (settings.is_centred) {
    visible_offsets_.view(0) = data.cast<double>().colwise().mean().transpose().cast<float>();
    hidden_offsets_ = hidden_means_;
  }
  if (!chains_.starts_from_data()) {
    chains_.place(machine_, state.chains);
    chains_.set_places(state.places);
  }
  if (std::holds_alternative<FastPersistentDivergence>(settings.negative)) {
    fast_machine_.emplace(state.machine);
    for (std::size_t unit = 0; unit < machine_.weights.rows(); ++unit) {
      add_fast_row(unit);
    }
    fast_machine_->refresh_visible();
    add_fast_hidden_biases(0, machine_.hidden());
  }
}

}  // namespace onedial
