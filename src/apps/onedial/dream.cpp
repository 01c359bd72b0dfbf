#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "commands.hpp"
#include "interrupt.hpp"
#include "logits_options.hpp"
#include "model_options.hpp"
#include "onedial/core/error.hpp"
#include "onedial/data/npy.hpp"
#include "onedial/learn/dream.hpp"
#include "onedial/learn/rbm_sampler.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/plot/dream_report.hpp"
#include "onedial/plot/image_panel.hpp"
#include "outcome.hpp"
#include "thermo_watch.hpp"
#include "training_figure.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  ModelOptions model;
  std::optional<std::string> temperature;
  std::string from = "4";
  std::string to = "1";
  std::string schedule = "geometric";
  Index sweeps = 1000;
  Index chains = 64;
  Index frames = 10;
  bool exchange = false;
  std::optional<std::filesystem::path> inpaint;
  std::string hide = "bottom";
  double threshold = 0.5;
};

Temperature parse_positive(const char* option, const std::string& text) {
  const Temperature t = parse_temperature(option, text);
  if (t.is_zero() || t.is_infinite()) {
    throw InputError(
        fmt::format("{}: {} is no temperature to dream at; must be above 0 and finite", option, text));
  }
  return t;
}

Schedule schedule_of(const Options& options) {
  if (options.temperature) {
    return ConstantSchedule{parse_positive("--temperature", *options.temperature)};
  }
  const Temperature from = parse_positive("--from", options.from);
  const Temperature to = parse_positive("--to", options.to);
  if (options.schedule == "linear") {
    return LinearSchedule{from, to};
  }
  if (options.schedule == "linear_beta") {
    return LinearBetaSchedule{from, to};
  }
  return GeometricSchedule{from, to};
}

Temperature exchange_temperature(const Options& options) {
  return parse_positive("--temperature", options.temperature.value_or("1"));
}

/// "by annealing from T = 4 to 1", as it was asked for.
std::string method_text(const Options& options) {
  if (options.exchange) {
    return fmt::format("by replica exchange at T = {:.4g}", exchange_temperature(options).value());
  }
  if (options.temperature) {
    return fmt::format("at T = {}", *options.temperature);
  }
  return fmt::format("by annealing from T = {} to {}", options.from, options.to);
}

std::vector<DreamFrame> annealed(const LoadedModel& model, const Options& options, Watch& watch) {
  return dream(model.machine,
               {.schedule = schedule_of(options),
                .sweeps = options.sweeps,
                .chains = options.chains,
                .frames = std::min(options.frames, options.sweeps),
                .threads = options.model.thread_count(),
                .seed = static_cast<std::uint64_t>(options.model.seed)},
               {}, [&](Index sweeps) { return watch("dreaming", sweeps, options.sweeps); });
}

/// Replica exchange between the temperature and four times as much, where chains forget what they dream of.
std::vector<DreamFrame> exchanged(const LoadedModel& model, const Options& options, Watch& watch) {
  const Temperature t = exchange_temperature(options);
  const Index threads = options.model.thread_count();
  ExchangeDreamSettings settings{.ladders = options.chains,
                                 .equilibration = (options.sweeps + 1) / 2,
                                 .frames = options.frames,
                                 .threads = threads,
                                 .seed = static_cast<std::uint64_t>(options.model.seed)};
  settings.temperatures = dream_ladder(
      model.machine, t, threads, static_cast<std::uint64_t>(options.model.seed),
      [&](const ScanProgress& progress) { return watch(progress.phase, progress.sweep, progress.sweeps); });
  settings.sweeps_per_frame = std::max<Index>(1, options.sweeps / (2 * options.frames));
  const Index all = settings.equilibration + options.frames * settings.sweeps_per_frame;
  return exchange_dream(model.machine, settings,
                        [&](Index sweeps) { return watch("dreaming", sweeps, all); });
}

Accumulator energies_of(const DreamFrame& frame) {
  Accumulator energy;
  for (const double e : frame.energies) {
    energy.add(e);
  }
  return energy;
}

double deviation_of(const DreamFrame& frame) {
  return frame.energies.size() > 1 ? std::sqrt(energies_of(frame).variance()) : 0;
}

std::string frames_csv(const std::vector<DreamFrame>& frames) {
  std::string text = "sweep,temperature,mean_energy,energy_deviation\n";
  for (const DreamFrame& frame : frames) {
    text += fmt::format("{},{},{},{}\n", frame.sweep, frame.temperature.value(), energies_of(frame).mean(),
                        deviation_of(frame));
  }
  return text;
}

std::string npy(const FloatRows& rows, const RestrictedMachine& machine) {
  const std::vector<Index> shape = machine.height > 0 && machine.height * machine.width == rows.cols()
                                       ? std::vector{rows.rows(), machine.height, machine.width}
                                       : std::vector{rows.rows(), rows.cols()};
  return npy_bytes(std::span<const float>(rows.data(), static_cast<std::size_t>(rows.size())), shape);
}

