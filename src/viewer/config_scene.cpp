#include "onedial/viewer/config_scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "config_picture.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/run/anneal_setup.hpp"
#include "onedial/viewer/sampled_system.hpp"

namespace onedial::viewer {
namespace {

/// The temperatures of the schedule at 33 places.
std::vector<Temperature> course(const AnnealSetup& setup) {
  constexpr Index steps = 32;
  const Index last = std::max<Index>(setup.config.cooling.sweeps - 1, 1);
  std::vector<Temperature> out;
  for (Index k = 0; k <= steps; ++k) {
    out.push_back(temperature_at(setup.schedule, {.sweep = last * k / steps, .sweeps = last + 1}));
  }
  return out;
}

bool has_logarithm(Temperature t) {
  return !t.is_zero() && !t.is_infinite();
}

/// The dial reaches over what suits the model and over what the schedule asks for.
SceneInfo describe(const AnnealSetup& setup) {
  Temperature coldest = setup.range.cold;
  Temperature hottest = setup.range.hot;
  const std::vector<Temperature> temperatures = course(setup);
  for (const Temperature t : temperatures) {
    if (has_logarithm(t)) {
      coldest = std::min(coldest, t);
      hottest = std::max(hottest, t);
    }
  }
  if (hottest.value() < 2 * coldest.value()) {  // a model with nothing to anneal, or one temperature
    coldest = Temperature(coldest.value() / 10);
    hottest = Temperature(hottest.value() * 10);
  }
  return {.name = "config",
          .title = setup.config.problem.description(),
          .story = fmt::format("The problem of a config of onedial anneal: {} {} of {} units. Turn the dial "
                               "yourself, or let the schedule of the config turn it.",
                               setup.problem->maximises() ? "the greatest" : "the least",
                               setup.problem->objective_name(), units(setup.encoding)),
          .coldest = coldest,
          .hottest = hottest,
          .start = std::clamp(temperatures.front(), coldest, hottest)};
}

/// As many as reach to the second one of the error.
int digits_of(double value, double error) {
  constexpr int most = 7;
  if (!(error > 0) || value == 0) {
    return most;
  }
  const double ratio = std::log10(std::abs(value)) - std::floor(std::log10(error));
  return static_cast<int>(std::clamp(std::floor(ratio) + 2, 2.0, static_cast<double>(most)));
}

/// Whether energies are objectives, but for their sign, so that they may be shown as such.
bool shows_objective(const AnnealSetup& setup) {
  constexpr double some = 2;
  return !setup.encoding.is_constrained && std::abs(setup.problem->energy_of(some)) == some;
}

class ConfigScene final : public Scene {
 public:
  explicit ConfigScene(AnnealSetup setup)
      : Scene({{"shown", "shown", "The state of the first replica as it is, or the best state of any so far.",
                ChoiceSetting{{"present", "best"}, "present"}}}),
        setup_(std::move(setup)),
        about_(describe(setup_)),
        shows_objective_(shows_objective(setup_)) {}

  [[nodiscard]] const SceneInfo& info() const override { return about_; }

  void reset(std::uint64_t seed) override {
    sampled_ = std::make_unique<SampledSystem>(
        make_system(setup_.encoding, setup_.config.sampler, seed),
        SampledSettings{
            .coldest = about_.coldest, .hottest = about_.hottest, .unit = sign(), .energy = quantity()});
  }

  Temperature sweep(Temperature dial) override {
    sampled_->sweep(dial);
    return dial;
  }

  void show(Frame& frame, Temperature dial) const override;
  [[nodiscard]] std::optional<DialSchedule> schedule() const override;

 private:
  [[nodiscard]] double sign() const { return shows_objective_ && setup_.problem->maximises() ? -1 : 1; }
  [[nodiscard]] std::string quantity() const {
    return shows_objective_ ? std::string(setup_.problem->objective_name()) : "energy";
  }
  void show_facts(Frame& frame, Temperature dial) const;
  [[nodiscard]] std::string verdict(Temperature dial) const;
  [[nodiscard]] bool target_is_met() const;

