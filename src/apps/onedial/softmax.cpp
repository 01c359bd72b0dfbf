#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "commands.hpp"
#include "common_options.hpp"
#include "logits_options.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/max_entropy.hpp"
#include "onedial/run/run_directory.hpp"
#include "report_files.hpp"
#include "softmax_report.hpp"

namespace onedial::cli {
namespace {

struct Options {
  LogitsOptions logits;
  std::vector<std::string> temperatures;
  std::optional<std::string> grid;
  std::optional<double> target_entropy;
  std::optional<double> target_perplexity;
  std::optional<double> target_energy;
  std::size_t top = 10;
  std::optional<std::filesystem::path> out;
  bool json = false;
  bool quiet = false;
};

/// "LOW:HIGH:POINTS" in equal steps of ln T.
std::vector<Temperature> parse_grid(const std::string& text) {
  const std::size_t first = text.find(':');
  const std::size_t second = text.find(':', first + 1);
  constexpr Index most_points = 100'000;
  if (first == std::string::npos || second == std::string::npos) {
    throw InputError(fmt::format("--grid: '{}' is not LOW:HIGH:POINTS, as in 0.1:10:200", text));
  }
  const double low = parse_temperature("--grid", text.substr(0, first)).value();
  const double high = parse_temperature("--grid", text.substr(first + 1, second - first - 1)).value();
  const double points = parse_temperature("--grid", text.substr(second + 1)).value();
  if (!(low > 0 && low < high && high < HUGE_VAL)) {
    throw InputError(fmt::format("--grid: from {} to {}; 0 < LOW < HIGH < inf is expected", low, high));
  }
  if (!(points >= 2 && points <= most_points && points == std::floor(points))) {
    throw InputError(
        fmt::format("--grid: {} points; a whole number from 2 to {} is expected", points, most_points));
  }
  std::vector<Temperature> temperatures;
  for (double k = 0; k < points; ++k) {
    const double share = k / (points - 1);
    temperatures.emplace_back(std::exp((1 - share) * std::log(low) + share * std::log(high)));
  }
  temperatures.front() = Temperature(low);
  temperatures.back() = Temperature(high);
  return temperatures;
}

std::vector<Temperature> chosen_temperatures(const Options& options, const Spectrum& spectrum) {
  std::vector<Temperature> temperatures;
  for (const std::string& word : options.temperatures) {
    temperatures.push_back(parse_temperature("--temperature", word));
  }
  if (options.grid) {
    const auto grid = parse_grid(*options.grid);
    temperatures.insert(temperatures.end(), grid.begin(), grid.end());
  }
  const auto solve = [&](const std::optional<double>& target, const char* option, auto temperature_for) {
    if (target) {
      try {
        temperatures.push_back(temperature_for(spectrum, *target));
      } catch (const std::invalid_argument& error) {
        throw InputError(fmt::format("{}: {}", option, error.what()));
      }
    }
  };
  solve(options.target_entropy, "--target-entropy", temperature_of_entropy);
  solve(options.target_perplexity, "--target-perplexity", temperature_of_perplexity);
  solve(options.target_energy, "--target-energy", temperature_of_mean_energy);
  if (temperatures.empty()) {
    temperatures.emplace_back(1.0);
  }
  return temperatures;
}

Spectrum spectrum_of(const std::vector<double>& logits, const std::string& source) {
  try {
    return Spectrum::from_logits(logits);
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("{}: {}", source, error.what()));
  }
}

int softmax_command(const Options& options) {
  TokenLogits logits = options.logits.load();
  const Spectrum spectrum = spectrum_of(logits.logits, options.logits.source());
  const std::vector<Temperature> temperatures = chosen_temperatures(options, spectrum);
  std::optional<RunDirectory> directory;
  if (options.out) {
    directory.emplace(RunDirectory::create(*options.out));
  }
  SoftmaxOutcome outcome{.logits = std::move(logits),
                         .spectrum = spectrum,
                         .source = options.logits.source(),
                         .rows = {},
                         .heat_capacity_peaks = heat_capacity_peaks(spectrum),
                         .entropy_slope_peaks = entropy_slope_peaks(spectrum)};
  for (const Temperature t : temperatures) {
    outcome.rows.push_back(thermodynamics(spectrum, t));
  }
  const std::string document = to_json(outcome, options.top).dump(2) + '\n';
  if (options.json || !options.quiet) {
    fmt::print("{}", options.json ? document : to_text(outcome, options.top, stdout_is_rich()));
  }
  if (directory) {
    directory->add("temperatures.csv", to_csv(outcome));
    add_report(*directory, [&] { return figure(outcome); });
    directory->add("result.json", document);
    directory->commit();
  }
  return done;
}

}  // namespace

void add_softmax(CLI::App& parser, int& exit_code) {
  auto* command = parser.add_subcommand("softmax", "Thermodynamics of logits at any temperature");
  auto options = std::make_shared<Options>();
  options->logits.add_to(*command);
  command->add_option("--temperature", options->temperatures, "Temperatures, 0 and inf included (default: 1)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("T[,T...]");
  command->add_option("--grid", options->grid, "Temperatures in equal steps of ln T")
      ->type_name("LOW:HIGH:POINTS");
  command->add_option("--target-entropy", options->target_entropy, "Solve for the T of this entropy")
      ->type_name("NATS");
  command->add_option("--target-perplexity", options->target_perplexity, "Solve for the T of this perplexity")
      ->type_name("CHOICES");
  command
      ->add_option("--target-energy", options->target_energy, "Solve for the T of this mean energy, -<logit>")
      ->type_name("ENERGY");
  command->add_option("--top", options->top, "How many of the most likely tokens to show")
      ->type_name("N")
      ->check(CLI::Range(1, 100000));
  command->add_option("--out", options->out, "Run directory for result.json, temperatures.csv and a report")
      ->type_name("DIR");
  command->add_flag("--json", options->json, "Print one JSON document on standard output and nothing else");
  command->add_flag("--quiet", options->quiet, "No table and no plots");
  command->callback([options, &exit_code] { exit_code = softmax_command(*options); });
}

}  // namespace onedial::cli
