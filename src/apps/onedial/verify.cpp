#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "commands.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/solution.hpp"
#include "onedial/run/anneal_setup.hpp"

namespace onedial::cli {
namespace {

struct Options {
  std::filesystem::path problem;
  std::filesystem::path solution;
  std::optional<std::string> kind;
  std::optional<std::string> format;
  bool json = false;
};

/// What an instance is when nobody says it: graphs are cut, lists of entries are QUBOs unless they say that
/// their units are spins.
std::string_view usual_kind(const InstanceFile& file) {
  switch (file.format) {
    case InstanceFormat::gset:
      return MaxCut::kind;
    case InstanceFormat::coo:
    case InstanceFormat::dimod_json:
      return file.domain == Domain::spin ? Ising::kind : Qubo::kind;
    case InstanceFormat::matrix:
      break;
  }
  throw InputError(fmt::format("{}: a matrix may be any kind of problem; give --kind", file.path));
}

Problem load(const Options& options) {
  if (options.problem.extension() == ".toml") {
    if (options.kind || options.format) {
      throw InputError(
          fmt::format("{}: a config says itself what the problem is; leave out --kind and --format",
                      options.problem.string()));
    }
    Config config = Config::load(options.problem);
    return load_problem(read_anneal_config(config).problem, config);
  }
  const auto format = options.format ? format_named(*options.format) : std::nullopt;
  const std::string kind =
      options.kind ? *options.kind : std::string(usual_kind(read_instance(options.problem, format)));
  return load_problem(kind, options.problem, format);
}

int verify_command(const Options& options) {
  const Problem problem = load(options);
  const Evaluation answer = evaluate(problem, read_solution(problem, options.solution));
  if (options.json) {
    const nlohmann::ordered_json document = {{"command", "verify"},
                                             {"problem",
                                              {{"kind", problem_kind(problem)},
                                               {"source", terms(problem).source},
                                               {"units", terms(problem).units()},
                                               {"couplings", terms(problem).coupling_count()}}},
                                             {"objective", answer.objective},
                                             {"feasible", answer.feasible}};
    fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  } else {
    fmt::print("{} {:.12g}, {} ({} of {} units and {} couplings, evaluated without the model)\n",
               objective_name(problem), answer.objective, answer.feasible ? "feasible" : "not feasible",
               problem_kind(problem), terms(problem).units(), terms(problem).coupling_count());
  }
  return answer.feasible ? done : failed;
}

}  // namespace

void add_verify(CLI::App& parser, int& exit_code) {
  auto* command = parser.add_subcommand("verify", "Evaluate an answer, without the model that found it");
  auto options = std::make_shared<Options>();
  command->add_option("problem", options->problem, "An instance, or a config that names one (*.toml)")
      ->required();
  command->add_option("solution", options->solution, "The answer: lines of `unit value`")->required();
  command->add_option("--kind", options->kind, "What an instance is (default: what its format is used for)")
      ->check(CLI::IsMember({"max_cut", "qubo", "ising"}));
  command->add_option("--format", options->format, "Format of an instance (default: by its content)")
      ->check(CLI::IsMember({"gset", "coo", "dimod_json", "matrix"}));
  command->add_flag("--json", options->json, "Print one JSON document");
  command->callback([options, &exit_code] { exit_code = verify_command(*options); });
}

}  // namespace onedial::cli
