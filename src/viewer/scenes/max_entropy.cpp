#include "onedial/core/max_entropy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "onedial/plot/number_format.hpp"
#include "onedial/softmax/softmax.hpp"
#include "onedial/viewer/history.hpp"
#include "onedial/viewer/scene.hpp"
#include "rivals.hpp"
#include "spectrum_curve.hpp"
#include "token_list.hpp"

namespace onedial::viewer {
namespace {

const SceneInfo scene_info{
    .name = "max_entropy",
    .title = "Maximum entropy (Jaynes)",
    .story =
        "Fix nothing but the mean energy ⟨E⟩: very many distributions have it. Rivals are drawn at random "
        "from all of them, and none has as much entropy as the Boltzmann distribution; what it lacks is "
        "its divergence from Boltzmann. T is only the name of the mean energy that was fixed. Let the "
        "rivals climb, and they turn into the Boltzmann distribution.",
    .order = 4,
    .coldest = Temperature(0.1),
    .hottest = Temperature(100),
    .start = Temperature(2)};

constexpr const char* die = "a die";
constexpr const char* ladder = "a ladder of 12";

/// States with their energies, in the order of the bars.
TokenList states_of(const std::string& preset) {
  TokenList list;
  if (preset == die || preset == ladder) {
    const int first = preset == die ? 1 : 0;
    const int last = preset == die ? 6 : 11;
    for (int k = first; k <= last; ++k) {
      list.tokens.push_back(std::to_string(k));
      list.logits.push_back(-k);
    }
    return list;
  }
  return parse_tokens(*token_preset_text(preset));
}

struct Range {
  double least;
  double most;
};

std::vector<Setting> scene_settings(const std::string& preset, Range energies) {
  return {{.key = "preset",
           .label = "States",
           .help = "The states and their energies; of tokens, minus the logits.",
           .kind = ChoiceSetting{.options = {die, ladder, token_presets().front().name}, .value = preset}},
          {.key = "fix",
           .label = "Fixed by",
           .help = "Whether the dial names the mean energy or the setting below does.",
           .kind = ChoiceSetting{.options = {"dial", "energy"}, .value = "dial"}},
          {.key = "target_energy",
           .label = "Mean energy",
           .help = "⟨E⟩, from the least energy (T = 0) to the mean of all states (T = ∞).",
           .kind = NumberSetting{.value = 0.5 * (energies.least + energies.most),
                                 .least = energies.least,
                                 .most = energies.most}},
          {.key = "climb",
           .label = "Climb",
           .help = "Rivals are only taken if their entropy does not fall.",
           .kind = ToggleSetting{.value = false}},
          {.key = "steps",
           .label = "Steps a rival",
           .help = "Steps of the random walk from one rival to the next.",
           .kind = NumberSetting{.value = 20, .least = 1, .most = 200, .is_whole = true}}};
}

class MaxEntropyScene final : public Scene {
 public:
  MaxEntropyScene() : Scene(scene_settings(die, {1, 3.5})) { rebuild(); }

  [[nodiscard]] const SceneInfo& info() const override { return scene_info; }

  void reset(std::uint64_t seed) override {
    random_ = RandomStream(seed, 0);
    forget();
  }

  Temperature sweep(Temperature dial) override {
    const Temperature t = fixed(dial);
    if (!walk_ || at_.temperature != t) {
      start_at(t);
    }
    const auto steps = static_cast<int>(settings_.number("steps"));
    int taken = 0;
    for (int k = 0; k < steps && !is_single_; ++k) {
      taken += walk_->step(random_, settings_.is_on("climb")) ? 1 : 0;
    }
    move_rate_ = static_cast<double>(taken) / steps;
    if (!is_single_) {
      count();
    }
    return t;
  }

