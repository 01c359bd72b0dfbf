#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "onedial/core/density_of_states.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/viewer/history.hpp"
#include "onedial/viewer/scene.hpp"
#include "panel_parts.hpp"
#include "peak_estimates.hpp"
#include "temperature_loop.hpp"

namespace onedial::viewer {
namespace {

constexpr Index replicas = 64;
constexpr Index level_count = 23;
constexpr Index curve_points = 67;
constexpr Index settling = 100;  // sweeps at the hottest level, where a replica forgets in a few
constexpr std::size_t most_estimates = 100;
constexpr double hot_end = 2.9;
constexpr double cold_end = 1.8;
constexpr Temperature hottest(5);
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

std::vector<Temperature> grid() {
  std::vector<Temperature> levels;
  for (Index k = 0; k < level_count; ++k) {
    levels.emplace_back(hot_end - (hot_end - cold_end) * static_cast<double>(k) / (level_count - 1));
  }
  return levels;
}

std::vector<Setting> first_settings() {
  return {
      {"automatic", "Automatic", "Turns the dial down and up by itself; off, the dial is yours.",
       ToggleSetting{true}},
      {"pace", "Sweeps per level",
       "How long the dial dwells at a temperature; the first half is not counted.",
       NumberSetting{.value = 128, .least = 2, .most = 1024, .is_whole = true, .is_logarithmic = true}},
      {"length", "Lattice L", "Spins on each side of the square.",
       ChoiceSetting{.options = {"8", "16", "32"}, .value = "16"}},
  };
}

/// What the lattice is known to do.
struct Exact {
  Index length = 0;
  std::vector<Thermodynamics> curve = {};
  Peak heat_capacity{Temperature(1), 0};
  Peak entropy_slope{Temperature(1), 0};

  explicit Exact(Index l) : length(l) {
    const DensityOfStates states = ising_square_density(l);
    for (Index k = 0; k < curve_points; ++k) {
      curve.push_back(thermodynamics(
          states,
          Temperature(cold_end + (hot_end - cold_end) * static_cast<double>(k) / (curve_points - 1))));
    }
    const auto by_value = [](const Peak& a, const Peak& b) { return a.value < b.value; };
    const std::vector<Peak> of_c = heat_capacity_peaks(states);
    const std::vector<Peak> of_slope = onedial::entropy_slope_peaks(states);
    heat_capacity = *std::max_element(of_c.begin(), of_c.end(), by_value);
    entropy_slope = *std::max_element(of_slope.begin(), of_slope.end(), by_value);
  }
};

class PeakTracker final : public Scene {
 public:
  PeakTracker() : Scene(first_settings()), loop_(grid(), 2, replicas) {}

  [[nodiscard]] const SceneInfo& info() const override {
    static const SceneInfo info{
        .name = "peak_tracker",
        .title = "Peak tracker",
        .story =
            "The dial turns by itself, down and up through the transition of a magnet, and looks for T*: the "
            "temperature at which a small turn changes most. At each level it waits before it measures; "
            "energies of all levels are then joined into one curve C(T), beside the exact one. Wait too "
            "little and what is cooled lags behind what is heated: the loop of ⟨E⟩ opens.",
        .order = 8,
        .coldest = Temperature(1),
        .hottest = hottest,
        .start = Temperature(hot_end)};
    return info;
  }

  void reset(std::uint64_t seed) override {
    seed_ = seed;
    const Index length = std::stoi(settings_.choice("length"));
    if (!exact_ || exact_->length != length) {
      exact_.emplace(length);
    }
    const auto model = std::make_shared<const PairwiseModel>(ising_lattice({.length = length}));
    system_ = make_system(model, {.replicas = replicas}, seed);
    start_measuring();
  }

  Temperature sweep(Temperature dial) override {
    const bool is_automatic = settings_.is_on("automatic");
    const Temperature t = is_automatic ? loop_.temperature() : dial;
    const SweepStats stats = system_->sweep(std::vector<Temperature>(replicas, t));
    flip_rate_ = static_cast<double>(stats.flips) / static_cast<double>(stats.attempts);
    best_energy_ =
        std::min(best_energy_, *std::min_element(system_->energies().begin(), system_->energies().end()));
    course_.add(std::array{std::min(t, hottest).value()});
    if (is_automatic && loop_.add(system_->energies())) {
      if (auto found = estimate_peaks(loop_, curve_points)) {
        estimates_ = std::move(*found);
        note_estimate();
      }
    }
    return t;
  }

  void show(Frame& frame, Temperature dial) const override;

 private:
  void changed(std::string_view key) override {
    if (key == "automatic") {
      loop_.start_again(settling);
    } else if (key == "pace") {
      start_measuring();
    } else {
      reset(seed_);
    }
  }

  void start_measuring() {
    loop_ = TemperatureLoop(grid(), static_cast<Index>(settings_.number("pace")), replicas);
    loop_.start_again(settling);
    estimates_ = {};
    found_.clear();
    course_.clear();
    flip_rate_ = 0;
    best_energy_ = *std::min_element(system_->energies().begin(), system_->energies().end());
  }

