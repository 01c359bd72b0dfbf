#include <optional>
#include <string>

#include "commands.hpp"
#include "common_options.hpp"
#include "interrupt.hpp"
#include "onedial/core/error.hpp"
#include "onedial/run/encoder_config.hpp"
#include "onedial/run/train_config.hpp"
#include "train_encoder.hpp"
#include "train_restricted.hpp"

namespace onedial::cli {
namespace {

struct Options {
  ConfigOptions config;
  std::optional<std::filesystem::path> out;
  std::optional<std::filesystem::path> resume;
  bool json = false;
  bool quiet = false;
};

RunDirectory directory_of(const Options& options) {
  return RunDirectory::create(options.out ? *options.out : default_run_path(options.config.path));
}

int train_encoders(Config& config, const Options& options) {
  const EncoderTraining training = read_encoder_training(config);
  if (options.resume) {
    throw InputError("--resume: encoders are trained in one go");
  }
  RunDirectory directory = directory_of(options);
  const Telling telling{.command = "train",
                        .head = {{"seed", training.seed}},
                        .threads = training.threads,
                        .config = config.effective_toml(),
                        .json = options.json,
                        .quiet = options.quiet};
  const InterruptGuard interrupt;
  return tell(telling, train_encoder(training, options.quiet), &directory);
}

int train_command(Options options) {
  std::optional<StoredTraining> stored;
  if (options.resume) {
    if (!options.config.path.empty() || options.out) {
      throw InputError("--resume goes on in its own directory with the config there: give neither another");
    }
    options.config.path = *options.resume / "config.toml";
    options.out = options.resume;
  } else if (options.config.path.empty()) {
    throw InputError("a config is expected, or --resume with the directory of a training");
  }
  Config config = options.config.load();
  if (read_machine_kind(config) == "encoder") {
    return train_encoders(config, options);
  }
  const RestrictedTraining training = read_restricted_training(config);
  if (options.resume) {
    const std::filesystem::path model = *options.resume / "model.npz";
    stored = {.path = model, .file = read_array_file(model)};
  }
  RunDirectory directory = directory_of(options);
  const Telling telling{.command = "train",
                        .head = {{"seed", training.settings.seed}},
                        .threads = training.settings.threads,
                        .config = config.effective_toml(),
                        .json = options.json,
                        .quiet = options.quiet};
  const InterruptGuard interrupt;
  const Outcome outcome = train_restricted(training, stored, options.quiet,
                                           [&](const Outcome& so_far) { store(telling, so_far, directory); });
  return tell(telling, outcome, &directory);
}

}  // namespace

void add_train(CLI::App& parser, int& exit_code) {
  auto* command = parser.add_subcommand("train", "Train a Boltzmann machine on examples");
  auto options = std::make_shared<Options>();
  options->config.add_to(*command, false);
  command->add_option("--resume", options->resume, "Go on with the training in this run directory")
      ->type_name("DIR");
  command->add_option("--out", options->out, "Run directory (default: runs/ and the config's name)")
      ->type_name("DIR");
  command->add_flag("--json", options->json, "Print one JSON document on standard output and nothing else");
  command->add_flag("--quiet", options->quiet, "No progress and no summary");
  command->callback([options, &exit_code] { exit_code = train_command(*options); });
}

}  // namespace onedial::cli
