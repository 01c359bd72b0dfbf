#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "digit_canvas.hpp"
#include "digit_learner.hpp"
#include "digits8x8.hpp"
#include "machine_chains.hpp"
#include "machine_panels.hpp"
#include "machine_scan.hpp"
#include "onedial/learn/free_energy.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/viewer/scene.hpp"
#include "panel_parts.hpp"
#include "square_picture.hpp"

namespace onedial::viewer {
namespace {

constexpr Temperature coldest(0.2);
constexpr Temperature hottest(10);
constexpr Index dreams_across = 4;
constexpr Index completions_across = 3;
constexpr Index batches_a_sweep = 4;  // of 100 digits
constexpr Index scan_sweeps = 8;      // of the ladder to one of the dreams
constexpr std::size_t most_scans = 128;
constexpr Index first_half = 4;  // of the digits held out: a 3 whose upper half could be that of a 2 or a 7
constexpr std::size_t canvas_pane = 2;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

const SceneInfo about{
    .name = "boltzmann_machine",
    .title = "Boltzmann machine: it dreams",
    .story =
        "A machine of 64 pixels and hidden units learns digits written by hand, at T = 1, while it dreams at "
        "the T of the dial: hot, of nothing in particular; cold, of its likeliest digits. Paint a part of a "
        "digit, and it dreams the rest.",
    .order = 6,
    .coldest = coldest,
    .hottest = hottest,
    .start = Temperature(1)};

std::vector<Setting> first_settings() {
  return {{"learning", "Learning",
           "Learns from 400 digits a sweep, 100 at a time; off, the machine stays as it is.",
           ToggleSetting{true}},
          {"rate", "Learning rate", "The size of the steps of Adam.",
           NumberSetting{.value = 0.005, .least = 0.0001, .most = 0.05, .is_logarithmic = true}},
          {"hidden", "Hidden units", "How many filters the machine has; another number starts it again.",
           ChoiceSetting{{"16", "64", "100"}, "64"}},
          {"forget", "Forget all", "Starts again with a machine that has learned nothing.", ButtonSetting{}},
          {"half", "Half a digit", "Puts the upper half of a digit that is never learned on the canvas.",
           ButtonSetting{}},
          {"clear", "Clear canvas", "Nothing of the canvas is known any more.", ButtonSetting{}}};
}

/// Digits beside and below each other, with a cell between them.
void draw_sheet(const FloatRows& digits, Index across, Grid& grid) {
  const Index down = digits.rows() / across;
  grid.width = across * (digit_side + 1) - 1;
  grid.height = down * (digit_side + 1) - 1;
  grid.colours = GridColours::sequential;
  grid.values.assign(static_cast<std::size_t>(grid.width * grid.height), 0);
  for (Index digit = 0; digit < digits.rows(); ++digit) {
    const Index left = digit % across * (digit_side + 1);
    const Index top = digit / across * (digit_side + 1);
    for (Index pixel = 0; pixel < digits.cols(); ++pixel) {
      const Index cell = (top + pixel / digit_side) * grid.width + left + pixel % digit_side;
      grid.values[static_cast<std::size_t>(cell)] =
          static_cast<std::uint8_t>(std::lround(255 * std::clamp(digits(digit, pixel), 0.0F, 1.0F)));
    }
  }
}

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::string known_later() {
  return fmt::format("known after {} sweeps",
                     (MachineScan::equilibration + MachineScan::measured) / scan_sweeps);
}

class BoltzmannMachineScene final : public Scene {
 public:
  BoltzmannMachineScene() : Scene(first_settings()) {}

  [[nodiscard]] const SceneInfo& info() const override { return about; }

  void reset(std::uint64_t seed) override {
    seed_ = seed;
    next_half_ = first_half;
    canvas_.clear();
    show_half();
    start();
  }

  Temperature sweep(Temperature dial) override;
  void show(Frame& frame, Temperature dial) const override;

  void touch(const Touch& touch) override {
    if (touch.pane == canvas_pane) {
      canvas_.touch(touch);
      half_.reset();
      completions_->hold(canvas_.known(), canvas_.values());
    }
  }