  void show(Frame& frame, Temperature dial) const override {
    const Temperature t = fixed(dial);
    const bool is_current = walk_ && at_.temperature == t && !is_single_;
    const Thermodynamics at = thermodynamics(curve_.spectrum(), t);
    frame.panes = {bars(t, is_current)};
    frame.panels = {plane_panel(at), histogram_panel(at), history_panel(), exponential_panel(t, is_current),
                    energy_panel(at)};
    frame.facts = facts(at, is_current);
    frame.verdict = verdict(at, is_current);
    frame.peak = curve_.peak();
    frame.energy = is_current ? rival_energy() : at.mean_energy;
    frame.best_energy = curve_.spectrum().ground_energy();
    frame.flip_rate = is_current ? move_rate_ : 0;
  }

 protected:
  void changed(std::string_view key) override {
    if (key == "preset") {
      rebuild();
    } else if (key == "climb") {
      forget();
    } else if (key == "target_energy") {
      find_target();
    }
  }

 private:
  static constexpr std::size_t bins = 60;
  static constexpr std::size_t most_points = 400;

  void rebuild() {
    list_ = states_of(settings_.choice("preset"));
    curve_ = SpectrumCurve(Spectrum::from_logits(list_.logits), scene_info.coldest, scene_info.hottest);
    const std::string fix = settings_.choice("fix");
    const std::string climb = settings_.is_on("climb") ? "on" : "off";
    const std::string steps = std::to_string(static_cast<int>(settings_.number("steps")));
    settings_ =
        Settings(scene_settings(settings_.choice("preset"),
                                {curve_.spectrum().ground_energy(),
                                 thermodynamics(curve_.spectrum(), Temperature::infinite()).mean_energy}));
    settings_.set("fix", fix);
    settings_.set("climb", climb);
    settings_.set("steps", steps);
    find_target();
    forget();
  }

  void find_target() {
    target_ = temperature_of_mean_energy(curve_.spectrum(), settings_.number("target_energy"));
  }

  void forget() {
    walk_.reset();
    history_.clear();
    points_ = {.label = "rivals", .colour = ColourRole::tertiary};
    oldest_point_ = 0;
  }

  /// The temperature that has the mean energy that is fixed.
  [[nodiscard]] Temperature fixed(Temperature dial) const {
    return settings_.choice("fix") == "dial" ? dial : target_;
  }

  void start_at(Temperature t) {
    at_ = thermodynamics(curve_.spectrum(), t);
    log_boltzmann_ = log_softmax(list_.logits, t);
    walk_.emplace(curve_.spectrum().energies(), boltzmann_probabilities(curve_.spectrum(), t));
    // Next to the least energy all but the ground state have less than rounding leaves room to choose in.
    is_single_ = at_.mean_energy - curve_.spectrum().ground_energy() < 1e-6 * curve_.spectrum().largest_gap();
    best_ = not_known;
    rivals_ = 0;
    histogram_.fill(0);
  }

  void count() {
    const double s = walk_->entropy();
    best_ = rivals_ == 0 ? s : std::max(best_, s);
    ++rivals_;
    const double share = at_.entropy > 0 ? std::clamp(s / at_.entropy, 0.0, 1.0) : 1.0;
    ++histogram_.at(std::min(static_cast<std::size_t>(share * bins), bins - 1));
    history_.add(std::array{s, at_.entropy, best_});
    if (points_.x.size() < most_points) {
      points_.x.push_back(rival_energy());
      points_.y.push_back(s);
    } else {
      points_.x[oldest_point_] = rival_energy();
      points_.y[oldest_point_] = s;
      oldest_point_ = (oldest_point_ + 1) % most_points;
    }
  }

  [[nodiscard]] double rival_energy() const {
    const auto& r = walk_->distribution();
    return std::inner_product(r.begin(), r.end(), curve_.spectrum().energies().begin(), 0.0);
  }

  [[nodiscard]] Bars bars(Temperature t, bool is_current) const {
    Bars out{.title = "Boltzmann, and the present rival",
             .labels = list_.tokens,
             .values = boltzmann_probabilities(curve_.spectrum(), t)};
    if (is_current) {
      out.references = walk_->distribution();
      out.reference_label = "rival of the same ⟨E⟩";
    }
    return out;
  }