  void note_estimate() {
    if (estimates_.heat_capacity) {
      if (found_.size() == most_estimates) {
        found_.erase(found_.begin());
      }
      found_.push_back({loop_.loops(), *estimates_.heat_capacity});
    }
  }

  [[nodiscard]] double units() const { return static_cast<double>(system_->size()); }
  [[nodiscard]] bool is_open() const {
    const Measured area = loop_.area();
    return std::abs(area.value) > 3 * area.error;
  }
  [[nodiscard]] Panel curve_panel(double Thermodynamics::*field,
                                  const std::optional<PeakEstimate>& peak) const;
  [[nodiscard]] Panel loop_panel() const;
  [[nodiscard]] Panel gap_panel() const;
  [[nodiscard]] Panel history_of_peak() const;
  [[nodiscard]] Panel course_panel() const;
  [[nodiscard]] std::vector<Fact> facts() const;
  [[nodiscard]] std::string verdict() const;

  struct Found {
    Index loop;
    PeakEstimate peak;
  };

  std::uint64_t seed_ = 0;
  std::optional<Exact> exact_;
  std::unique_ptr<System> system_;
  TemperatureLoop loop_;
  PeakEstimates estimates_;
  std::vector<Found> found_;  // T* after each loop, the last ones
  History course_{1, 512};
  double flip_rate_ = 0;
  double best_energy_ = 0;
};

Axis temperature_axis() {
  return {.label = "T", .limits = AxisLimits{cold_end, hot_end}};
}

std::string peak_words(const PeakEstimate& peak) {
  return fmt::format("T* = {} ± {}", format_compact(peak.temperature, 4),
                     format_compact(peak.temperature_error, 1));
}

Panel PeakTracker::curve_panel(double Thermodynamics::*field, const std::optional<PeakEstimate>& peak) const {
  Panel panel{.x = temperature_axis()};
  Series exact{.label = "exact", .colour = ColourRole::secondary, .style = LineStyle::dashed};
  for (const Thermodynamics& point : exact_->curve) {
    exact.x.push_back(point.temperature.value());
    exact.y.push_back(point.*field / units());
  }
  Series line{.label = "reweighted"};
  Band band{.label = "reweighted"};
  for (const ReweightedPoint& point : estimates_.curve) {
    const double value = point.is_supported() ? point.value.*field / units() : unknown;
    const double error = point.standard_error.*field / units();
    line.x.push_back(point.value.temperature.value());
    line.y.push_back(value);
    band.x.push_back(line.x.back());
    band.lower.push_back(value - error);
    band.upper.push_back(value + error);
  }
  panel.series = {std::move(exact)};
  if (!line.x.empty()) {
    panel.bands.push_back(std::move(band));
    panel.series.push_back(std::move(line));
  }
  if (peak) {
    panel.marks.push_back({.x = peak->temperature,
                           .y = peak->value / units(),
                           .label = peak_words(*peak),
                           .x_error = peak->temperature_error,
                           .y_error = peak->value_error / units()});
  }
  return panel;
}

Panel PeakTracker::loop_panel() const {
  Panel panel{.title = "Loop", .x = temperature_axis(), .y = {.label = "⟨E⟩/N"}};
  Series exact{.label = "exact", .colour = ColourRole::muted};
  for (const Thermodynamics& point : exact_->curve) {
    exact.x.push_back(point.temperature.value());
    exact.y.push_back(point.mean_energy / units());
  }
  panel.series.push_back(std::move(exact));
  for (const bool cooling : {true, false}) {
    Series line{.label = cooling ? "down" : "up",
                .colour = cooling ? ColourRole::primary : ColourRole::secondary,
                .style = cooling ? LineStyle::solid : LineStyle::dashed};
    for (std::size_t k = 0; k < loop_.levels().size(); ++k) {
      line.x.push_back(loop_.levels()[k].value());
      line.y.push_back(loop_.mean_energy(k, cooling).value / units());
    }
    panel.series.push_back(std::move(line));
  }
  return panel;
}

Panel PeakTracker::gap_panel() const {
  Panel panel{.title = "Lag", .x = temperature_axis(), .y = {.label = "(E down − E up)/N"}};
  panel.note = "known once the dial has gone down and up";
  Points points;
  for (std::size_t k = 0; k < loop_.levels().size(); ++k) {
    const Measured gap = loop_.gap(k);
    points.x.push_back(loop_.levels()[k].value());
    points.y.push_back(gap.value / units());
    points.y_error.push_back(gap.error / units());
  }
  panel.points.push_back(std::move(points));
  mark_value(panel, 0, "");
  return panel;
}

Panel PeakTracker::history_of_peak() const {
  Panel panel{.title = "T* by loop", .x = {.label = "loops"}, .y = {.label = "T*"}};
  panel.note = "one point after each loop";
  Points points{.label = "T* of C(T)"};
  for (const Found& found : found_) {
    points.x.push_back(static_cast<double>(found.loop));
    points.y.push_back(found.peak.temperature);
    points.y_error.push_back(found.peak.temperature_error);
  }
  panel.points.push_back(std::move(points));
  mark_value(panel, exact_->heat_capacity.temperature.value(), "exact");
  return panel;
}

Panel PeakTracker::course_panel() const {
  Panel panel{.title = "The dial",
              .x = {.label = "sweep"},
              .y = {.label = "T (hotter: at the edge)", .limits = AxisLimits{0, hottest.value()}}};
  panel.series.push_back({.x = course_.times(), .y = course_.means(0)});
  panel.note = "no sweep yet";
  return panel;
}

std::vector<Fact> PeakTracker::facts() const {
  const auto& c = estimates_.heat_capacity;
  const auto& slope = estimates_.entropy_slope;
  const Measured area = loop_.area();
  const Measured energy = loop_.mean_energy(loop_.level(), loop_.is_cooling());
  return {
      {"T*", c ? c->temperature : unknown, c ? c->temperature_error : 0,
       "where C(T) = Var(E)/T² is highest, from all energies of the loops joined by reweighting; in units of "
       "J"},
      {"T* exact", exact_->heat_capacity.temperature.value(), 0,
       "the same of Kaufman's exact density of states of this lattice; in units of J", 5},
      {"C*/N", c ? c->value / units() : unknown, c ? c->value_error / units() : 0,
       fmt::format("the height of the peak per spin, in units of k_B; exact {}",
                   format_compact(exact_->heat_capacity.value / units()))},
      {"T* of dS/dT", slope ? slope->temperature : unknown, slope ? slope->temperature_error : 0,
       fmt::format("where dS/dT = C/T is highest, a little colder than T* of C; exact {}",
                   format_compact(exact_->entropy_slope.temperature.value(), 5))},
      {"area/N", area.value / units(), area.error / units(),
       "the area of the loop per spin, −∮⟨E⟩dT/N in units of J²; 0 in equilibrium"},
      {"⟨E⟩/N", energy.value / units(), energy.error / units(),
       "mean energy per spin at this level on this way, in units of J, errors from 64 replicas"},
      {"loops", static_cast<double>(loop_.loops()), 0, "how often the dial has gone down and up"},
  };
}

std::string PeakTracker::verdict() const {
  const auto& peak = estimates_.heat_capacity;
  if (loop_.loops() > 0 && is_open()) {
    return fmt::format(
        "The loop is open: the magnet lags behind the dial, so that {} is biased; dwell longer",
        peak ? peak_words(*peak) : "T*");
  }
  if (peak) {
    return fmt::format("{}, exact {}: the loop is closed within its error", peak_words(*peak),
                       format_compact(exact_->heat_capacity.temperature.value(), 5));
  }
  if (loop_.loops() > 0) {
    return "No peak stands out of the noise yet: more loops, or longer dwells";
  }
  return settings_.is_on("automatic")
             ? fmt::format("Going {}: T* is known after the first loop", loop_.is_cooling() ? "down" : "up")
             : "The dial is yours; switched to automatic, it looks for T*";
}

void PeakTracker::show(Frame& frame, Temperature dial) const {
  const bool is_automatic = settings_.is_on("automatic");
  const Temperature t = is_automatic ? loop_.temperature() : dial;
  State state;
  system_->read(0, state);
  frame.panes.assign(
      1, Grid{.title = "Spins",
              .note = is_automatic ? fmt::format("level {} of {}, going {}", loop_.level() + 1,
                                                 loop_.levels().size(), loop_.is_cooling() ? "down" : "up")
                                   : "by hand",
              .width = exact_->length,
              .height = exact_->length,
              .values = {state.begin(), state.end()}});
  Panel capacity = curve_panel(&Thermodynamics::heat_capacity, estimates_.heat_capacity);
  capacity.title = "Heat capacity";
  capacity.y.label = "C/N";
  Panel slope = curve_panel(&Thermodynamics::entropy_slope, estimates_.entropy_slope);
  slope.title = "Entropy slope";
  slope.y.label = "(dS/dT)/N";
  frame.panels = {std::move(capacity), loop_panel(), std::move(slope), gap_panel()};
  for (Panel& panel : frame.panels) {
    mark_temperature(panel, t);
  }
  frame.panels.push_back(history_of_peak());
  frame.panels.push_back(course_panel());
  frame.facts = facts();
  frame.verdict = verdict();
  frame.peak = std::nullopt;
  if (estimates_.heat_capacity) {
    frame.peak = Temperature(estimates_.heat_capacity->temperature);
  }
  frame.energy = system_->energies()[0];
  frame.best_energy = best_energy_;
  frame.flip_rate = flip_rate_;
}

}  // namespace

std::unique_ptr<Scene> make_peak_tracker_scene() {
  return std::make_unique<PeakTracker>();
}

}  // namespace onedial::viewer