 private:
  /// What was measured of the machine as it was after some epochs.
  struct Scanned {
    double epochs;
    std::optional<PeakEstimate> peak;
    Estimate likelihood;  // ln p(v) of digits held out
    double log_z_error;
  };

  void changed(std::string_view key) override {
    if (!learner_) {
      return;
    }
    if (key == "rate") {
      learner_->set_rate(settings().number("rate"));
    } else if (key == "hidden" || key == "forget") {
      start();
    } else if (key == "half" || key == "clear") {
      canvas_.clear();
      half_.reset();
      if (key == "half") {
        show_half();
      }
      completions_->hold(canvas_.known(), canvas_.values());
    }
  }

  void show_half() {
    const FloatRows& digits = digit_data().held_out;
    half_ = next_half_++ % digits.rows();
    canvas_.show_upper_half(digits.row(*half_));
  }

  void start();
  void note_scan();
  [[nodiscard]] double right_pixels(Temperature dial) const;

  [[nodiscard]] Panel learning_panel() const;
  [[nodiscard]] Panel peak_panel() const;
  [[nodiscard]] Panel energy_panel() const;
  void show_panes(Frame& frame, Temperature dial) const;
  [[nodiscard]] std::vector<Fact> facts(Temperature dial) const;
  [[nodiscard]] std::string verdict() const;

