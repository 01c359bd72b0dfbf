#pragma once
#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "onedial/problem/load_problem.hpp"

namespace onedial::cli {

/// An instance on the command line, and what is said about it.
struct InstanceOptions {
  std::filesystem::path path;
  std::optional<std::string> kind;
  std::optional<std::string> format;
  std::optional<Index> number;

  /// Adds --kind, out of `kinds`, the option for the format, and --number. The path is added by the command.
  void add_to(CLI::App& command, const std::vector<std::string>& kinds, const std::string& format_option);

  /// `kind_of_dimacs` is what a graph of DIMACS is unless --kind says it. Throws InputError.
  [[nodiscard]] std::shared_ptr<const Problem> load(std::string_view kind_of_dimacs = "coloring") const;
};

}  // namespace onedial::cli