  /// All that can be: below S(⟨E⟩) of the Boltzmann distributions.
  [[nodiscard]] Panel plane_panel(const Thermodynamics& at) const {
    Panel panel{.title = "Entropy against energy"};
    panel.x.label = "⟨E⟩";
    panel.y.label = "S (nats)";
    std::vector<double> energies;
    std::vector<double> entropies;
    for (const Thermodynamics& point : curve_.points()) {
      energies.push_back(point.mean_energy);
      entropies.push_back(point.entropy);
    }
    panel.series = {curve(std::move(energies), std::move(entropies), {.label = "Boltzmann, all T"})};
    panel.points = {points_};
    panel.marks.push_back({.x = at.mean_energy, .y = at.entropy, .label = "T"});
    return panel;
  }

  [[nodiscard]] Panel histogram_panel(const Thermodynamics& at) const {
    Panel panel{.title = "Entropies of rivals", .note = "no rival yet"};
    panel.x.label = "S (nats)";
    panel.y.label = "share of rivals";
    panel.references.push_back(
        {.direction = ReferenceDirection::vertical, .value = at.entropy, .label = "Boltzmann"});
    if (!walk_ || at_.temperature != at.temperature || rivals_ == 0) {
      return panel;
    }
    std::vector<double> places(bins);
    std::vector<double> shares(bins);
    for (std::size_t k = 0; k < bins; ++k) {
      places[k] = (static_cast<double>(k) + 0.5) / bins * at.entropy;
      shares[k] = static_cast<double>(histogram_.at(k)) / static_cast<double>(rivals_);
    }
    panel.series = {
        curve(std::move(places), std::move(shares), {.label = "rivals", .colour = ColourRole::tertiary})};
    panel.references.push_back(
        {.direction = ReferenceDirection::vertical, .value = best_, .label = "best rival"});
    return panel;
  }

  [[nodiscard]] Panel history_panel() const {
    Panel panel{.title = "Entropy of rivals", .note = "no rival yet"};
    panel.x.label = "rival";
    panel.y.label = "S (nats)";
    const std::vector<double> times = history_.times();
    panel.bands = {{.x = times,
                    .lower = history_.least(0),
                    .upper = history_.greatest(0),
                    .label = "rivals",
                    .colour = ColourRole::tertiary}};
    panel.series = {curve(times, history_.means(1), {.label = "Boltzmann"}),
                    curve(times, history_.means(2),
                          {.label = "best", .colour = ColourRole::secondary, .style = LineStyle::dashed}),
                    curve(times, history_.means(0), {.label = "rivals", .colour = ColourRole::tertiary})};
    return panel;
  }

  /// ln p falls with slope −β for the Boltzmann distribution alone.
  [[nodiscard]] Panel exponential_panel(Temperature t, bool is_current) const {
    Panel panel{.title = "p against E: slope −1/T"};
    panel.x.label = "E";
    panel.y = {.label = "p", .kind = AxisKind::logarithmic, .limits = AxisLimits{.lower = 1e-6, .upper = 1}};
    const auto energies = curve_.spectrum().energies();
    std::vector<std::size_t> order(energies.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return energies[a] < energies[b]; });
    const std::vector<double> p = boltzmann_probabilities(curve_.spectrum(), t);
    Series line{.label = "Boltzmann"};
    Points rival{.label = "rival", .colour = ColourRole::tertiary};
    const auto visible = [&](double x) { return x >= panel.y.limits->lower ? x : not_known; };
    for (const std::size_t i : order) {
      line.x.push_back(energies[i]);
      line.y.push_back(visible(p[i]));
      if (is_current) {
        rival.x.push_back(energies[i]);
        rival.y.push_back(visible(walk_->distribution()[i]));
      }
    }
    panel.series = {std::move(line)};
    panel.points = {std::move(rival)};
    return panel;
  }

  [[nodiscard]] Panel energy_panel(const Thermodynamics& at) const {
    Panel panel = curve_.panel("T names ⟨E⟩", "⟨E⟩", at.temperature);
    panel.series = {curve_.series(&Thermodynamics::mean_energy, {.label = "⟨E⟩(T)"})};
    panel.references.push_back({.value = at.mean_energy, .label = "fixed"});
    return panel;
  }