  std::uint64_t seed_ = 0;
  std::optional<DigitLearner> learner_;
  std::optional<MachineChains> dreams_;
  std::optional<MachineChains> completions_;
  std::optional<MachineScan> scan_;
  double scanned_epochs_ = 0;                // of the machine that is measured now
  std::optional<MachineReadings> readings_;  // the latest
  std::vector<Scanned> scans_;               // from the first to the latest
  DigitCanvas canvas_{digit_side};
  std::optional<Index> half_;  // the digit held out whose upper half is on the canvas
  Index next_half_ = first_half;
  History energies_{2, 512};  // of the dreams: the mean and that of the first
  double best_energy_ = 0;    // of the dreams of the machine as it is
};

void BoltzmannMachineScene::start() {
  RandomStream seeds(seed_, 0);
  learner_.emplace(static_cast<Index>(std::stoi(settings().choice("hidden"))), settings().number("rate"),
                   seeds());
  const RestrictedMachine& machine = learner_->machine();
  dreams_.emplace(machine, dreams_across * dreams_across, seeds());
  completions_.emplace(machine, completions_across * completions_across, seeds());
  completions_->hold(canvas_.known(), canvas_.values());
  scan_.emplace(machine, coldest, hottest, seeds());
  scanned_epochs_ = 0;
  readings_.reset();
  scans_.clear();
  energies_.clear();
  best_energy_ = dreams_->energies()[0];
}

Temperature BoltzmannMachineScene::sweep(Temperature dial) {
  if (settings().is_on("learning")) {
    for (Index k = 0; k < batches_a_sweep; ++k) {
      learner_->step();
    }
    dreams_->follow(learner_->machine());
    completions_->follow(learner_->machine());
    best_energy_ = std::numeric_limits<double>::infinity();
  }
  dreams_->sweep(dial);
  completions_->sweep(dial);
  const std::vector<double>& energies = dreams_->energies();
  best_energy_ = std::min(best_energy_, *std::min_element(energies.begin(), energies.end()));
  energies_.add(std::array{mean_of(energies), energies[0]});
  for (Index k = 0; k < scan_sweeps; ++k) {
    if (scan_->sweep()) {
      note_scan();
    }
  }
  return dial;
}

/// Keeps what the scan has found, and lets it go on with the machine as it is now if that has moved.
void BoltzmannMachineScene::note_scan() {
  if (auto found = scan_->read()) {
    const Scanned scanned{
        .epochs = scanned_epochs_,
        .peak = found->peak,
        .likelihood = mean_log_likelihood(scan_->machine(), digit_data().held_out, found->log_z.value),
        .log_z_error = found->log_z.error};
    if (!scans_.empty() && scans_.back().epochs == scanned.epochs) {
      scans_.pop_back();  // the same machine, measured for longer
    }
    if (scans_.size() == most_scans) {
      for (std::size_t k = 1; k < most_scans / 2; ++k) {
        scans_[k] = scans_[2 * k];
      }
      scans_.resize(most_scans / 2);
    }
    scans_.push_back(scanned);
    readings_ = std::move(found);
  }
  if (scanned_epochs_ != learner_->epochs()) {
    scanned_epochs_ = learner_->epochs();
    scan_->begin(learner_->machine());
  }
}

/// How often a pixel that is filled in is that of the digit whose upper half is shown; NaN if none is.
double BoltzmannMachineScene::right_pixels(Temperature dial) const {
  if (!half_) {
    return unknown;
  }
  const FloatRows means = completions_->means(dial);
  const Eigen::RowVectorXf truth = digit_data().held_out.row(*half_);
  const Index filled_in = means.cols() - canvas_.known_pixels();
  // Pixels that are known add nothing.
  double wrong = 0;
  for (Index chain = 0; chain < means.rows(); ++chain) {
    wrong += static_cast<double>((means.row(chain) - truth).cwiseAbs().sum());
  }
  return 1 - wrong / static_cast<double>(means.rows() * filled_in);
}

Panel BoltzmannMachineScene::learning_panel() const {
  const History& curve = learner_->pseudo_likelihoods();
  std::vector<double> epochs = curve.times();
  for (double& epoch : epochs) {
    // The first was taken before learning.
    epoch = static_cast<double>(DigitLearner::epochs_to_report) * (epoch - 1);
  }
  Panel panel{.title = "Learning", .x = {.label = "epoch"}, .y = {.label = "nats a digit"}};
  panel.series = {{.x = epochs, .y = curve.means(0), .label = "pseudo-likelihood"},
                  {.x = epochs,
                   .y = curve.means(1),
                   .label = "of digits held out",
                   .colour = ColourRole::secondary,
                   .style = LineStyle::dashed}};
  Points likelihood{.label = "ln p of these", .colour = ColourRole::tertiary};
  for (const Scanned& scan : scans_) {
    likelihood.x.push_back(scan.epochs);
    likelihood.y.push_back(scan.likelihood.value);
    likelihood.y_error.push_back(scan.log_z_error);
  }
  panel.points.push_back(std::move(likelihood));
  return panel;
}

Panel BoltzmannMachineScene::peak_panel() const {
  Panel panel{.title = "T* while it learns", .x = {.label = "epoch"}, .y = {.label = "T* of C(T)"}};
  panel.note = known_later();
  Points points;
  for (const Scanned& scan : scans_) {
    points.x.push_back(scan.epochs);
    points.y.push_back(scan.peak ? scan.peak->temperature : unknown);
    points.y_error.push_back(scan.peak ? scan.peak->temperature_error : 0);
  }
  panel.points.push_back(std::move(points));
  mark_value(panel, 1, "it learns at T = 1");
  return panel;
}

Panel BoltzmannMachineScene::energy_panel() const {
  const std::vector<double> times = energies_.times();
  Panel panel{.title = "Energy of the dreams", .x = {.label = "sweep"}, .y = {.label = "E"}};
  panel.note = "no sweep yet";
  panel.bands.push_back(
      {.x = times, .lower = energies_.least(0), .upper = energies_.greatest(0), .label = "mean"});
  panel.series = {{.x = times, .y = energies_.means(0), .label = "mean"},
                  {.x = times,
                   .y = energies_.means(1),
                   .label = "the first",
                   .colour = ColourRole::tertiary,
                   .width = 0.8}};
  return panel;
}

void BoltzmannMachineScene::show_panes(Frame& frame, Temperature dial) const {
  const auto grid = [&](std::size_t pane) -> Grid& { return grid_pane(frame, pane, 4); };
  grid(0).title = "Dreams";
  grid(0).note = "E[v | h] of 16 chains at the dial's T";
  draw_sheet(dreams_->means(dial), dreams_across, grid(0));
  grid(1).title = "Digits that it learns";
  grid(1).note = "16 of 1,500";
  draw_sheet(digit_data().learned.topRows(dreams_across * dreams_across), dreams_across, grid(1));
  grid(canvas_pane).title = "Paint here";
  grid(canvas_pane).note = "left: ink, right: paper; the rest is unknown";
  canvas_.draw(grid(canvas_pane));
  grid(3).title = "The rest, dreamed";
  grid(3).note = "9 chains that are held to what you painted";
  draw_sheet(completions_->means(dial), completions_across, grid(3));
}

std::vector<Fact> BoltzmannMachineScene::facts(Temperature dial) const {
  const Scanned* scan = scans_.empty() ? nullptr : &scans_.back();
  const auto& peak = readings_ ? readings_->peak : std::nullopt;
  const std::vector<double>& energies = dreams_->energies();
  const double mean = mean_of(energies);
  double squares = 0;
  for (const double energy : energies) {
    squares += (energy - mean) * (energy - mean);
  }
  const auto chains = static_cast<double>(energies.size());
  return {{"epoch", learner_->epochs(), 0, "how often it has seen each of its 1,500 digits"},
          {"ln p", scan != nullptr ? scan->likelihood.value : unknown,
           scan != nullptr ? std::hypot(scan->likelihood.error, scan->log_z_error) : 0,
           "mean ln p(v) of the 297 digits held out, in nats a digit, with ln Z from replica exchange up to "
           "T = ∞"},
          {"ln Z", readings_ ? readings_->log_z.value : unknown, readings_ ? readings_->log_z.error : 0,
           "of the machine at T = 1, by reweighting all levels from T = ∞, where Z counts states", 5},
          {"T*", peak ? peak->temperature : unknown, peak ? peak->temperature_error : 0,
           "where C(T) = Var(E)/T² of the machine is highest, from all levels joined by reweighting", 3},
          {"E", mean, std::sqrt(squares / (chains - 1) / chains),
           "mean energy of the 16 dreams, E(v, h) = −v·W·h − b·v − c·h"},
          {"right", right_pixels(dial), 0,
           "how often a pixel that is dreamed is that of the digit whose upper half is on the canvas", 3},
          {"flips", dreams_->flip_rate(), 0, "flips per unit of the dreams in the last sweep", 3}};
}

std::string BoltzmannMachineScene::verdict() const {
  const std::vector<double> known = learner_->pseudo_likelihoods().means(1);
  const double gained = known.back() - known.front();
  constexpr double enough = 7;  // nats of pseudo-likelihood, from where one sees digits
  constexpr double molten = 0.3;
  constexpr double frozen = 0.02;
  if (gained < enough) {
    return fmt::format("It has learned {} nats a digit: its dreams are hardly digits yet",
                       format_compact(std::max(0.0, gained), 2));
  }
  const std::string learned = fmt::format("after {:.0f} epochs", learner_->epochs());
  if (dreams_->flip_rate() > molten) {
    return fmt::format("Too hot to dream of digits {}", learned);
  }
  if (dreams_->flip_rate() < frozen) {
    return fmt::format("Frozen {}: each dream stays with one of the likeliest digits", learned);
  }
  return fmt::format("Dreaming {}: from digit to digit", learned);
}

void BoltzmannMachineScene::show(Frame& frame, Temperature dial) const {
  show_panes(frame, dial);
  const auto over_dial = [&](Panel panel) {
    panel.x = {
        .label = "T", .kind = AxisKind::logarithmic, .limits = AxisLimits{coldest.value(), hottest.value()}};
    panel.note = known_later();
    mark_temperature(panel, dial);
    return panel;
  };
  const RestrictedMachine& machine = learner_->machine();
  const auto units = static_cast<double>(machine.visible() + machine.hidden());
  frame.panels = {over_dial(machine_heat_capacity_panel(readings_, units)),
                  filter_panel(machine.weights, digit_side),
                  learning_panel(),
                  peak_panel(),
                  over_dial(machine_entropy_panel(readings_, units)),
                  energy_panel()};
  frame.facts = facts(dial);
  frame.verdict = verdict();
  frame.peak = std::nullopt;
  if (readings_ && readings_->peak) {
    frame.peak = Temperature(readings_->peak->temperature);
  }
  frame.energy = dreams_->energies()[0];
  frame.best_energy = best_energy_;
  frame.flip_rate = dreams_->flip_rate();
}

}  // namespace

std::unique_ptr<Scene> make_boltzmann_machine_scene() {
  return std::make_unique<BoltzmannMachineScene>();
}

}  // namespace onedial::viewer