  AnnealSetup setup_;
  SceneInfo about_;
  bool shows_objective_;
  std::unique_ptr<SampledSystem> sampled_;
};

std::optional<DialSchedule> ConfigScene::schedule() const {
  DialSchedule schedule{.nodes = {}, .sweeps = setup_.config.cooling.sweeps};
  const std::vector<Temperature> temperatures = course(setup_);
  for (std::size_t k = 0; k < temperatures.size(); ++k) {
    schedule.nodes.push_back({.time = static_cast<double>(k) / static_cast<double>(temperatures.size() - 1),
                              .temperature = std::clamp(temperatures[k], about_.coldest, about_.hottest)});
  }
  return schedule;
}

void ConfigScene::show(Frame& frame, Temperature dial) const {
  const bool is_best = settings().choice("shown") == "best";
  const State& state = is_best ? sampled_->best_state() : sampled_->state();
  frame.panes.resize(1);
  draw_state(setup_, state, frame.panes[0]);
  Panel energy = sampled_->energy_panel();
  energy.title = quantity();
  energy.title[0] = static_cast<char>(energy.title[0] - 'a' + 'A');
  if (setup_.config.target) {
    const double target =
        shows_objective_ ? *setup_.config.target : setup_.problem->energy_of(*setup_.config.target);
    energy.references.push_back(
        {.value = target, .label = "target " + format_compact(*setup_.config.target, 7)});
  }
  frame.panels = {std::move(energy), sampled_->heat_capacity_panel(dial), sampled_->temperature_panel(),
                  sampled_->flip_rate_panel(dial)};
  show_facts(frame, dial);
  frame.verdict = verdict(dial);
  const auto peak = sampled_->peak();
  frame.peak = peak ? std::optional(peak->point.temperature) : std::nullopt;
  frame.energy = sampled_->energy();
  frame.best_energy = sampled_->best_energy();
  frame.flip_rate = sampled_->flip_rate();
}

void ConfigScene::show_facts(Frame& frame, Temperature dial) const {
  const std::string name = quantity();
  const auto capacity = sampled_->heat_capacity_at(dial);
  const bool is_measured = capacity && capacity->in_equilibrium;
  const auto memory = sampled_->trusted_memory();
  frame.facts = {{.symbol = name,
                  .value = sign() * sampled_->energy(),
                  .meaning = "of the first replica now",
                  .digits = 7},
                 {.symbol = "best " + name,
                  .value = sign() * sampled_->best_energy(),
                  .meaning = "the best state of any replica so far",
                  .digits = 7},
                 {.symbol = "mean " + name,
                  .value = sign() * sampled_->mean_energy(),
                  .error = sampled_->mean_energy_error(),
                  .meaning = fmt::format("of the {} replicas now", sampled_->system().replicas()),
                  .digits = digits_of(sampled_->mean_energy(), sampled_->mean_energy_error())},
                 {.symbol = "C",
                  .value = dial.is_infinite() ? 0
                           : is_measured      ? capacity->heat_capacity
                                              : NAN,
                  .error = is_measured ? capacity->standard_error : 0,
                  .meaning = "Var(E)/T², measured near this T; unknown while replicas are frozen apart",
                  .digits = 3},
                 {.symbol = "flips",
                  .value = sampled_->flip_rate(),
                  .meaning = "flips per unit in the last sweep",
                  .digits = 3},
                 {.symbol = "τ",
                  .value = memory ? memory->tau : NAN,
                  .error = memory ? memory->error : 0,
                  .meaning = "memory of the energy in sweeps, at this T",
                  .digits = 3}};
  if (setup_.config.target) {
    frame.facts.push_back({.symbol = "target",
                           .value = *setup_.config.target,
                           .meaning = "the objective that the config wants to reach",
                           .digits = 7});
  }
}

/// Allows for the rounding of energies that are not integers.
bool ConfigScene::target_is_met() const {
  if (!setup_.config.target) {
    return false;
  }
  // Where a state can violate constraints, the one of the least energy may be no answer.
  const State best = setup_.encoding.decode(sampled_->best_state());
  if (setup_.encoding.is_constrained && !setup_.problem->evaluate(best).feasible) {
    return false;
  }
  const double target = setup_.problem->energy_of(*setup_.config.target);
  return sampled_->best_energy() <= target + 1e-9 * std::max(1.0, std::abs(target));
}

std::string ConfigScene::verdict(Temperature dial) const {
  const std::string best =
      fmt::format("Best {} {}", quantity(), format_compact(sign() * sampled_->best_energy(), 7));
  if (target_is_met()) {
    return best + ": the target is reached";
  }
  if (dial.is_infinite()) {
    return best + "; T = ∞: states by coin";
  }
  const auto here = sampled_->heat_capacity_at(dial);
  if (here && !here->in_equilibrium) {
    return best + "; out of equilibrium: replicas are frozen apart";
  }
  constexpr double hardly = 0.001;
  if (sampled_->flip_rate() < hardly && sampled_->history().sweeps() > 0) {
    return best + "; frozen: hardly a unit moves";
  }
  return best;
}

}  // namespace

std::unique_ptr<Scene> make_config_scene(Config& config) {
  return std::make_unique<ConfigScene>(prepare_anneal(config));
}

}  // namespace onedial::viewer
