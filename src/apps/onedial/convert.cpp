#include "onedial/problem/convert.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <map>

#include "commands.hpp"
#include "instance_options.hpp"
#include "onedial/core/atomic_file.hpp"
#include "onedial/core/error.hpp"

namespace onedial::cli {
namespace {

const std::vector<std::string> kinds = {"max_cut", "qubo", "ising"};

struct Options {
  InstanceOptions input;
  std::filesystem::path output;
  std::optional<std::string> format;  ///< of the output
  std::optional<std::string> kind;    ///< of the output
};

InstanceFormat output_format(const Options& options) {
  if (options.format) {
    return *format_named(*options.format);
  }
  static const std::map<std::string, InstanceFormat> by_extension = {{".json", InstanceFormat::dimod_json},
                                                                     {".bqm", InstanceFormat::dimod_bqm},
                                                                     {".mtx", InstanceFormat::matrix_market},
                                                                     {".coo", InstanceFormat::coo}};
  const auto found = by_extension.find(options.output.extension().string());
  if (found == by_extension.end()) {
    throw InputError(
        fmt::format("{}: its name does not tell a format, as .json, .bqm, .mtx and .coo do; give --to",
                    options.output.string()));
  }
  return found->second;
}

InstanceFile convert_to(const PairProblem& problem, InstanceFormat format,
                        const std::filesystem::path& output) {
  try {
    return problem.instance(format);
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("{}: {}; choose another one with --to, or another kind with --as",
                                 output.string(), error.what()));
  }
}

/// A remark on what the output does not hold.
void note(const std::string& text) {
  fmt::print(stderr, "onedial: note: {}\n", on_one_line(text));
}

int convert_command(const Options& options) {
  const InstanceFormat format = output_format(options);
  std::error_code none;
  if (std::filesystem::equivalent(options.input.path, options.output, none)) {
    throw InputError(fmt::format("{}: is the input, which is not overwritten; name another output",
                                 options.output.string()));
  }
  // What is coloured elsewhere is a graph here.
  const auto given = std::dynamic_pointer_cast<const PairProblem>(options.input.load("max_cut"));
  if (!given) {
    throw InputError(
        fmt::format("{}: is no table of pairs; an instance of max_cut, qubo or ising is expected",
                    options.input.path.string()));
  }
  const Conversion conversion = convert(given, options.kind.value_or(std::string(given->kind())));
  const PairProblem& problem = *conversion.problem;
  const InstanceFile file = convert_to(problem, format, options.output);
  write_file_atomically(options.output, instance_bytes(file));

  fmt::print("{} of {} -> {} of {}, {} in the format {}\n", given->kind(), given->size_text(), problem.kind(),
             problem.size_text(), options.output.string(), format_name(format));
  if (conversion.has_extra_unit) {
    note(fmt::format("fields became edges to vertex {}, whose side counts as 1",
                     problem.terms().units() - 1 + file.first_index));
  }
  const double lost = conversion.constant + (keeps_offset(format) ? 0 : file.offset);
  if (lost != 0) {
    note(fmt::format("the constant {} is lost: energies in {} are less by it than in {}", lost,
                     options.output.string(), options.input.path.string()));
  }
  return done;
}

}  // namespace

void add_convert(CLI::App& parser, int& exit_code) {
  auto* command =
      parser.add_subcommand("convert", "Write an instance in another format, or as another kind of problem");
  auto options = std::make_shared<Options>();
  command->add_option("input", options->input.path, "An instance of max_cut, qubo or ising")->required();
  command->add_option("output", options->output, "The file to write")->required();
  options->input.add_to(*command, kinds, "--from");
  command->add_option("--to", options->format, "Format of the output (default: by its name)")
      ->check(CLI::IsMember(format_names()));
  command->add_option("--as", options->kind, "What the output is to be (default: what the input is)")
      ->check(CLI::IsMember(kinds));
  command->callback([options, &exit_code] { exit_code = convert_command(*options); });
}

}  // namespace onedial::cli
