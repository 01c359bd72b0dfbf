#include <fmt/format.h>

#include <optional>

#include "commands.hpp"
#include "common_options.hpp"
#include "interrupt.hpp"
#include "onedial/core/version.hpp"
#include "onedial/run/error.hpp"
#include "onedial/run/run_directory.hpp"
#include "recall_outcome.hpp"
#include "report_files.hpp"

namespace onedial::cli {
namespace {

struct Options {
  ConfigOptions config;
  std::optional<std::filesystem::path> out;
  bool json = false;
  bool quiet = false;
};

RecallOutcome run_task(const RecallConfig& settings, const Config& config, bool quiet) {
  const RecallRun run{.seed = settings.seed, .threads = settings.threads, .quiet = quiet};
  struct Visitor {
    const RecallRun& run;
    const Config& config;
    RecallOutcome operator()(const SpinRecall& task) const { return recall_spins(task, run, config); }
    RecallOutcome operator()(const ModernRecall& task) const { return recall_modern(task, run); }
    RecallOutcome operator()(const CapacityScan& scan) const { return scan_capacity(scan, run); }
    RecallOutcome operator()(const PhaseScan& scan) const { return scan_phases(scan, run); }
  };
  return std::visit(Visitor{run, config}, settings.task);
}

std::string document(const RecallConfig& settings, const RecallOutcome& outcome) {
  using Json = nlohmann::ordered_json;
  Json json = {{"onedial", version()}, {"command", "recall"}, {"seed", settings.seed}};
  json.update(outcome.document);
  json["threads"] = settings.threads;
  json["is_interrupted"] = outcome.is_interrupted;
  json["warnings"] = outcome.warnings;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

void store(RunDirectory& directory, const Config& config, const RecallConfig& settings,
           const RecallOutcome& outcome) {
  directory.add("config.toml", config.effective_toml());
  for (const auto& [name, table] : outcome.tables) {
    directory.add(name, table);
  }
  add_report(directory, [&] { return outcome.figure; });
  directory.add("result.json", document(settings, outcome));
  directory.commit();
}

int recall_command(const Options& options) {
  Config config = options.config.load();
  const RecallConfig settings = read_recall_config(config);
  RunDirectory directory =
      RunDirectory::create(options.out ? *options.out : default_run_path(options.config.path));
  const InterruptGuard interrupt;
  const RecallOutcome outcome = run_task(settings, config, options.quiet);
  for (const std::string& warning : outcome.warnings) {
    fmt::print(stderr, "onedial: warning: {}\n", warning);
  }
  if (outcome.tables.empty()) {
    fmt::print(stderr, "onedial: interrupted before anything was measured\n");
    return interrupted;
  }
  // A full disk must not cost the user what was found: it is printed first.
  std::optional<OutputError> not_stored;
  try {
    store(directory, config, settings, outcome);
  } catch (const OutputError& error) {
    not_stored = error;
  }
  if (options.json) {
    fmt::print("{}", document(settings, outcome));
  } else if (!options.quiet) {
    for (const auto& [word, text] : outcome.facts) {
      fmt::print("{:<10}{}\n", word, text);
    }
    if (!not_stored) {
      fmt::print("{:<10}{}\n", "files", (directory.path() / "").string());
    }
  }
  if (not_stored) {
    throw OutputError(*not_stored);
  }
  return outcome.is_interrupted ? interrupted : done;
}

}  // namespace

void add_recall(CLI::App& parser, int& exit_code) {
  auto* command =
      parser.add_subcommand("recall", "Store patterns in a memory, corrupt them, and recall them");
  auto options = std::make_shared<Options>();
  options->config.add_to(*command);
  command->add_option("--out", options->out, "Run directory (default: runs/ and the config's name)")
      ->type_name("DIR");
  command->add_flag("--json", options->json, "Print one JSON document on standard output and nothing else");
  command->add_flag("--quiet", options->quiet, "No progress and no summary");
  command->callback([options, &exit_code] { exit_code = recall_command(*options); });
}

}  // namespace onedial::cli