  [[nodiscard]] std::vector<Fact> facts(const Thermodynamics& at, bool is_current) const {
    const auto known = [&](auto value) { return is_current ? value() : not_known; };
    const auto lack = [&] { return at_.entropy - walk_->entropy(); };
    const auto distance = [&] { return divergence(walk_->distribution(), log_boltzmann_); };
    return {
        {.symbol = "⟨E⟩", .value = at.mean_energy, .meaning = "the mean energy that is fixed for all"},
        {.symbol = "S", .value = at.entropy, .meaning = "entropy of Boltzmann in nats: the most there is"},
        {.symbol = "S rival",
         .value = known([&] { return walk_->entropy(); }),
         .meaning = "entropy in nats of the present rival, −Σ r ln r"},
        {.symbol = "S − S rival",
         .value = known([&] { return std::max(0.0, lack()); }),
         .meaning = "what the rival lacks, in nats; never below 0"},
        {.symbol = "D(r‖p)",
         .value = known([&] { return std::max(0.0, distance()); }),
         .meaning =
             "divergence Σ r ln(r/p) from Boltzmann, in nats; equal to S − S rival as ⟨E⟩ is the same"},
        {.symbol = "δD",
         .value = known([&] { return std::abs(distance() - lack()); }),
         .meaning = "checked live: |D(r‖p) − (S − S rival)| in nats",
         .digits = 2},
        {.symbol = "S best",
         .value = known([&] { return best_; }),
         .meaning = "most entropy in nats of a rival so far at this ⟨E⟩"},
        {.symbol = "δ⟨E⟩",
         .value = known([&] { return std::abs(rival_energy() - at_.mean_energy); }),
         .meaning = "checked live: how far the rival's mean energy is from the one that is fixed",
         .digits = 2},
        {.symbol = "rivals",
         .value = is_current ? static_cast<double>(rivals_) : 0,
         .meaning = "how many were drawn at this ⟨E⟩",
         .digits = 7}};
  }

  [[nodiscard]] std::string verdict(const Thermodynamics& at, bool is_current) const {
    if (at.temperature.is_zero()) {
      return "T = 0: only the ground state has the least energy; there is no rival";
    }
    if (walk_ && at_.temperature == at.temperature && is_single_) {
      return "⟨E⟩ is so close to the least energy that no rival can be told from Boltzmann";
    }
    if (!is_current) {
      return fmt::format(
          "{} of this ⟨E⟩ has more entropy than Boltzmann's {} nats",
          at.temperature.is_infinite() ? "T = ∞, the uniform distribution: nothing" : "Nothing",
          format_compact(at.entropy));
    }
    return fmt::format("{} {} of the same ⟨E⟩ none has more entropy than Boltzmann; the best lacks {} nats",
                       at.temperature.is_infinite() ? "T = ∞, the uniform distribution: of" : "Of",
                       rivals_ == 1 ? "1 rival" : format_fixed(static_cast<double>(rivals_), 0) + " rivals",
                       format_compact(std::max(0.0, at.entropy - best_), 2));
  }

  TokenList list_;
  SpectrumCurve curve_{Spectrum(std::vector<double>{0}), scene_info.coldest, scene_info.hottest};
  Temperature target_ = Temperature(1);  // of the mean energy in the settings
  RandomStream random_{0, 0};
  std::optional<RivalWalk> walk_;  // at the mean energy of at_
  Thermodynamics at_ = thermodynamics(curve_.spectrum(), Temperature(1));
  std::vector<double> log_boltzmann_;  // there
  bool is_single_ = false;             // whether there are no rivals
  double best_ = not_known;
  Index rivals_ = 0;
  std::array<Index, bins> histogram_{};  // of S of rivals, from 0 to S of Boltzmann
  History history_{3};
  Points points_;  // (⟨E⟩, S) of the last rivals, also at other ⟨E⟩
  std::size_t oldest_point_ = 0;
  double move_rate_ = 0;
};

}  // namespace

std::unique_ptr<Scene> make_max_entropy_scene() {
  return std::make_unique<MaxEntropyScene>();
}

}  // namespace onedial::viewer
