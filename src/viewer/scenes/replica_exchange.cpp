#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "ground_energy.hpp"
#include "ladder_run.hpp"
#include "onedial/anneal/temperature_ladder.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/viewer/scene.hpp"
#include "panel_parts.hpp"

namespace onedial::viewer {
namespace {

constexpr Temperature coldest(0.3);
constexpr Temperature hottest(2.2);
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

std::vector<Setting> first_settings() {
  return {
      {"exchange", "Exchange", "Whether neighbouring levels swap their walkers; changing it starts again.",
       ToggleSetting{true}},
      {"levels", "Levels", "How many temperatures the ladder has, and walkers.",
       NumberSetting{.value = 20, .least = 8, .most = 32, .is_whole = true}},
      {"problem", "Spin glass", "A cube of L³ spins, periodic, or a square of 16² with a free boundary.",
       ChoiceSetting{.options = {"cubic_3", "cubic_6", "cubic_8", "square_16"}, .value = "cubic_6"}},
      {"instance", "Instance", "Which couplings ±1.",
       NumberSetting{.value = 1, .least = 1, .most = 1000, .is_whole = true}},
      {"sweeps_per_column", "Sweeps per column", "How fast the picture of the walkers moves on.",
       NumberSetting{.value = 2, .least = 1, .most = 64, .is_whole = true, .is_logarithmic = true}},
  };
}

/// A spin glass with its side and, of a cube, how many of its slices are drawn in a row.
struct Glass {
  LatticeSettings lattice;
  Index slices_a_row = 1;
};

Glass glass_of(const std::string& name, std::uint64_t instance) {
  if (name == "square_16") {
    return {{.length = 16, .periodic = false, .couplings = CouplingLaw::plus_minus, .seed = instance}};
  }
  const Index length = name.back() - '0';
  return {
      {.lattice = Lattice::cubic, .length = length, .couplings = CouplingLaw::plus_minus, .seed = instance},
      length == 8 ? 4 : 3};
}

class ReplicaExchangeScene final : public Scene {
 public:
  ReplicaExchangeScene() : Scene(first_settings()) {}

  [[nodiscard]] const SceneInfo& info() const override {
    static const SceneInfo info{
        .name = "replica_exchange",
        .title = "Replica exchange",
        .story =
            "Many copies of a spin glass, each at its own temperature, and neighbours swap. A walker that is "
            "stuck in a valley at the cold end climbs to the hot end, forgets the valley and comes back to "
            "another. Each colour is a walker; the dial chooses the level that is looked at. Switch the "
            "exchange off to see the cold levels freeze where they happen to be.",
        .order = 11,
        .coldest = coldest,
        .hottest = hottest,
        .start = coldest};
    return info;
  }

  void reset(std::uint64_t seed) override {
    seed_ = seed;
    const auto instance = static_cast<std::uint64_t>(settings_.number("instance"));
    glass_ = glass_of(settings_.choice("problem"), instance);
    const auto model = std::make_shared<const PairwiseModel>(ising_lattice(glass_.lattice));
    ground_ = glass_.lattice.lattice == Lattice::square ? ground_energy(*model) : unknown;
    run_.emplace(model,
                 spaced_ladder(LadderSpacing::geometric, coldest, hottest,
                               static_cast<Index>(settings_.number("levels"))),
                 settings_.is_on("exchange"), sweeps_per_column(), seed);
    other_mode_.clear();
  }

  /// The temperature is that of the level looked at, as the energy is.
  Temperature sweep(Temperature dial) override {
    run_->sweep();
    return run_->temperature(run_->nearest_level(dial));
  }

  void show(Frame& frame, Temperature dial) const override;

 private:
  void changed(std::string_view key) override {
    if (key == "sweeps_per_column") {
      run_->set_sweeps_per_column(sweeps_per_column());
      return;
    }
    const auto before = run_->readings();
    reset(seed_);
    if (key == "exchange") {
      other_mode_ = before;
    }
  }

