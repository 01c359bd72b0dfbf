#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "commands.hpp"
#include "common_options.hpp"
#include "logits_options.hpp"
#include "onedial/core/atomic_file.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/dimod_json.hpp"
#include "onedial/run/anneal_setup.hpp"
#include "onedial/run/encoder_config.hpp"
#include "onedial/run/recall_config.hpp"
#include "onedial/run/train_config.hpp"
#include "thermo_setup.hpp"

namespace onedial::cli {
namespace {

struct Options {
  ConfigOptions config;
  std::optional<std::filesystem::path> export_path;
  bool json = false;
};

/// A config of `onedial thermo`: it has temperatures to measure, where one of `anneal` has a schedule.
bool is_for_thermo(const Config& config) {
  return config.has_section("temperatures") || config.has_section("measurement") ||
         config.has_section("hysteresis");
}

int check_thermo(Config& config, const Options& options) {
  const ThermoConfig settings = read_thermo_config(config);
  const ThermoSubject subject = prepare_subject(settings, config, Effort::little);
  const TemperatureRange range = range_of(settings, subject, config);
  if (options.export_path) {
    if (!subject.model) {
      throw InputError("--export: only models of pairs of spins or bits can be written as dimod's BQM JSON");
    }
    write_file_atomically(*options.export_path, to_dimod_json(*subject.model));
  }
  const std::string exact = subject.exact ? subject.exact->method : "";
  if (options.json) {
    nlohmann::ordered_json document = config.explain_json();
    document["problem"] = {{"kind", settings.problem.kind},
                           {"source", valid_utf8(subject.description)},
                           {"units", subject.units},
                           {"couplings", subject.couplings}};
    document["temperatures"] = {{"coldest", range.cold.value()}, {"hottest", range.hot.value()}};
    document["exact_method"] =
        exact.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(exact);
    fmt::print("{}\n", document.dump(2));
    return done;
  }
  fmt::print("{}\n", config.explain());
  fmt::print("{}: {}, {} units and {} couplings, from T = {:.4g} to {:.4g}; {}\n", settings.problem.kind,
             valid_utf8(subject.description), subject.units, subject.couplings, range.cold.value(),
             range.hot.value(), exact.empty() ? "no exact answer beside it" : "exact by " + exact);
  for (const std::string& note : subject.notes) {
    fmt::print("{}\n", note);
  }
  return done;
}

/// A config of `onedial recall`: it has a memory or something to scan.
bool is_for_recall(const Config& config) {
  return config.has_section("memory") || config.has_section("patterns") || config.has_section("recall") ||
         config.has_section("scan");
}

/// How many patterns of how many units a config of `onedial recall` stores; nothing of a scan.
std::optional<std::pair<Index, Index>> stored_patterns(const RecallConfig& settings) {
  const auto sizes = [&](const PatternSource& source) {
    const PatternSet set = load_patterns(source, settings.seed);
    return std::pair(set.patterns.cols(), set.patterns.rows());
  };
  if (const auto* spins = std::get_if<SpinRecall>(&settings.task)) {
    return sizes(spins->patterns);
  }
  if (const auto* modern = std::get_if<ModernRecall>(&settings.task)) {
    return sizes(modern->patterns);
  }
  return std::nullopt;
}

int check_recall(Config& config, const Options& options) {
  if (options.export_path) {
    throw InputError("--export: a config of recall has patterns and no model to export");
  }
  const RecallConfig settings = read_recall_config(config);
  const auto sizes = stored_patterns(settings);
  if (options.json) {
    nlohmann::ordered_json document = config.explain_json();
    if (sizes) {
      document["patterns"] = {{"count", sizes->first}, {"units", sizes->second}};
    }
    fmt::print("{}\n", document.dump(2));
    return done;
  }
  fmt::print("{}\n", config.explain());
  if (sizes) {
    fmt::print("{} patterns of {} units, a load of {:.4g}\n", sizes->first, sizes->second,
               static_cast<double>(sizes->first) / static_cast<double>(sizes->second));
  }
  return done;
}

/// A config of `onedial train`: it has a machine that learns.
bool is_for_train(const Config& config) {
  return config.has_section("machine") || config.has_section("learning") || config.has_section("data");
}

int check_train(Config& config, const Options& options) {
  if (options.export_path) {
    throw InputError(
        "--export: a config of train has a machine that is still to learn and no model to export");
  }
  nlohmann::ordered_json sizes;
  std::string text;
  if (read_machine_kind(config) == "encoder") {
    const EncoderTraining training = read_encoder_training(config);
    const Index inputs = training.settings.shape.inputs;
    sizes = {{"visible", 2 * inputs}, {"hidden", training.settings.shape.hidden}};
    text = fmt::format("{} encoders of {} visible and {} hidden units", training.runs, 2 * inputs,
                       training.settings.shape.hidden);
  } else {
    const RestrictedTraining training = read_restricted_training(config);
    const MachineExamples examples = load_examples(training);
    const Index visible = examples.learned.cols();
    const double bytes = training_bytes(training, examples);
    require_memory_for(training, examples);
    sizes = {{"visible", visible},
             {"hidden", training.hidden},
             {"examples", examples.learned.rows()},
             {"held_out", examples.held_out.rows()},
             {"bytes", bytes}};
    text = fmt::format("{} x {} units learn {} examples, {} held out, in about {:.0f} MB of memory", visible,
                       training.hidden, examples.learned.rows(), examples.held_out.rows(),
                       std::ceil(bytes / 1e6));
  }
  if (options.json) {
    nlohmann::ordered_json document = config.explain_json();
    document["machine"] = std::move(sizes);
    fmt::print("{}\n", document.dump(2));
    return done;
  }
  fmt::print("{}\n{}\n", config.explain(), text);
  return done;
}

int check_command(const Options& options) {
  Config config = options.config.load();
  if (is_for_train(config)) {
    return check_train(config, options);
  }
  if (is_for_recall(config)) {
    return check_recall(config, options);
  }
  if (is_for_thermo(config)) {
    return check_thermo(config, options);
  }
  const AnnealSetup setup = prepare_anneal(config);
  const TemperatureRange range =
      setup.config.method.kind == Method::replica_exchange ? ladder_ends({}, setup.range) : setup.range;
  if (options.export_path) {
    const auto model = pairwise_model(setup.encoding);
    if (!model) {
      throw InputError(
          fmt::format("--export: the encoding \"{}\" is no model of pairs of spins or bits, which "
                      "alone can be written as dimod's BQM JSON",
                      setup.encoding.name));
    }
    write_file_atomically(*options.export_path, to_dimod_json(*model));
  }
  if (options.json) {
    nlohmann::ordered_json document = config.explain_json();
    document["problem"] = {{"kind", setup.config.problem.kind},
                           {"source", setup.problem->source()},
                           {"encoding", setup.encoding.name},
                           {"units", units(setup.encoding)},
                           {"couplings", coupling_count(setup.encoding)}};
    document["engine"] = engine_name(setup.config.sampler.engine);
    document["auto_temperatures"] = {{"start", range.hot.value()}, {"end", range.cold.value()}};
    fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return done;
  }
  fmt::print("{}\n", config.explain());
  fmt::print(
      "{} of {} units and {} couplings, swept by engine \"{}\"; \"auto\" temperatures run from {:.4g} to "
      "{:.4g}\n",
      setup.config.problem.kind, units(setup.encoding), coupling_count(setup.encoding),
      engine_name(setup.config.sampler.engine), range.hot.value(), range.cold.value());
  return done;
}

}  // namespace

void add_check(CLI::App& parser, int& exit_code) {
  auto* command =
      parser.add_subcommand("check", "Explain a config, and try its instance, without running it");
  auto options = std::make_shared<Options>();
  options->config.add_to(*command);
  command->add_option("--export", options->export_path, "Write the model as dimod's BQM JSON")
      ->type_name("FILE");
  command->add_flag("--json", options->json, "Print one JSON document");
  command->callback([options, &exit_code] { exit_code = check_command(*options); });
}

}  // namespace onedial::cli