DreamReport report_of(const LoadedModel& model, const std::vector<DreamFrame>& frames,
                      const Options& options) {
  const RestrictedMachine& machine = model.machine;
  DreamReport report{
      .title = fmt::format("Dreams of {}", options.model.name()),
      .subtitle = fmt::format("{} chains of {} x {} units {}, seed {}", frames.back().values.rows(),
                              machine.visible(), machine.hidden(), method_text(options), options.model.seed),
      .height = machine.height,
      .width = machine.width};
  if (machine.visible_units == VisibleUnits::spin) {
    report.visible_range = {-1, 1};
  }
  const Index room = machine.height > 0
                         ? dream_chains_drawn(std::ssize(frames), machine.height, machine.width)
                         : frames.back().means.rows();
  for (const DreamFrame& frame : frames) {
    const Accumulator energy = energies_of(frame);
    DreamReport::Frame drawn{.sweep = frame.sweep,
                             .temperature = frame.temperature,
                             .mean_energy = energy.mean(),
                             .energy_sd = deviation_of(frame)};
    for (Index chain = 0; chain < std::min(room, frame.means.rows()); ++chain) {
      drawn.images.push_back(picture_of(machine, frame.means.row(chain).transpose()));
    }
    report.frames.push_back(std::move(drawn));
  }
  return report;
}

Outcome free_dream(const LoadedModel& model, const Options& options) {
  Watch watch(options.model.quiet);
  const auto frames = options.exchange ? exchanged(model, options, watch) : annealed(model, options, watch);
  Outcome outcome{.is_interrupted = InterruptGuard::requested()};
  if (frames.empty()) {
    return outcome;
  }
  const DreamFrame& last = frames.back();
  outcome.files = {{"frames.csv", frames_csv(frames)},
                   {"values.npy", npy(last.values, model.machine)},
                   {"means.npy", npy(last.means, model.machine)}};
  const double energy = energies_of(last).mean();
  Json list = Json::array();
  for (const DreamFrame& frame : frames) {
    list.push_back({{"sweep", frame.sweep},
                    {"temperature", frame.temperature.value()},
                    {"mean_energy", energies_of(frame).mean()},
                    {"energy_deviation", deviation_of(frame)}});
  }
  outcome.document = {{"chains", last.values.rows()},
                      {"method", options.exchange ? "replica_exchange" : "annealing"},
                      {"frames", std::move(list)},
                      {"mean_energy", energy}};
  outcome.facts = {{"machine", machine_text(model.machine)},
                   {"dream", fmt::format("{} chains {}, {} frames, mean energy {:.5g} at the end",
                                         last.values.rows(), method_text(options), frames.size(), energy)}};
  outcome.figure = dream_figure(report_of(model, frames, options));
  return outcome;
}

/// Which visible columns stay: all but a half of the image.
std::vector<bool> known_columns(const RestrictedMachine& machine, const std::string& hidden_half) {
  const Index pixels = machine.height * machine.width;
  if (pixels == 0) {
    throw InputError("--inpaint: the machine's visible units are no image, of which a half could be hidden");
  }
  const Index levels = machine.visible() / pixels;
  std::vector<bool> known(static_cast<std::size_t>(machine.visible()));
  for (std::size_t column = 0; column < known.size(); ++column) {
    const Index pixel = static_cast<Index>(column) / levels;
    const Index y = pixel / machine.width;
    const Index x = pixel % machine.width;
    known[column] = hidden_half == "top"      ? 2 * y >= machine.height
                    : hidden_half == "bottom" ? 2 * y < machine.height
                    : hidden_half == "left"   ? 2 * x >= machine.width
                                              : 2 * x < machine.width;
  }
  if (std::find(known.begin(), known.end(), false) == known.end()) {
    throw InputError(fmt::format("--hide {}: hides nothing of images of {} x {}", hidden_half, machine.height,
                                 machine.width));
  }
  return known;
}

/// Three rows: examples, what of them was known, and the whole as it was filled in.
Figure inpainting_figure(const RestrictedMachine& machine, const FloatRows& rows, const FloatRows& filled,
                         const std::vector<bool>& known, std::string subtitle) {
  constexpr Index most = 16;
  ImageGrid grid{.height = machine.height, .width = machine.width, .rows = {{}, {}, {}}};
  const bool is_spin = machine.visible_units == VisibleUnits::spin;
  grid.range = is_spin ? AxisLimits{-1, 1} : AxisLimits{0, 1};
  const float unknown = is_spin ? 0.0F : 0.5F;
  for (Index row = 0; row < std::min(most, rows.rows()); ++row) {
    Eigen::VectorXf shown = rows.row(row).transpose();
    for (Index column = 0; column < shown.size(); ++column) {
      shown[column] = known[static_cast<std::size_t>(column)] ? shown[column] : unknown;
    }
    grid.rows[0].push_back(picture_of(machine, rows.row(row).transpose()));
    grid.rows[1].push_back(picture_of(machine, shown));
    grid.rows[2].push_back(picture_of(machine, filled.row(row).transpose()));
  }
  return {.title = "In-painting",
          .subtitle = std::move(subtitle),
          .width = 760,
          .height = 240,
          .panels = {image_panel("Examples, what is shown of them, and what the machine makes of it", grid)}};
}