  [[nodiscard]] Index sweeps_per_column() const {
    return static_cast<Index>(settings_.number("sweeps_per_column"));
  }
  [[nodiscard]] double units() const { return static_cast<double>(run_->model().size()); }
  [[nodiscard]] Grid spins_at(Index level) const;
  [[nodiscard]] Panel energy_panel(const std::vector<ThermometerReading>& readings) const;
  [[nodiscard]] Panel swap_panel() const;
  [[nodiscard]] Panel flow_panel() const;
  [[nodiscard]] Panel capacity_panel(const std::vector<ThermometerReading>& readings) const;
  [[nodiscard]] Panel trips_panel() const;
  [[nodiscard]] Panel cold_panel() const;
  [[nodiscard]] std::vector<Fact> facts(const std::vector<ThermometerReading>& readings, Index level) const;
  [[nodiscard]] std::string verdict(const std::vector<ThermometerReading>& readings) const;

  std::uint64_t seed_ = 0;
  Glass glass_{};
  double ground_ = unknown;
  std::optional<LadderRun> run_;
  std::vector<ThermometerReading> other_mode_;  // what the exchange, or its absence, led to before
};

std::string known_later() {
  return fmt::format("averages are known after {} sweeps", LadderRun::sweeps_to_read);
}

Axis ladder_axis() {
  return {.label = "T",
          .kind = AxisKind::logarithmic,
          .limits = AxisLimits{coldest.value() / 1.05, hottest.value() * 1.05}};
}

/// The level with the largest heat capacity, if there are colder and hotter ones and it is in equilibrium.
std::optional<std::size_t> peak_level(const std::vector<ThermometerReading>& readings) {
  const auto top = std::max_element(readings.begin(), readings.end(), [](const auto& a, const auto& b) {
    return a.heat_capacity < b.heat_capacity;
  });
  if (readings.empty() || top->is_out_of_equilibrium() || top == readings.begin() ||
      top + 1 == readings.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(top - readings.begin());
}

Index out_of_equilibrium(const std::vector<ThermometerReading>& readings) {
  return std::count_if(readings.begin(), readings.end(),
                       [](const auto& r) { return r.is_out_of_equilibrium(); });
}

/// The slices of a cube side by side; a square is one slice.
Grid ReplicaExchangeScene::spins_at(Index level) const {
  const bool is_cube = glass_.lattice.lattice == Lattice::cubic;
  const Index side = glass_.lattice.length;
  const Index slices = is_cube ? side : 1;
  const Index in_a_row = glass_.slices_a_row;
  Grid grid{.title = fmt::format("Spins of level {} of {}", level + 1, run_->levels()),
            .note = fmt::format("T = {}{}", format_compact(run_->temperature(level).value(), 3),
                                is_cube ? ", slice by slice" : ""),
            .width = side * in_a_row,
            .height = side * (slices / in_a_row)};
  grid.values.resize(static_cast<std::size_t>(grid.width * grid.height));
  const State state = run_->state_at(level);
  for (std::size_t i = 0; i < state.size(); ++i) {
    const auto site = static_cast<Index>(i);
    const Index slice = site / (side * side);
    const Index x = site % side + side * (slice % in_a_row);
    const Index y = site / side % side + side * (slice / in_a_row);
    grid.values[static_cast<std::size_t>(y * grid.width + x)] = static_cast<std::uint8_t>(state[i]);
  }
  return grid;
}

Panel ReplicaExchangeScene::energy_panel(const std::vector<ThermometerReading>& readings) const {
  Panel panel{.title = "Energy of the levels", .x = ladder_axis(), .y = {.label = "E/N"}};
  panel.note = known_later();
  Band spread{.label = "⟨E⟩ ± σ"};
  Points means;
  for (const ThermometerReading& reading : readings) {
    const double t = reading.temperature.value();
    const double mean = reading.mean_energy / units();
    const double sigma = std::sqrt(reading.energy_variance) / units();
    spread.x.push_back(t);
    spread.lower.push_back(mean - sigma);
    spread.upper.push_back(mean + sigma);
    means.x.push_back(t);
    means.y.push_back(mean);
    means.y_error.push_back(reading.mean_energy_error / units());
  }
  means.label = spread.label;
  panel.bands.push_back(std::move(spread));
  panel.points.push_back(std::move(means));
  Series before{.label = run_->is_exchanging() ? "without exchange" : "with exchange",
                .colour = ColourRole::secondary,
                .style = LineStyle::dashed};
  for (const ThermometerReading& reading : other_mode_) {
    before.x.push_back(reading.temperature.value());
    before.y.push_back(reading.mean_energy / units());
  }
  if (!before.x.empty()) {
    panel.series.push_back(std::move(before));
  }
  mark_value(panel, (std::isnan(ground_) ? run_->best_energy() : ground_) / units(),
             std::isnan(ground_) ? "best" : "optimum");
  return panel;
}

Panel ReplicaExchangeScene::swap_panel() const {
  Panel panel{
      .title = "Swap rates", .x = ladder_axis(), .y = {.label = "swaps made", .limits = AxisLimits{0, 1}}};
  panel.note = run_->is_exchanging() ? "none tried yet" : "exchange is off";
  Series rates{.label = "between neighbours"};
  const std::vector<double> made = run_->exchange().swap_rates();
  for (std::size_t k = 0; k < made.size(); ++k) {
    const auto level = static_cast<Index>(k);
    rates.x.push_back(std::sqrt(run_->temperature(level).value() * run_->temperature(level + 1).value()));
    rates.y.push_back(made[k]);
  }
  panel.points.push_back({.x = rates.x, .y = rates.y, .label = rates.label});
  panel.series.push_back(std::move(rates));
  return panel;
}

Panel ReplicaExchangeScene::flow_panel() const {
  Panel panel{.title = "Hot fraction",
              .x = ladder_axis(),
              .y = {.label = "f: from the hot end last", .limits = AxisLimits{0, 1}}};
  panel.note = run_->is_exchanging() ? "no walker has moved yet" : "exchange is off";
  if (!run_->is_exchanging()) {
    return panel;
  }
  Series even{.label = "even flow", .colour = ColourRole::muted, .style = LineStyle::dashed};
  Series measured{.label = "measured"};
  const std::vector<double> fractions = run_->exchange().hot_fractions();
  for (std::size_t k = 0; k < fractions.size(); ++k) {
    measured.x.push_back(run_->temperature(static_cast<Index>(k)).value());
    measured.y.push_back(fractions[k]);
    even.x.push_back(measured.x.back());
    even.y.push_back(static_cast<double>(k) / static_cast<double>(fractions.size() - 1));
  }
  panel.series = {std::move(measured), std::move(even)};
  return panel;
}

Panel ReplicaExchangeScene::capacity_panel(const std::vector<ThermometerReading>& readings) const {
  Panel panel{.title = "Heat capacity", .x = ladder_axis(), .y = {.label = "C/N"}};
  panel.note = known_later();
  Points fluctuations{.label = "Var(E)/T²"};
  Series slope{.label = "d⟨E⟩/dT", .colour = ColourRole::secondary, .style = LineStyle::dashed};
  for (const ThermometerReading& reading : readings) {
    fluctuations.x.push_back(reading.temperature.value());
    fluctuations.y.push_back(reading.heat_capacity / units());
    fluctuations.y_error.push_back(reading.heat_capacity_error / units());
    slope.x.push_back(reading.temperature.value());
    slope.y.push_back(reading.energy_slope.value_or(unknown) / units());
  }
  panel.points.push_back(std::move(fluctuations));
  panel.series.push_back(std::move(slope));
  if (const auto top = peak_level(readings)) {
    const double t = readings[*top].temperature.value();
    panel.marks.push_back(
        {.x = t,
         .y = readings[*top].heat_capacity / units(),
         .label = fmt::format("T* ≈ {}", format_compact(t, 2)),
         .x_error = (readings[*top + 1].temperature.value() - readings[*top - 1].temperature.value()) / 4});
  }
  return panel;
}

Panel ReplicaExchangeScene::trips_panel() const {
  const History& history = run_->history();
  Panel panel{.title = "Round trips", .x = {.label = "sweep"}, .y = {.label = "all walkers"}};
  panel.note = "no sweep yet";
  panel.series.push_back({.x = history.times(), .y = history.greatest(0)});
  return panel;
}

Panel ReplicaExchangeScene::cold_panel() const {
  const History& history = run_->history();
  Panel panel{.title = "Coldest level", .x = {.label = "sweep"}, .y = {.label = "E/N"}};
  panel.note = "no sweep yet";
  panel.series = {{.x = history.times(), .y = per_unit(history.means(1), units()), .label = "coldest"},
                  {.x = history.times(),
                   .y = per_unit(history.least(2), units()),
                   .label = "best of all",
                   .colour = ColourRole::secondary,
                   .style = LineStyle::dashed}};
  if (!std::isnan(ground_)) {
    mark_value(panel, ground_ / units(), "optimum");
  }
  return panel;
}

std::vector<Fact> ReplicaExchangeScene::facts(const std::vector<ThermometerReading>& readings,
                                              Index level) const {
  const ReplicaExchange& exchange = run_->exchange();
  const std::vector<double> rates = exchange.swap_rates();
  const bool is_known = !readings.empty();
  const ThermometerReading at = is_known ? readings[static_cast<std::size_t>(level)]
                                         : ThermometerReading{.temperature = run_->temperature(level)};
  std::vector<Fact> facts = {
      {"round trips", static_cast<double>(exchange.round_trips()), 0,
       "how often a walker came back to the cold end by way of the hot one"},
      {"sweeps/trip", exchange.mean_round_trip_sweeps(), 0,
       "how long a walker takes for a round trip, in walker-sweeps: those of all walkers over all round "
       "trips"},
      {"least swap rate",
       std::any_of(rates.begin(), rates.end(), [](double r) { return std::isnan(r); })
           ? unknown
           : *std::min_element(rates.begin(), rates.end()),
       0, "part of the swaps that are made where the ladder is weakest; walkers travel best at about ½", 3},
      {"E best", run_->best_energy(), 0, "the least energy that any walker has met, in units of J", 6},
      {"T level", run_->temperature(level).value(), 0, "temperature of the level looked at, in units of J"},
      {"⟨E⟩/N", is_known ? at.mean_energy / units() : unknown, at.mean_energy_error / units(),
       "mean energy per spin of this level, in units of J"},
      {"τ", is_known && at.has_events ? at.tau : unknown, 0,
       "how many sweeps the energy of this level remembers (τ_int); a lower bound while the run is short", 3},
      {"uneven levels", is_known ? static_cast<double>(out_of_equilibrium(readings)) : unknown, 0,
       "levels at which Var(E)/T² does not fit the change of ⟨E⟩ with T: they are not in equilibrium"},
  };
  if (!std::isnan(ground_)) {
    facts.push_back({"E₀", ground_, 0, "the least energy there is, exactly, in units of J", 6});
  }
  return facts;
}

std::string ReplicaExchangeScene::verdict(const std::vector<ThermometerReading>& readings) const {
  if (!run_->is_exchanging()) {
    return readings.empty() ? "No exchange: each walker stays at its level"
                            : fmt::format(
                                  "No exchange: each walker stays at its level, and {} of {} levels are "
                                  "out of equilibrium",
                                  out_of_equilibrium(readings), run_->levels());
  }
  const Index trips = run_->exchange().round_trips();
  const std::string best = fmt::format("best energy {}", format_compact(run_->best_energy(), 6));
  if (trips == 0) {
    return fmt::format("No walker has been from the cold end to the hot one and back yet; {}", best);
  }
  return fmt::format("{}: what freezes below melts above and comes back; {}", count_of(trips, "round trip"),
                     best);
}

void ReplicaExchangeScene::show(Frame& frame, Temperature dial) const {
  const Index level = run_->nearest_level(dial);
  const std::vector<ThermometerReading> readings = run_->readings();
  frame.panes = {Grid{.title = "Walkers",
                      .note = "up: hotter; right: now; a colour is a walker",
                      .width = LadderRun::columns,
                      .height = run_->levels(),
                      .values = run_->walkers(),
                      .colours = GridColours::walkers},
                 spins_at(level)};
  frame.panels = {energy_panel(readings), swap_panel(), flow_panel(), capacity_panel(readings)};
  for (Panel& panel : frame.panels) {
    mark_temperature(panel, run_->temperature(level));
  }
  frame.panels.push_back(trips_panel());
  frame.panels.push_back(cold_panel());
  frame.facts = facts(readings, level);
  frame.verdict = verdict(readings);
  const auto top = peak_level(readings);
  frame.peak = top ? std::optional(readings[*top].temperature) : std::nullopt;
  frame.energy = run_->exchange().energy_at(0, level);
  frame.best_energy = run_->best_energy();
  frame.flip_rate = run_->flip_rate();
}

}  // namespace

std::unique_ptr<Scene> make_replica_exchange_scene() {
  return std::make_unique<ReplicaExchangeScene>();
}

}  // namespace onedial::viewer
