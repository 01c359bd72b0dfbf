#include "model_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <thread>

#include "onedial/core/error.hpp"
#include "onedial/learn/model_file.hpp"
#include "onedial/run/train_config.hpp"

namespace onedial::cli {

void ModelOptions::add_to(CLI::App& command, const std::string& out_help) {
  command.add_option("model", path, "A machine: model.npz of a run of 'onedial train'")->required();
  command.add_option("--seed", seed, "Seed of all random numbers (default: 1)")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()));
  command.add_option("--threads", threads, "Threads (default: one a core)")
      ->type_name("N")
      ->check(CLI::Range(0, 4096));
  command.add_option("--out", out, out_help)->type_name("DIR");
  command.add_flag("--json", json, "Print one JSON document on standard output and nothing else");
  command.add_flag("--quiet", quiet, "No progress and no summary");
}

std::string ModelOptions::name() const {
  return (path.parent_path().filename() / path.filename()).string();
}

Index ModelOptions::thread_count() const {
  return threads > 0 ? threads : std::max<Index>(1, static_cast<Index>(std::thread::hardware_concurrency()));
}

LoadedModel load_model(const std::filesystem::path& path) {
  const ArrayFile file = read_array_file(path);
  LoadedModel model{.machine = machine_of(file, path), .base_biases = {}};
  if (file.arrays.contains("base_biases")) {
    const auto& biases = require_array<double>(file, path, "base_biases", {model.machine.visible()});
    model.base_biases = Eigen::Map<const Eigen::VectorXd>(biases.data(), std::ssize(biases));
  }
  return model;
}

std::string machine_text(const RestrictedMachine& machine) {
  return fmt::format("{} x {} units, {} visible", machine.visible(), machine.hidden(),
                     visible_units_name(machine.visible_units));
}

FloatRows load_rows(const RestrictedMachine& machine, const std::filesystem::path& path, double threshold,
                    Index limit) {
  const Dataset dataset =
      read_dataset(path, {.height = machine.height, .width = machine.width, .limit = limit});
  FloatRows rows =
      visible_values_of(dataset, machine.visible_units, machine.levels, threshold, path.string());
  if (rows.cols() != machine.visible()) {
    throw InputError(fmt::format("{}: has examples of {} values; the machine has {} visible columns",
                                 path.string(), dataset.features(), machine.visible()));
  }
  return rows;
}

}  // namespace onedial::cli
