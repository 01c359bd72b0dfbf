#include "onedial/learn/training_file.hpp"

#include <algorithm>

#include "onedial/core/error.hpp"
#include "onedial/learn/model_file.hpp"

namespace onedial {
namespace {

const std::string prefix = "training/";

/// What the settings have no use for is empty, and not in the file.
void add(ArrayFile& file, const std::string& name, NumberArray array) {
  if (std::find(array.shape.begin(), array.shape.end(), 0) == array.shape.end()) {
    file.arrays[prefix + name] = std::move(array);
  }
}

void add(ArrayFile& file, const std::string& name, const TrainerState::Parameters& parameters) {
  add(file, name + "/weights", to_array(parameters.weights));
  add(file, name + "/visible_biases", to_array(parameters.visible_biases));
  add(file, name + "/hidden_biases", to_array(parameters.hidden_biases));
}

/// A matrix or vector of the size that it has in the file, empty if it is not there: whether that fits is for
/// the trainer to say, which knows what it needs.
FloatRows any_matrix(const ArrayFile& file, const std::filesystem::path& path, const std::string& name) {
  if (!file.arrays.contains(prefix + name)) {
    return {};
  }
  require_array<float>(file, path, prefix + name, {-1, -1});
  const std::vector<Index>& shape = file.arrays.at(prefix + name).shape;
  return matrix_of(file, path, prefix + name, shape[0], shape[1]);
}

Eigen::VectorXf any_vector(const ArrayFile& file, const std::filesystem::path& path,
                           const std::string& name) {
  if (!file.arrays.contains(prefix + name)) {
    return {};
  }
  return vector_of(file, path, prefix + name,
                   std::ssize(require_array<float>(file, path, prefix + name, {-1})));
}

TrainerState::Parameters parameters_of(const ArrayFile& file, const std::filesystem::path& path,
                                       const std::string& name) {
  return {.weights = any_matrix(file, path, name + "/weights"),
          .visible_biases = any_vector(file, path, name + "/visible_biases"),
          .hidden_biases = any_vector(file, path, name + "/hidden_biases")};
}

}  // namespace

ArrayFile to_array_file(const TrainerState& state) {
  ArrayFile file = to_array_file(state.machine);
  add(file, "step", {.shape = {1}, .values = std::vector<std::uint64_t>{state.step}});
  add(file, "first", state.first);
  add(file, "second", state.second);
  add(file, "fast", state.fast);
  add(file, "hidden_means", to_array(state.hidden_means));
  add(file, "chains", to_array(state.chains));
  add(file, "places", {.shape = {std::ssize(state.places)}, .values = state.places});
  add(file, "best_pseudo_likelihood",
      {.shape = {1}, .values = std::vector<double>{state.best_pseudo_likelihood}});
  add(file, "best_epoch", {.shape = {1}, .values = std::vector<std::int64_t>{state.best_epoch}});
  return file;
}

TrainerState trainer_state_of(const ArrayFile& file, const std::filesystem::path& path) {
  TrainerState state;
  state.machine = machine_of(file, path);
  if (!file.arrays.contains(prefix + "step")) {
    throw InputError(path.string() + ": holds a machine, but no training to go on with");
  }
  state.step = require_array<std::uint64_t>(file, path, prefix + "step", {1})[0];
  state.first = parameters_of(file, path, "first");
  state.second = parameters_of(file, path, "second");
  state.fast = parameters_of(file, path, "fast");
  state.hidden_means = any_vector(file, path, "hidden_means");
  state.chains = any_matrix(file, path, "chains");
  if (file.arrays.contains(prefix + "places")) {
    state.places = require_array<std::int64_t>(file, path, prefix + "places", {-1});
  }
  state.best_pseudo_likelihood = require_array<double>(file, path, prefix + "best_pseudo_likelihood", {1})[0];
  state.best_epoch = require_array<std::int64_t>(file, path, prefix + "best_epoch", {1})[0];
  return state;
}

}  // namespace onedial
