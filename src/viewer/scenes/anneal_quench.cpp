#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "onedial/anneal/schedule.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/viewer/scene.hpp"
#include "panel_parts.hpp"
#include "race.hpp"

namespace onedial::viewer {
namespace {

constexpr Temperature hot(3);
constexpr Temperature cold(0.1);
constexpr Index pause_after_race = 30;  // sweeps for which the end is shown
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::array schedule_names = {"linear", "geometric", "logarithmic", "quench"};
constexpr std::array schedule_styles = {LineStyle::dashed, LineStyle::solid, LineStyle::dotted,
                                        LineStyle::dash_dotted};

Schedule schedule_of(std::string_view name) {
  if (name == "linear") {
    return LinearSchedule{hot, cold};
  }
  if (name == "geometric") {
    return GeometricSchedule{hot, cold};
  }
  if (name == "logarithmic") {
    return LogarithmicSchedule{hot};
  }
  return ConstantSchedule{Temperature::zero()};
}

std::vector<Setting> first_settings() {
  return {
      {"problem", "Problem", "What both copies are to minimise; the optimum of each is known exactly.",
       ChoiceSetting{.options = race_problem_names(), .value = "spin_glass"}},
      {"schedule", "Schedule",
       "How the annealed copy is cooled; quench is T = 0 throughout, with ties flipped.",
       ChoiceSetting{.options = {schedule_names.begin(), schedule_names.end()}, .value = "geometric"}},
      {"sweeps", "Sweeps per race",
       "How long a race takes: slower is colder in the end. Then its end is shown for 30 sweeps more.",
       NumberSetting{.value = 300, .least = 5, .most = 20'000, .is_whole = true, .is_logarithmic = true}},
      {"automatic", "Automatic",
       "Races by the schedule, one after the other; off, the dial cools the left copy.", ToggleSetting{true}},
      {"instance", "Instance", "Which couplings or which graph.",
       NumberSetting{.value = 1, .least = 1, .most = 1000, .is_whole = true}},
      {"race", "Race", "Puts both copies into the same new random state.", ButtonSetting{}},
  };
}

class AnnealQuench final : public Scene {
 public:
  AnnealQuench() : Scene(first_settings()) {}

  [[nodiscard]] const SceneInfo& info() const override {
    static const SceneInfo info{
        .name = "anneal_quench",
        .title = "Anneal against quench",
        .story =
            "Two copies of a hard problem start alike. The right one only goes down, and is soon stuck where "
            "no single flip helps. The left one starts hot and is cooled, so that it can still climb out of "
            "such traps. Race after race shows who ends lower, and how far both stay from the optimum; "
            "switch "
            "off automatic to cool by hand.",
        .order = 9,
        .coldest = Temperature(0.05),
        .hottest = Temperature(10),
        .start = hot};
    return info;
  }

  void reset(std::uint64_t seed) override {
    seed_ = seed;
    race_.emplace(race_problem(settings_.choice("problem"), instance()), seed);
    in_race_ = 0;
  }

  Temperature sweep(Temperature dial) override {
    if (!settings_.is_on("automatic")) {
      race_->sweep(dial);
      return dial;
    }
    if (in_race_ >= sweeps() + pause_after_race) {
      race_->start();
      in_race_ = 0;
    }
    const Index k = std::min(in_race_++, sweeps() - 1);
    const Temperature t = temperature_at(schedule_of(settings_.choice("schedule")), {k, sweeps()});
    if (in_race_ <= sweeps()) {
      race_->sweep(t);
    }
    if (in_race_ == sweeps()) {
      race_->finish();
    }
    return t;
  }

  void show(Frame& frame, Temperature dial) const override;

 private:
  void changed(std::string_view key) override {
    if (key == "race" || key == "automatic") {
      race_->start();
      in_race_ = 0;
    } else {
      reset(seed_);
    }
  }

  [[nodiscard]] Index sweeps() const { return static_cast<Index>(settings_.number("sweeps")); }
  [[nodiscard]] std::uint64_t instance() const {
    return static_cast<std::uint64_t>(settings_.number("instance"));
  }
  [[nodiscard]] double ground() const { return race_->problem().ground_energy; }
  [[nodiscard]] double gap(double energy) const { return (energy - ground()) / race_->units(); }
  [[nodiscard]] Panel energy_panel() const;
  [[nodiscard]] Panel gap_panel() const;
  [[nodiscard]] Panel ends_panel() const;
  [[nodiscard]] Panel schedule_panel(Temperature dial) const;
  [[nodiscard]] std::vector<Fact> facts() const;
  [[nodiscard]] std::string verdict(Temperature dial) const;

  std::uint64_t seed_ = 0;
  std::optional<Race> race_;
  Index in_race_ = 0;
};

Panel AnnealQuench::energy_panel() const {
  const History& course = race_->course();
  const double n = race_->units();
  std::vector<double> times = course.times();
  std::for_each(times.begin(), times.end(), [](double& time) { time -= 1; });  // first the start, at 0
  const bool by_hand = !settings_.is_on("automatic");
  Panel panel{.title = "Energy", .x = {.label = "sweep of this race"}, .y = {.label = "E/N"}};
  panel.series = {
      {.x = times, .y = per_unit(course.means(0), n), .label = by_hand ? "by hand" : "annealed"},
      {.x = times,
       .y = per_unit(course.means(1), n),
       .label = "quenched",
       .colour = ColourRole::secondary,
       .style = LineStyle::dashed},
      {.x = times,
       .y = per_unit(course.least(2), n),
       .label = by_hand ? "best by hand" : "best annealed",
       .colour = ColourRole::muted,
       .style = LineStyle::dashed},
  };
  mark_value(panel, ground() / n, "optimum");
  return panel;
}

Panel AnnealQuench::gap_panel() const {
  const History& gaps = race_->gaps();
  Panel panel{.title = "Gap by race", .x = {.label = "race"}, .y = {.label = "(E − E₀)/N at the end"}};
  panel.note = "one point after each race";
  panel.points = {
      {.x = gaps.times(), .y = gaps.means(0), .label = "annealed"},
      {.x = gaps.times(), .y = gaps.means(1), .label = "quenched", .colour = ColourRole::secondary}};
  mark_value(panel, 0, "optimum");
  return panel;
}

Panel AnnealQuench::ends_panel() const {
  const RaceRecord& record = race_->record();
  Panel panel{.title = "Final energies", .x = {.label = "E/N"}, .y = {.label = "part of the races"}};
  panel.note = "counted after each race";
  for (const bool annealed : {true, false}) {
    Series bars{.label = annealed ? "annealed" : "quenched",
                .colour = annealed ? ColourRole::primary : ColourRole::secondary,
                .style = annealed ? LineStyle::solid : LineStyle::dashed};
    for (const auto& [energy, count] : annealed ? record.annealed : record.quenched) {
      // A line up from the axis at each energy, and down again.
      const double part = static_cast<double>(count) / static_cast<double>(record.races());
      bars.x.insert(bars.x.end(), 3, energy / race_->units());
      bars.y.insert(bars.y.end(), {0, part, 0});
    }
    panel.series.push_back(std::move(bars));
  }
  panel.references.push_back(
      {.direction = ReferenceDirection::vertical, .value = ground() / race_->units(), .label = "optimum"});
  return panel;
}

Panel AnnealQuench::schedule_panel(Temperature dial) const {
  constexpr Index points = 100;
  Panel panel{.title = "Schedules", .x = {.label = "sweep of this race"}, .y = {.label = "T"}};
  panel.x.limits = AxisLimits{0, static_cast<double>(sweeps())};
  for (std::size_t s = 0; s < schedule_names.size(); ++s) {
    const char* name = schedule_names.at(s);
    const bool is_chosen = settings_.choice("schedule") == name;
    Series line{.label = name,
                .colour = is_chosen ? ColourRole::primary : ColourRole::muted,
                .style = schedule_styles.at(s)};
    for (Index k = 0; k < points; ++k) {
      const Index sweep = k * (sweeps() - 1) / (points - 1);
      line.x.push_back(static_cast<double>(sweep + 1));
      line.y.push_back(temperature_at(schedule_of(name), {sweep, sweeps()}).value());
    }
    panel.series.push_back(std::move(line));
  }
  if (settings_.is_on("automatic")) {
    panel.references.push_back({.direction = ReferenceDirection::vertical,
                                .value = static_cast<double>(std::min(in_race_, sweeps())),
                                .label = "now"});
  } else if (dial <= hot) {
    mark_value(panel, dial.value(), "dial");
  }
  return panel;
}

std::vector<Fact> AnnealQuench::facts() const {
  const RaceRecord& record = race_->record();
  const auto races = static_cast<double>(record.races());
  const auto mean_gap = [&](Index runner) { return races > 0 ? record.gaps.mean(runner) : unknown; };
  const auto error = [&](Index runner) {
    return races > 1 ? std::sqrt(record.gaps.variance(runner) / races) : 0.0;
  };
  const auto wins = static_cast<double>(record.annealed_lower);
  const double likely = (wins + 1) / (races + 2);  // Laplace: has an error even where all were won
  std::vector<Fact> facts = {
      {"E annealed", race_->annealed_energy(), 0, "energy of the left copy, in units of J", 6},
      {"E quenched", race_->quenched().energy(), 0, "energy of the right copy, in units of J", 6},
      {"E₀", ground(), 0, "the least energy there is: " + race_->problem().optimum, 6},
      {"gap annealed", mean_gap(0), error(0), "mean (E − E₀)/N at the end of a race, of the annealed copies"},
      {"gap quenched", mean_gap(1), error(1), "mean (E − E₀)/N at the end of a race, of the quenched copies"},
      {"P(win)", races > 0 ? wins / races : unknown,
       races > 0 ? std::sqrt(likely * (1 - likely) / (races + 2)) : 0.0,
       "part of the races in which the annealed copy ended lower; ties count for nobody"},
      {"races", races, 0, "that came to their end with these settings"},
  };
  if (race_->problem().side == 0) {
    const auto cut = [&](double energy) {
      return (static_cast<double>(race_->problem().edges.size()) - energy) / 2;
    };
    facts.push_back({"cut annealed", cut(race_->annealed_energy()), 0,
                     fmt::format("edges whose ends differ, (edges − E)/2; at most {}", cut(ground()))});
  }
  return facts;
}

std::string AnnealQuench::verdict(Temperature dial) const {
  const char* left = settings_.is_on("automatic") ? "the annealed copy"
                     : dial.is_zero()             ? "the left copy, at T = 0 by hand,"
                                                  : "the left copy, by hand,";
  const double lead = race_->quenched().energy() - race_->annealed_energy();
  const std::string stuck =
      race_->quenched().is_stuck()
          ? fmt::format("The quench is stuck after {}", count_of(race_->quenched().sweeps(), "sweep"))
          : std::string("The quench still goes down");
  const std::string above =
      fmt::format("{} above the optimum", format_compact(race_->annealed_energy() - ground()));
  if (lead == 0) {
    return fmt::format("{}; both have the same energy, {}", stuck, above);
  }
  return fmt::format("{}; {} is {} {}, {}", stuck, left, format_compact(std::abs(lead)),
                     lead > 0 ? "lower" : "higher",
                     race_->annealed_energy() == ground() ? "at the optimum" : above);
}

void AnnealQuench::show(Frame& frame, Temperature dial) const {
  const auto note = [&](double energy) {
    return fmt::format("(E − E₀)/N = {}", format_compact(gap(energy), 3));
  };
  frame.panes.resize(2);
  frame.panes[0] =
      picture(race_->problem(), race_->annealed(), settings_.is_on("automatic") ? "Annealed" : "By hand",
              note(race_->annealed_energy()));
  frame.panes[1] =
      picture(race_->problem(), race_->quenched().state(), "Quenched", note(race_->quenched().energy()));
  frame.panels = {energy_panel(), gap_panel(), ends_panel(), schedule_panel(dial)};
  frame.facts = facts();
  frame.verdict = verdict(dial);
  frame.peak = std::nullopt;
  frame.energy = race_->annealed_energy();
  frame.best_energy = race_->best();
  frame.flip_rate = race_->flip_rate();
}

}  // namespace

std::unique_ptr<Scene> make_anneal_quench_scene() {
  return std::make_unique<AnnealQuench>();
}

}  // namespace onedial::viewer
