#include <optional>

#include "commands.hpp"
#include "common_options.hpp"
#include "interrupt.hpp"
#include "onedial/run/run_directory.hpp"
#include "recall_tasks.hpp"

namespace onedial::cli {
namespace {

struct Options {
  ConfigOptions config;
  std::optional<std::filesystem::path> out;
  bool json = false;
  bool quiet = false;
};

Outcome run_task(const RecallConfig& settings, const Config& config, bool quiet) {
  const RecallRun run{.seed = settings.seed, .threads = settings.threads, .quiet = quiet};
  struct Visitor {
    const RecallRun& run;
    const Config& config;
    Outcome operator()(const SpinRecall& task) const { return recall_spins(task, run, config); }
    Outcome operator()(const ModernRecall& task) const { return recall_modern(task, run); }
    Outcome operator()(const CapacityScan& scan) const { return scan_capacity(scan, run); }
    Outcome operator()(const PhaseScan& scan) const { return scan_phases(scan, run); }
  };
  return std::visit(Visitor{run, config}, settings.task);
}

int recall_command(const Options& options) {
  Config config = options.config.load();
  const RecallConfig settings = read_recall_config(config);
  RunDirectory directory =
      RunDirectory::create(options.out ? *options.out : default_run_path(options.config.path));
  const InterruptGuard interrupt;
  const Outcome outcome = run_task(settings, config, options.quiet);
  return tell({.command = "recall",
               .head = {{"seed", settings.seed}},
               .threads = settings.threads,
               .config = config.effective_toml(),
               .json = options.json,
               .quiet = options.quiet},
              outcome, &directory);
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
