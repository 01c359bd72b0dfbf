#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "onedial/measure/proportion.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/viewer/scene.hpp"
#include "panel_parts.hpp"
#include "schedule_race.hpp"

namespace onedial::viewer {
namespace {

constexpr Index pause_after_race = 40;  // sweeps for which the end is shown
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::array colours = {ColourRole::muted, ColourRole::quaternary, ColourRole::primary,
                                ColourRole::secondary};
constexpr std::array styles = {LineStyle::dash_dotted, LineStyle::dashed, LineStyle::solid,
                               LineStyle::dotted};

std::vector<Runner> runners_between(const TemperatureRange& range) {
  // Races are short: where there is room, they start below where nothing is decided yet.
  constexpr double wide = 100;
  const bool has_room = range.hot.value() > wide * range.cold.value();
  const Temperature hot(has_room ? range.hot.value() / 4 : range.hot.value());
  return {{"quench", ConstantSchedule{Temperature::zero()}},
          {"linear", LinearSchedule{hot, range.cold}},
          {"geometric", GeometricSchedule{hot, range.cold}},
          {"linear_beta", LinearBetaSchedule{hot, range.cold}}};
}

std::vector<Setting> first_settings() {
  return {
      {"problem", "Problem", "What all of them are to minimise.",
       ChoiceSetting{.options = race_task_names(), .value = "tour"}},
      {"sweeps", "Sweeps per race", "How long a race takes; its end is shown for 40 sweeps more.",
       NumberSetting{.value = 400, .least = 10, .most = 20'000, .is_whole = true, .is_logarithmic = true}},
      {"instance", "Instance", "Which cities, couplings or graph.",
       NumberSetting{.value = 1, .least = 1, .most = 1000, .is_whole = true}},
      {"race", "Race", "Starts the next race.", ButtonSetting{}},
  };
}

class ScheduleRaceScene final : public Scene {
 public:
  ScheduleRaceScene() : Scene(first_settings()) {}

  [[nodiscard]] const SceneInfo& info() const override {
    static const SceneInfo info{
        .name = "schedule_race",
        .title = "Schedules side by side",
        .story =
            "Four ways of cooling race from the same random states with the same number of sweeps, eight "
            "copies each. Watch tours untangle and domains grow: where the heat capacity C(T) peaks, the "
            "copies decide what they will be, and a schedule that hurries through there ends higher. The "
            "dial has no say here; races follow each other.",
        .order = 13,
        .coldest = Temperature(0.01),
        .hottest = Temperature(1000),
        .start = Temperature(1)};
    return info;
  }

  void reset(std::uint64_t seed) override {
    seed_ = seed;
    RaceTask task = race_task(settings_.choice("problem"), instance());
    const TemperatureRange range = temperature_range(task.encoding);
    race_.emplace(std::move(task), runners_between(range), sweeps(), seed);
    since_end_ = 0;
  }

  Temperature sweep(Temperature /*dial*/) override {
    if (race_->done() < race_->sweeps()) {
      race_->sweep();
    } else if (++since_end_ > pause_after_race) {
      race_->start();
      since_end_ = 0;
    }
    return now();
  }

  void show(Frame& frame, Temperature dial) const override;

 private:
  void changed(std::string_view key) override {
    if (key == "race") {
      race_->start();
      since_end_ = 0;
    } else {
      reset(seed_);
    }
  }

  [[nodiscard]] Index sweeps() const { return static_cast<Index>(settings_.number("sweeps")); }
  [[nodiscard]] std::uint64_t instance() const {
    return static_cast<std::uint64_t>(settings_.number("instance"));
  }
  /// The temperature of the geometric runner.
  [[nodiscard]] Temperature now() const {
    constexpr std::size_t geometric = 2;
    return race_->temperature(geometric, std::max<Index>(race_->done() - 1, 0));
  }
  [[nodiscard]] Panel energy_panel() const;
  [[nodiscard]] Panel cooling_panel() const;
  [[nodiscard]] Panel ends_panel() const;
  [[nodiscard]] Panel schedule_panel() const;
  [[nodiscard]] std::vector<Fact> facts() const;
  [[nodiscard]] std::string verdict() const;

  std::uint64_t seed_ = 0;
  std::optional<ScheduleRace> race_;
  Index since_end_ = 0;
};

Panel ScheduleRaceScene::energy_panel() const {
  const History& course = race_->course();
  std::vector<double> times = course.times();
  std::for_each(times.begin(), times.end(), [](double& time) { time -= 1; });  // first the start, at 0
  Panel panel{.title = "Mean of the copies",
              .x = {.label = "sweep of this race"},
              .y = {.label = race_->task().quantity}};
  for (std::size_t r = 0; r < race_->runners().size(); ++r) {
    panel.series.push_back({.x = times,
                            .y = course.means(r),
                            .label = race_->runners()[r].name,
                            .colour = colours.at(r),
                            .style = styles.at(r)});
  }
  if (race_->task().ground_energy) {
    mark_value(panel, *race_->task().ground_energy, "optimum");
  }
  return panel;
}

/// How far each schedule has come at a T, over C(T): where a curve is steep in T it spends its sweeps.
Panel ScheduleRaceScene::cooling_panel() const {
  constexpr Index points = 100;
  Panel panel{.title = "Cooling over C(T)",
              .x = {.label = "T, from hot to cold", .kind = AxisKind::logarithmic, .reversed = true},
              .y = {.label = "part of the sweeps spent"}};
  for (std::size_t r = 1; r < race_->runners().size(); ++r) {
    Series line{.label = race_->runners()[r].name, .colour = colours.at(r), .style = styles.at(r)};
    for (Index k = 0; k < points; ++k) {
      const Index sweep = k * (sweeps() - 1) / (points - 1);
      line.x.push_back(race_->temperature(r, sweep).value());
      line.y.push_back(static_cast<double>(sweep + 1) / static_cast<double>(sweeps()));
    }
    panel.series.push_back(std::move(line));
  }
  double highest = 0;
  auto curve = race_->heat_capacity();
  constexpr std::size_t of_the_start = 2;  // bins that hold the way down from the random states
  curve.erase(curve.end() - static_cast<std::ptrdiff_t>(std::min(of_the_start, curve.size())), curve.end());
  for (const auto& point : curve) {
    highest = std::max(highest, point.combined());
  }
  if (highest > 0) {
    Series capacity{.label = "C(T), of its highest", .colour = ColourRole::muted, .width = 2};
    for (const auto& point : curve) {
      capacity.x.push_back(point.temperature.value());
      capacity.y.push_back(std::clamp(point.combined() / highest, 0.0, 1.0));
    }
    panel.series.push_back(std::move(capacity));
  }
  panel.y.limits = AxisLimits{0, 1.02};
  return panel;
}

Panel ScheduleRaceScene::ends_panel() const {
  Panel panel{.title = "Ends of all races", .x = {.label = ""}, .y = {.label = race_->task().quantity}};
  panel.note = "counted after each race";
  panel.x.limits = AxisLimits{-0.5, static_cast<double>(race_->runners().size()) - 0.5};
  for (std::size_t r = 0; r < race_->runners().size(); ++r) {
    const auto place = static_cast<double>(r);
    panel.x.names.push_back({.value = place, .label = race_->runners()[r].name});
    const Accumulator& ends = race_->ends(r);
    if (ends.count() > 1) {
      panel.points.push_back({.x = {place},
                              .y = {ends.mean()},
                              .y_error = {std::sqrt(ends.variance() / static_cast<double>(ends.count()))},
                              .colour = colours.at(r),
                              .radius = 3});
    }
  }
  if (race_->races() > 0) {
    mark_value(panel, race_->best(), race_->task().ground_energy ? "optimum" : "best so far");
  }
  return panel;
}

Panel ScheduleRaceScene::schedule_panel() const {
  constexpr Index points = 100;
  Panel panel{.title = "Schedules",
              .x = {.label = "sweep of this race"},
              .y = {.label = "T", .kind = AxisKind::logarithmic}};
  panel.x.limits = AxisLimits{0, static_cast<double>(sweeps())};
  for (std::size_t r = 1; r < race_->runners().size(); ++r) {
    Series line{.label = race_->runners()[r].name, .colour = colours.at(r), .style = styles.at(r)};
    for (Index k = 0; k < points; ++k) {
      const Index sweep = k * (sweeps() - 1) / (points - 1);
      line.x.push_back(static_cast<double>(sweep + 1));
      line.y.push_back(race_->temperature(r, sweep).value());
    }
    panel.series.push_back(std::move(line));
  }
  panel.references.push_back({.direction = ReferenceDirection::vertical,
                              .value = static_cast<double>(race_->done()),
                              .label = "now"});
  return panel;
}

std::vector<Fact> ScheduleRaceScene::facts() const {
  std::vector<Fact> facts;
  const auto trials = race_->races() * ScheduleRace::copies;
  for (std::size_t r = 0; r < race_->runners().size(); ++r) {
    const Accumulator& ends = race_->ends(r);
    const std::string& name = race_->runners()[r].name;
    facts.push_back({name, ends.count() > 0 ? ends.mean() : unknown,
                     ends.count() > 1 ? std::sqrt(ends.variance() / static_cast<double>(ends.count())) : 0.0,
                     "mean " + race_->task().quantity + " that its copies ended at, over all races", 5});
  }
  for (std::size_t r = 1; r < race_->runners().size() && trials > 0; ++r) {
    const Proportion p = proportion(race_->hits(r), trials);
    facts.push_back({"P(" + race_->runners()[r].name + ")", p.value, p.standard_error,
                     race_->task().ground_energy ? "part of its copies that ended at the optimum"
                                                 : "part of its copies that ended at the best of all",
                     2});
  }
  facts.push_back({"races", static_cast<double>(race_->races()), 0, "that came to their end"});
  return facts;
}

std::string ScheduleRaceScene::verdict() const {
  if (race_->races() == 0) {
    return fmt::format("The first race: {} of {} sweeps", race_->done(), race_->sweeps());
  }
  std::size_t first = 0;
  for (std::size_t r = 1; r < race_->runners().size(); ++r) {
    first = race_->ends(r).mean() < race_->ends(first).mean() ? r : first;
  }
  const std::string leader =
      fmt::format("After {} {} ends lowest, at {} on average", count_of(race_->races(), "race"),
                  race_->runners()[first].name, format_compact(race_->ends(first).mean(), 5));
  for (std::size_t r = 0; r < race_->runners().size(); ++r) {
    const auto& a = race_->ends(first);
    const auto& b = race_->ends(r);
    const double error = std::sqrt((a.variance() + b.variance()) / static_cast<double>(a.count()));
    if (r != first && b.mean() - a.mean() < 2 * error) {
      return leader + fmt::format("; {} is not told from it yet", race_->runners()[r].name);
    }
  }
  return leader + ", beyond error";
}

void ScheduleRaceScene::show(Frame& frame, Temperature /*dial*/) const {
  frame.panes.resize(race_->runners().size());
  for (std::size_t r = 0; r < race_->runners().size(); ++r) {
    frame.panes[r] = race_->task().draw(
        race_->leader(r), race_->runners()[r].name,
        fmt::format("{} {}", race_->task().quantity, format_compact(race_->leader_energy(r), 6)));
  }
  frame.panels = {energy_panel(), cooling_panel(), ends_panel(), schedule_panel()};
  frame.facts = facts();
  frame.verdict = verdict();
  frame.peak = std::nullopt;
  frame.energy = race_->leader_energy(race_->runners().size() - 1);
  frame.best_energy = race_->least();
  frame.flip_rate = race_->flip_rate();
}

}  // namespace

std::unique_ptr<Scene> make_schedule_race_scene() {
  return std::make_unique<ScheduleRaceScene>();
}

}  // namespace onedial::viewer
