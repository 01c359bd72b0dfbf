#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <stdexcept>

#include "anneal_report.hpp"
#include "commands.hpp"
#include "common_options.hpp"
#include "interrupt.hpp"
#include "onedial/core/error.hpp"
#include "onedial/run/anneal_checkpoint.hpp"
#include "onedial/run/anneal_run.hpp"
#include "onedial/run/progress.hpp"
#include "onedial/run/run_directory.hpp"
#include "processes.hpp"
#include "report_files.hpp"

namespace onedial::cli {
namespace {

struct Options {
  ConfigOptions config;
  std::optional<std::filesystem::path> out;
  std::optional<std::filesystem::path> resume;
  bool json = false;
  bool quiet = false;
};

std::string facts(const AnnealSweep& sweep) {
  return fmt::format(
      "T {:<8.4g} best energy {:.12g}  flips {:4.1f} %", sweep.temperature.value(), sweep.best_energy,
      100.0 * static_cast<double>(sweep.stats.flips) / static_cast<double>(sweep.stats.attempts));
}

std::string document(const AnnealSetup& setup, const AnnealOutcome& outcome) {
  using Json = nlohmann::ordered_json;
  return to_json(setup, outcome).dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

/// A run, and all that it leaves behind.
class AnnealSession {
 public:
  AnnealSession(const Config& config, const AnnealSetup& setup, const Options& options)
      : config_(config), setup_(setup), options_(options), records_(setup), checkpoint_(config, setup) {}

  /// Goes on with what an earlier run has left in its directory. Throws InputError.
  void go_on_from(const std::filesystem::path& directory) {
    stored_ = directory / AnnealCheckpoint::name;
    state_ = checkpoint_.read(stored_, records_);
  }

  AnnealOutcome run(RunDirectory& directory) {
    ProgressReport progress(options_.quiet ? ProgressReport::Style::none : ProgressReport::style_of_stderr(),
                            stderr_is_rich());
    const InterruptGuard interrupt;
    auto last_stored = Clock::now();
    const auto observe = [&](const AnnealSweep& sweep) {
      records_.add(sweep);
      progress.update(sweep.progress.sweep + 1, sweep.progress.sweeps, [&] { return facts(sweep); });
      if (InterruptGuard::requested()) {
        return false;
      }
      if (sweep.result_so_far && is_due(last_stored)) {
        store_so_far(directory, {.result = sweep.result_so_far()}, progress);
        last_stored = Clock::now();
      }
      return true;
    };
    try {
      const auto system = make_spread_system(setup_);
      AnnealRun run =
          run_anneal(setup_, *system, observe, state_, [] { return !InterruptGuard::requested(); });
      progress.finish();
      return outcome(std::move(run));
    } catch (const std::invalid_argument& error) {
      if (state_.empty()) {
        throw;
      }
      throw InputError(fmt::format("{}: {}", stored_.string(), error.what()));
    }
  }

  /// What there is to see of a run; what it can be gone on with as long as it can.
  void store(RunDirectory& directory, const AnnealOutcome& outcome, bool with_report) {
    const std::string& state = outcome.run.result.state;
    const std::string name(AnnealCheckpoint::name);
    if (AnnealCheckpoint::can_hold(state)) {
      directory.add(name, checkpoint_.bytes(state, records_));
    } else {
      directory.discard(name);
    }
    directory.add("config.toml", config_.effective_toml());
    directory.add("solution.txt", setup_.problem->answer_text(outcome.best.state));
    directory.add("trace.csv", outcome.trace.csv());
    if (with_report) {
      add_report(directory, [&] { return figure(setup_, outcome); });
    }
    directory.add("result.json", document(setup_, outcome));
    directory.commit();
  }

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] bool is_due(Clock::time_point last_stored) const {
    const double seconds = setup_.config.checkpoint_seconds;
    return seconds > 0 && std::chrono::duration<double>(Clock::now() - last_stored).count() >= seconds;
  }

  AnnealOutcome outcome(AnnealRun run) const {
    Answer best = checked_answer(setup_, run.result);
    return {.run = std::move(run),
            .best = std::move(best),
            .first_temperature = records_.first_temperature,
            .trace = records_.trace,
            .heat_capacity = records_.heat_capacity.points()};
  }

  /// A full disk costs what was to be stored, not the run.
  void store_so_far(RunDirectory& directory, AnnealRun run, ProgressReport& progress) {
    try {
      store(directory, outcome(std::move(run)), false);
    } catch (const OutputError& error) {
      progress.finish();
      fmt::print(stderr, "onedial: warning: {}\n", error.what());
    }
  }

  const Config& config_;
  const AnnealSetup& setup_;
  const Options& options_;
  AnnealRecords records_;
  AnnealCheckpoint checkpoint_;
  std::filesystem::path stored_;
  std::string state_;
};

int anneal_command(Options options) {
  if (options.resume) {
    if (!options.config.path.empty() || options.out) {
      throw InputError("--resume goes on in its own directory with the config there: give neither another");
    }
    options.config.path = *options.resume / "config.toml";
    options.out = options.resume;
  } else if (options.config.path.empty()) {
    throw InputError(
        "a config is expected, or --resume with the directory of a run; see 'onedial anneal --help'");
  }
  Config config = options.config.load();
  const AnnealSetup setup = prepare_anneal(config);
  if (!Processes::is_first()) {
    const InterruptGuard until_sent_home;
    serve(setup);
    return done;
  }
  AnnealSession session(config, setup, options);
  if (options.resume) {
    if (setup.config.method.kind != Method::annealing) {
      throw InputError(fmt::format("{}: a run of method \"{}\" cannot be gone on with; only annealing can",
                                   options.config.path.string(), method_name(setup.config.method.kind)));
    }
    session.go_on_from(*options.resume);
  }
  RunDirectory directory =
      RunDirectory::create(options.out ? *options.out : default_run_path(options.config.path));
  const AnnealOutcome outcome = session.run(directory);

  // A full disk must not cost the user what was found: it is printed first.
  std::optional<OutputError> not_stored;
  try {
    session.store(directory, outcome, true);
  } catch (const OutputError& error) {
    not_stored = error;
  }
  if (options.json) {
    fmt::print("{}", document(setup, outcome));
  } else if (!options.quiet) {
    const bool rich = stdout_is_rich();
    fmt::print("{}", summary(setup, outcome, rich));
    if (!not_stored) {
      fmt::print("{:<9}{}\n", "files", (directory.path() / "").string());
    }
    if (!not_stored && AnnealCheckpoint::can_hold(outcome.run.result.state)) {
      fmt::print("{:<9}onedial anneal --resume {}\n", "go on by", directory.path().string());
    }
    fmt::print("\n{}", energy_plot(outcome, rich));
  }
  if (not_stored) {
    throw OutputError(*not_stored);
  }
  return outcome.run.result.stop_reason == StopReason::interrupted ? interrupted : done;
}

}  // namespace

void add_anneal(CLI::App& parser, int& exit_code) {
  auto* command = parser.add_subcommand("anneal", "Cool a problem down a schedule and keep the best answer");
  auto options = std::make_shared<Options>();
  options->config.add_to(*command, false);
  command->add_option("--resume", options->resume, "Go on with the run in this run directory")
      ->type_name("DIR");
  command->add_option("--out", options->out, "Run directory (default: runs/ and the config's name)")
      ->type_name("DIR");
  command->add_flag("--json", options->json, "Print one JSON document on standard output and nothing else");
  command->add_flag("--quiet", options->quiet, "No progress and no summary");
  command->callback([options, &exit_code] { exit_code = anneal_command(*options); });
}

}  // namespace onedial::cli
