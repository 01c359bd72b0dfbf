#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "instance_options.hpp"
#include "onedial/core/error.hpp"
#include "onedial/run/anneal_setup.hpp"

namespace onedial::cli {
namespace {

struct Options {
  InstanceOptions problem;
  std::filesystem::path solution;
  bool json = false;
};

std::shared_ptr<const Problem> load(const Options& options) {
  const InstanceOptions& problem = options.problem;
  if (problem.path.extension() != ".toml") {
    return problem.load();
  }
  if (problem.kind || problem.format || problem.number) {
    throw InputError(
        fmt::format("{}: a config says itself what the problem is; leave out --kind, --format and --number",
                    problem.path.string()));
  }
  Config config = Config::load(problem.path);
  return load_problem(read_anneal_config(config).problem, config);
}

int verify_command(const Options& options) {
  const auto problem = load(options);
  const State state = problem->read_answer(options.solution);
  const Evaluation answer = problem->evaluate(state);
  const std::string remark = problem->remark(state);
  if (options.json) {
    nlohmann::ordered_json document = {
        {"command", "verify"},
        {"problem",
         {{"kind", problem->kind()}, {"source", problem->source()}, {"size", problem->size_text()}}},
        {"objective", answer.objective},
        {"feasible", answer.feasible}};
    if (!answer.feasible) {
      document["violation"] = answer.violation;
    }
    if (!remark.empty()) {
      document["remark"] = remark;
    }
    fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  } else {
    const std::string verdict =
        answer.feasible ? "feasible" : fmt::format("not feasible: {}", answer.violation);
    fmt::print("{} {:.12g}, {}{} ({} of {}, evaluated without the model)\n", problem->objective_name(),
               answer.objective, verdict, remark.empty() ? "" : ", " + remark, problem->kind(),
               problem->size_text());
  }
  return answer.feasible ? done : failed;
}

}  // namespace

void add_verify(CLI::App& parser, int& exit_code) {
  auto* command = parser.add_subcommand("verify", "Evaluate an answer, without the model that found it");
  auto options = std::make_shared<Options>();
  command->add_option("problem", options->problem.path, "An instance, or a config that names one (*.toml)")
      ->required();
  command->add_option("solution", options->solution, "The answer, in the form of solution.txt")->required();
  std::vector<std::string> kinds;
  for (const std::string_view kind : file_problem_kinds()) {
    kinds.emplace_back(kind);
  }
  options->problem.add_to(*command, kinds, "--format");
  command->add_flag("--json", options->json, "Print one JSON document");
  command->callback([options, &exit_code] { exit_code = verify_command(*options); });
}

}  // namespace onedial::cli
