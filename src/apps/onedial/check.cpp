#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "anneal_setup.hpp"
#include "commands.hpp"
#include "common_options.hpp"
#include "onedial/problem/dimod_json.hpp"
#include "onedial/run/atomic_file.hpp"

namespace onedial::cli {
namespace {

struct Options {
  ConfigOptions config;
  std::optional<std::filesystem::path> export_path;
  bool json = false;
};

int check_command(const Options& options) {
  Config config = options.config.load();
  const AnnealSetup setup = prepare_anneal(config);
  if (options.export_path) {
    write_file_atomically(*options.export_path, to_dimod_json(*setup.model));
  }
  if (options.json) {
    nlohmann::ordered_json document = config.explain_json();
    document["problem"] = {{"kind", setup.config.problem.kind},
                           {"source", terms(setup.problem).source},
                           {"units", setup.model->size()},
                           {"couplings", setup.model->coupling_count()}};
    document["engine"] = engine_name(setup.config.sampler.engine);
    document["auto_temperatures"] = {{"start", setup.range.hot.value()}, {"end", setup.range.cold.value()}};
    fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return done;
  }
  fmt::print("{}\n", config.explain());
  fmt::print(
      "{} of {} units and {} couplings, swept by engine \"{}\"; \"auto\" temperatures run from {:.4g} to "
      "{:.4g}\n",
      setup.config.problem.kind, setup.model->size(), setup.model->coupling_count(),
      engine_name(setup.config.sampler.engine), setup.range.hot.value(), setup.range.cold.value());
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
