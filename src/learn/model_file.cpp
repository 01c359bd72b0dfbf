#include "onedial/learn/model_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "onedial/core/error.hpp"

namespace onedial {
namespace {

constexpr std::string_view machine_kind = "restricted machine";
constexpr std::array<std::string_view, 4> unit_names = {"binary", "spin", "gaussian", "softmax"};

NumberArray integers(const std::vector<Index>& numbers) {
  return {.shape = {std::ssize(numbers)},
          .values = std::vector<std::int64_t>(numbers.begin(), numbers.end())};
}

VisibleUnits visible_units_of(const ArrayFile& file, const std::string& path) {
  const auto text = file.texts.find("visible_units");
  const auto name = text == file.texts.end() ? unit_names.end()
                                             : std::find(unit_names.begin(), unit_names.end(), text->second);
  if (name == unit_names.end()) {
    throw InputError(fmt::format("{}: visible_units is '{}'; must be binary, spin, gaussian or softmax", path,
                                 text == file.texts.end() ? "" : text->second));
  }
  return static_cast<VisibleUnits>(name - unit_names.begin());
}

}  // namespace

std::string_view visible_units_name(VisibleUnits units) {
  return unit_names.at(static_cast<std::size_t>(units));
}

NumberArray to_array(const FloatRows& matrix) {
  return {.shape = {matrix.rows(), matrix.cols()},
          .values = std::vector<float>(matrix.data(), matrix.data() + matrix.size())};
}

NumberArray to_array(const Eigen::VectorXf& vector) {
  return {.shape = {vector.size()}, .values = std::vector<float>(vector.begin(), vector.end())};
}

FloatRows matrix_of(const ArrayFile& file, const std::filesystem::path& path, const std::string& name,
                    Index rows, Index columns) {
  const auto& values = require_array<float>(file, path, name, {rows, columns});
  return Eigen::Map<const FloatRows>(values.data(), rows, columns);
}

Eigen::VectorXf vector_of(const ArrayFile& file, const std::filesystem::path& path, const std::string& name,
                          Index size) {
  const auto& values = require_array<float>(file, path, name, {size});
  return Eigen::Map<const Eigen::VectorXf>(values.data(), size);
}

ArrayFile to_array_file(const RestrictedMachine& machine) {
  ArrayFile file{.kind = std::string(machine_kind)};
  file.texts["visible_units"] = visible_units_name(machine.visible_units);
  file.arrays["weights"] = to_array(machine.weights);
  file.arrays["visible_biases"] = to_array(machine.visible_biases);
  file.arrays["hidden_biases"] = to_array(machine.hidden_biases);
  file.arrays["levels"] = integers({machine.levels});
  file.arrays["image"] = integers({machine.height, machine.width});
  return file;
}

RestrictedMachine machine_of(const ArrayFile& file, const std::filesystem::path& path) {
  const std::string name = path.string();
  if (file.kind != machine_kind) {
    throw InputError(fmt::format("{}: holds {}; must be a {}", name,
                                 file.kind.empty() ? "arrays of another program" : "a " + file.kind,
                                 machine_kind));
  }
  RestrictedMachine machine;
  machine.visible_units = visible_units_of(file, name);
  require_array<float>(file, path, "weights", {-1, -1});
  const std::vector<Index>& shape = file.arrays.at("weights").shape;
  if (shape[0] < 1 || shape[1] < 1) {
    throw InputError(
        fmt::format("{}: weights has shape ({}, {}); must be at least 1 x 1", name, shape[0], shape[1]));
  }
  machine.weights = matrix_of(file, path, "weights", shape[0], shape[1]);
  machine.visible_biases = vector_of(file, path, "visible_biases", shape[0]);
  machine.hidden_biases = vector_of(file, path, "hidden_biases", shape[1]);
  machine.levels = require_array<std::int64_t>(file, path, "levels", {1})[0];
  if (machine.levels < 2 ||
      (machine.visible_units == VisibleUnits::softmax && shape[0] % machine.levels != 0)) {
    throw InputError(
        fmt::format("{}: levels is {}; must be at least 2, and of softmax units divide the {} columns", name,
                    machine.levels, shape[0]));
  }
  const auto& image = require_array<std::int64_t>(file, path, "image", {2});
  const Index pixels = machine.visible_units == VisibleUnits::softmax ? shape[0] / machine.levels : shape[0];
  const bool is_image =
      image[0] > 0 && image[1] > 0 && pixels % image[0] == 0 && pixels / image[0] == image[1];
  if (!is_image && (image[0] != 0 || image[1] != 0)) {
    throw InputError(fmt::format("{}: image is {} x {}; must be 0 x 0 or have the {} visible units as pixels",
                                 name, image[0], image[1], pixels));
  }
  machine.height = image[0];
  machine.width = image[1];
  return machine;
}

}  // namespace onedial
