#pragma once
#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>

#include "onedial/data/array_file.hpp"
#include "onedial/learn/restricted_machine.hpp"

namespace onedial::cli {

/// A machine's file on the command line, with the options that all commands on machines have.
struct ModelOptions {
  std::filesystem::path path;
  std::int64_t seed = 1;
  Index threads = 0;
  std::optional<std::filesystem::path> out;
  bool json = false;
  bool quiet = false;

  void add_to(CLI::App& command, const std::string& out_help);

  /// The file with the directory that it is in, such as "digits/model.npz".
  [[nodiscard]] std::string name() const;

  /// One a core where none is given.
  [[nodiscard]] Index thread_count() const;
};

/// A machine from its file, and the biases of its base rate, if they are there.
struct LoadedModel {
  RestrictedMachine machine;
  Eigen::VectorXd base_biases;
};

/// Throws InputError.
LoadedModel load_model(const std::filesystem::path& path);

/// "784 x 500 units, binary visible".
std::string machine_text(const RestrictedMachine& machine);

/// Examples from a file as values of the machine's visible units. Throws InputError, also for examples of
/// another size.
FloatRows load_rows(const RestrictedMachine& machine, const std::filesystem::path& path, double threshold,
                    Index limit);

}  // namespace onedial::cli