Outcome inpainting(const LoadedModel& model, const Options& options) {
  const RestrictedMachine& machine = model.machine;
  const std::vector<bool> known = known_columns(machine, options.hide);
  const FloatRows rows = load_rows(machine, *options.inpaint, options.threshold, options.chains);
  Watch watch(options.model.quiet);
  const auto found = inpaint(machine, rows, known,
                             {.equilibration = options.sweeps,
                              .sweeps = options.sweeps,
                              .threads = options.model.thread_count(),
                              .seed = static_cast<std::uint64_t>(options.model.seed)},
                             [&](Index sweeps) { return watch("filling in", sweeps, 2 * options.sweeps); });
  if (!found) {
    return {.is_interrupted = true};
  }
  const FloatRows& filled = *found;
  double square = 0;
  Index count = 0;
  for (Index column = 0; column < machine.visible(); ++column) {
    if (!known[static_cast<std::size_t>(column)]) {
      square += static_cast<double>((filled.col(column) - rows.col(column)).squaredNorm());
      count += rows.rows();
    }
  }
  const double error = square / static_cast<double>(count);
  Outcome outcome{.is_interrupted = InterruptGuard::requested()};
  outcome.files = {{"means.npy", npy(filled, machine)}, {"examples.npy", npy(rows, machine)}};
  outcome.document = {{"method", "inpainting"},
                      {"examples", rows.rows()},
                      {"hidden_half", options.hide},
                      {"mean_squared_error", error}};
  outcome.facts = {
      {"machine", machine_text(machine)},
      {"inpainted", fmt::format("the {} half of {} examples of {}; mean squared error {:.4g}", options.hide,
                                rows.rows(), options.inpaint->filename().string(), error)}};
  outcome.figure = inpainting_figure(
      machine, rows, filled, known,
      fmt::format("the {} half of examples of {} is hidden; mean squared error {:.4g}, seed {}", options.hide,
                  options.inpaint->filename().string(), error, options.model.seed));
  return outcome;
}

int dream_command(const Options& options) {
  const LoadedModel model = load_model(options.model.path);
  RunDirectory directory =
      RunDirectory::create(options.model.out ? *options.model.out : default_run_path("dream"));
  const InterruptGuard interrupt;
  const Outcome outcome = options.inpaint ? inpainting(model, options) : free_dream(model, options);
  return tell({.command = "dream",
               .head = {{"seed", options.model.seed}, {"model", options.model.name()}},
               .threads = options.model.thread_count(),
               .json = options.model.json,
               .quiet = options.model.quiet},
              outcome, &directory);
}

}  // namespace

void add_dream(CLI::App& parser, int& exit_code) {
  auto* command = parser.add_subcommand("dream", "Sample the visible units of a machine at any temperature");
  auto options = std::make_shared<Options>();
  options->model.add_to(*command, "Run directory (default: runs/dream)");
  auto* temperature =
      command->add_option("--temperature", options->temperature, "Stay at this temperature")->type_name("T");
  auto* exchange = command->add_flag(
      "--exchange", options->exchange,
      "In equilibrium at --temperature (default: 1), by replica exchange with hotter chains; the "
      "first half of the sweeps is not shown");
  auto* from =
      command->add_option("--from", options->from, "The first temperature (default: 4)")->type_name("T");
  auto* to = command->add_option("--to", options->to, "The last temperature (default: 1)")->type_name("T");
  auto* schedule = command
                       ->add_option("--schedule", options->schedule,
                                    "geometric (default), linear or linear_beta between them")
                       ->check(CLI::IsMember({"geometric", "linear", "linear_beta"}));
  for (CLI::Option* option : {from, to, schedule}) {
    option->excludes(temperature)->excludes(exchange);
  }
  const CLI::Range counts(1, 1'000'000'000);
  command
      ->add_option(
          "--sweeps", options->sweeps,
          "Of block Gibbs sampling; --inpaint makes as many again, that its mean is of (default: 1000)")
      ->type_name("N")
      ->check(counts);
  command->add_option("--chains", options->chains, "Or examples to in-paint (default: 64)")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000));
  auto* frames = command->add_option("--frames", options->frames, "That are shown and listed (default: 10)")
                     ->type_name("N")
                     ->check(CLI::Range(1, 1000));
  auto* inpaint = command
                      ->add_option("--inpaint", options->inpaint,
                                   "Examples, of which a half is hidden and filled in by sampling at T = 1")
                      ->type_name("FILE");
  for (CLI::Option* option : {temperature, exchange, from, to, schedule, frames}) {
    inpaint->excludes(option);
  }
  command->add_option("--hide", options->hide, "Which half: top, bottom (default), left or right")
      ->check(CLI::IsMember({"top", "bottom", "left", "right"}))
      ->needs(inpaint);
  command
      ->add_option("--threshold", options->threshold, "Above it a value of the examples is on (default: 0.5)")
      ->type_name("X")
      ->check(CLI::Range(-1e30, 1e30))
      ->needs(inpaint);
  command->callback([options, &exit_code] { exit_code = dream_command(*options); });
}

}  // namespace onedial::cli
