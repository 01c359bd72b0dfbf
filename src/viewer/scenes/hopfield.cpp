#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "hopfield_pair.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/core/error.hpp"
#include "onedial/memory/ags_theory.hpp"
#include "onedial/memory/verdict.hpp"
#include "onedial/viewer/scene.hpp"
#include "panel_parts.hpp"
#include "square_picture.hpp"

namespace onedial::viewer {
namespace {

constexpr Temperature coldest(0.02);
constexpr Temperature hottest(2);
constexpr Index most_letters = 26;

std::vector<Setting> first_settings() {
  return {{"patterns", "Patterns", "What is stored: letters, which look alike, or random pictures.",
           ChoiceSetting{{"letters", "random"}, "letters"}},
          {"count", "How many", "P, the number of patterns stored; those drawn by hand come on top.",
           NumberSetting{.value = 8, .least = 1, .most = most_letters, .is_whole = true}},
          {"rule", "Rule", "How patterns become couplings: by correlation, by projection, or Storkey's way.",
           ChoiceSetting{{"hebb", "pseudo_inverse", "storkey"}, "pseudo_inverse"}},
          {"cue", "Cue", "Which pattern is corrupted, by its number.",
           NumberSetting{.value = 1, .least = 1, .most = most_letters, .is_whole = true}},
          {"noise", "Noise", "Part of the units of the cue that are drawn anew.", NumberSetting{0.4, 0, 1}},
          {"corrupt", "Corrupt", "Starts both memories from the cue with fresh noise.", ButtonSetting{}},
          {"store", "Store", "Stores what the spins show now as one more pattern.", ButtonSetting{}},
          {"forget", "Forget", "Forgets the patterns that were stored by hand.", ButtonSetting{}}};
}

class HopfieldScene final : public Scene {
 public:
  HopfieldScene() : Scene(first_settings()) {}

  [[nodiscard]] const SceneInfo& info() const override {
    static const SceneInfo about{
        .name = "hopfield",
        .title = "Hopfield: memories that freeze",
        .story =
            "Pictures are stored in the couplings between spins. Start from a picture that is half noise and "
            "cool: the spins freeze into the memory that is nearest. Hot, they remember nothing; overloaded, "
            "they freeze into "
            "a glass of no memory. Below, the modern memory does the same by a softmax over overlaps: turn T "
            "up and it answers with means of several pictures. Draw with the mouse, and store what you drew.",
        .order = 5,
        .coldest = coldest,
        .hottest = hottest,
        .start = Temperature(0.1)};
    return about;
  }

  void reset(std::uint64_t seed) override {
    seed_ = seed;
    own_.clear();
    build();
  }

  Temperature sweep(Temperature dial) override {
    pair_->sweep(dial);
    return dial;
  }

  void touch(const Touch& touch) override {
    if (touch.pane == 0) {
      State state = pair_->spins().state();
      paint(state, pair_->patterns().side, touch, 0);
      pair_->write(state);
    } else if (touch.pane == 1 && touch.y >= 0 &&
               touch.y < static_cast<double>(pair_->patterns().names.size())) {
      cue(static_cast<Index>(touch.y));
    }
  }

  void show(Frame& frame, Temperature dial) const override;

 private:
  void changed(std::string_view key) override {
    if (pair_ == nullptr) {
      return;
    }
    if (key == "cue" || key == "noise" || key == "corrupt") {
      cue(static_cast<Index>(settings().number("cue")) - 1);
    } else if (key == "store") {
      if (pair_->spin_overlaps().cwiseAbs().maxCoeff() < 1) {  // what is stored already stays so
        own_.push_back(pair_->spins().state());
        rebuild_or([this] { own_.pop_back(); });
      }
    } else {
      if (key == "forget" || key == "patterns") {
        own_.clear();
      }
      rebuild_or([] {});
    }
  }

  void cue(Index pattern) {
    pair_->cue(std::clamp<Index>(pattern, 0, static_cast<Index>(pair_->patterns().names.size()) - 1),
               settings().number("noise"));
  }

  template <class Undo>
  void rebuild_or(const Undo& undo) {
    try {
      build();
    } catch (const InputError& error) {
      undo();
      throw std::invalid_argument(error.what());
    }
  }

  void build();
  void show_panes(Frame& frame, Temperature dial) const;
  [[nodiscard]] Panel course_panel() const;
  [[nodiscard]] Panel energy_panel() const;
  [[nodiscard]] Panel phase_panel(Temperature dial) const;
  void show_facts(Frame& frame, Temperature dial) const;
  [[nodiscard]] std::string verdict(Temperature dial) const;
  [[nodiscard]] double units() const { return static_cast<double>(pair_->model().size()); }
  [[nodiscard]] double load() const { return static_cast<double>(pair_->patterns().names.size()) / units(); }
  [[nodiscard]] StorageRule rule() const {
    const std::string& name = settings().choice("rule");
    return name == "hebb"      ? StorageRule::hebb
           : name == "storkey" ? StorageRule::storkey
                               : StorageRule::pseudo_inverse;
  }

  std::uint64_t seed_ = 0;
  std::vector<State> own_;  // patterns stored by hand
  std::unique_ptr<HopfieldPair> pair_;
};

void HopfieldScene::build() {
  const auto count = static_cast<Index>(settings().number("count"));
  NamedPatterns stored =
      settings().choice("patterns") == "letters" ? letter_patterns(count) : noise_patterns(count, seed_);
  stored.patterns.conservativeResize(Eigen::NoChange, count + static_cast<Index>(own_.size()));
  for (std::size_t k = 0; k < own_.size(); ++k) {
    stored.patterns.col(count + static_cast<Index>(k)) = spins_of(own_[k]);
    stored.names.push_back(fmt::format("own {}", k + 1));
  }
  pair_ = std::make_unique<HopfieldPair>(std::move(stored), rule(), coldest, hottest, seed_);
  cue(static_cast<Index>(settings().number("cue")) - 1);
}

void HopfieldScene::show_panes(Frame& frame, Temperature dial) const {
  const auto& stored = pair_->patterns();
  if (frame.panes.size() != 4) {
    frame.panes = {Grid{}, Bars{}, Grid{}, Bars{}};
  }
  auto& spins = std::get<Grid>(frame.panes[0]);
  spins.title = "Spins";
  spins.note = fmt::format("one of {} copies; draw here", pair_->spins().system().replicas());
  spins.width = spins.height = stored.side;
  spins.is_editable = true;
  draw_square(pair_->spins().state(), stored.side, false, false, spins.values);

  const Eigen::VectorXd m = pair_->spin_overlaps();
  auto& overlap_bars = std::get<Bars>(frame.panes[1]);
  overlap_bars.title = "Overlaps |m| with the memories";
  overlap_bars.note = "click one to cue it";
  overlap_bars.labels = stored.names;
  overlap_bars.values.assign(static_cast<std::size_t>(m.size()), 0);
  overlap_bars.words.clear();
  overlap_bars.is_editable = true;
  const Eigen::VectorXd p = pair_->modern_weights(dial);
  auto& weight_bars = std::get<Bars>(frame.panes[3]);
  weight_bars.title = "Its softmax over overlaps";
  weight_bars.labels = stored.names;
  weight_bars.values.assign(p.begin(), p.end());
  weight_bars.words.clear();
  for (Index k = 0; k < m.size(); ++k) {
    overlap_bars.values[static_cast<std::size_t>(k)] = std::abs(m(k));
    overlap_bars.words.push_back(fmt::format("{}{:.2f}", m(k) < 0 ? "−" : "", std::abs(m(k))));
    weight_bars.words.push_back(fmt::format("{:.2f}", p(k)));
  }

  auto& modern = std::get<Grid>(frame.panes[2]);
  modern.title = "Modern memory";
  modern.note = "the mean of the memories under its softmax";
  modern.width = modern.height = stored.side;
  modern.colours = GridColours::sequential;
  const Eigen::VectorXd state = pair_->modern_state();
  modern.values.resize(static_cast<std::size_t>(state.size()));
  std::transform(state.begin(), state.end(), modern.values.begin(), [](double value) {
    return static_cast<std::uint8_t>(std::lround(255 * std::clamp((value + 1) / 2, 0.0, 1.0)));
  });
}

Panel HopfieldScene::course_panel() const {
  const History& course = pair_->course();
  const std::vector<double> times = course.times();
  Panel panel{.title = "Overlap with the cue",
              .x = {.label = "sweep since the cue"},
              .y = {.label = "m", .limits = AxisLimits{-1.05, 1.05}},
              .note = "no sweep yet"};
  panel.series = {{.x = times, .y = course.means(0), .label = "spins"},
                  {.x = times,
                   .y = course.means(1),
                   .label = "modern memory",
                   .colour = ColourRole::secondary,
                   .style = LineStyle::dashed}};
  return panel;
}

Panel HopfieldScene::energy_panel() const {
  Panel panel = pair_->spins().energy_panel();
  const State pattern = state_of(pair_->patterns().patterns, pair_->cued());
  panel.references.push_back({.value = pair_->model().energy(pattern) / units(), .label = "the cued memory"});
  return panel;
}

/// The phases of Hebb's rule for random patterns, and where the dial and the load are now.
Panel HopfieldScene::phase_panel(Temperature dial) const {
  static const std::vector<Series> lines = [] {
    Series glass{.label = "T_g, glass below", .colour = ColourRole::muted};
    Series melting{.label = "T_M, memories below", .colour = ColourRole::secondary};
    constexpr int points = 40;
    for (int k = 0; k <= points; ++k) {
      const double part = static_cast<double>(k) / points;
      glass.x.push_back(0.3 * part);
      glass.y.push_back(spin_glass_temperature(0.3 * part));
      const double t = 1 - part;
      melting.x.push_back(critical_load(Temperature(t)));
      melting.y.push_back(t);
    }
    return std::vector{glass, melting};
  }();
  Panel panel{.title = "Phases of Hebb's rule, random patterns",
              .x = {.label = "load α = P/N", .limits = AxisLimits{0, 0.3}},
              .y = {.label = "T", .limits = AxisLimits{0, 2}},
              .series = lines};
  const double t = std::min(dial.value(), 2.0);
  panel.marks.push_back(
      {.x = std::min(load(), 0.3), .y = t, .label = "here", .colour = ColourRole::quaternary});
  return panel;
}

void HopfieldScene::show_facts(Frame& frame, Temperature dial) const {
  const SampledSystem& spins = pair_->spins();
  const Eigen::VectorXd m = pair_->spin_overlaps();
  const Eigen::VectorXd p = pair_->modern_weights(dial);
  const auto replicas = static_cast<double>(spins.system().replicas());
  const auto recalled = static_cast<double>(pair_->recalled());
  const double part = (recalled + 1) / (replicas + 2);  // Laplace: has an error even where all agree
  frame.facts = {
      {"m", m(pair_->cued()), 0, "overlap Σ ξs/N of the spins shown with the memory that was cued"},
      {"recalled", recalled / replicas, std::sqrt(part * (1 - part) / (replicas + 2)),
       "part of the copies whose overlap with the cue is 0.9 or more", 3},
      {"E/N", spins.energy() / units(), 0, "energy per spin, −½ Σ Jss/N"},
      {"α", load(), 0,
       fmt::format("load P/N; the rule holds {:.3g} of random patterns",
                   rule_capacity(rule(), pair_->model().size())),
       3},
      {"e^S", perplexity(entropy_nats({p.data(), static_cast<std::size_t>(p.size())})), 0,
       "perplexity of the softmax: of how many memories the modern one shows the mean", 3},
      {"flips", spins.flip_rate(), 0, "flips per spin in the last sweep", 3}};
}

std::string HopfieldScene::verdict(Temperature dial) const {
  const auto& stored = pair_->patterns();
  const Judgement judgement = judge_recall(stored.patterns, pair_->spins().state(), pair_->cued());
  const auto name = [&](std::size_t k) {
    return (judgement.signs[k] < 0 ? "the reverse of " : "") +
           stored.names[static_cast<std::size_t>(judgement.patterns[k])];
  };
  const auto warning = storage_warning(StorageSettings{.rule = rule()}, pair_->model().size(),
                                       static_cast<Index>(stored.names.size()));
  const std::string load_words = warning ? "; more patterns than the rule holds" : "";
  switch (judgement.verdict) {
    case Verdict::recalled:
      return fmt::format("Recalled: {}{}", name(0), load_words);
    case Verdict::other:
      return fmt::format("Another memory: {} instead of {}{}", name(0),
                         stored.names[static_cast<std::size_t>(pair_->cued())], load_words);
    case Verdict::inverted:
      return fmt::format("Inverted: {}{}", name(0), load_words);
    case Verdict::mixture: {
      std::string names = name(0);
      for (std::size_t k = 1; k < judgement.patterns.size(); ++k) {
        names += (k + 1 == judgement.patterns.size() ? " and " : ", ") + name(k);
      }
      return fmt::format("A mixture of {}{}", names, load_words);
    }
    case Verdict::spin_glass:
      break;
  }
  constexpr double busy = 0.05;
  if (dial.is_infinite() || pair_->spins().flip_rate() > busy) {
    return fmt::format("Molten: nearest is {} with |m| = {:.2f}{}",
                       stored.names[static_cast<std::size_t>(judgement.patterns[0])], judgement.overlap,
                       load_words);
  }
  return fmt::format("A spin glass: frozen, and no memory; nearest is {} with |m| = {:.2f}{}",
                     stored.names[static_cast<std::size_t>(judgement.patterns[0])], judgement.overlap,
                     load_words);
}

void HopfieldScene::show(Frame& frame, Temperature dial) const {
  show_panes(frame, dial);
  Panel order = pair_->spins().order_panel(dial);
  order.title = "Largest overlap";
  frame.panels = {course_panel(),    energy_panel(),
                  phase_panel(dial), pair_->spins().heat_capacity_panel(dial),
                  std::move(order),  pair_->spins().temperature_panel()};
  show_facts(frame, dial);
  frame.verdict = verdict(dial);
  frame.peak = std::nullopt;
  if (const auto peak = pair_->spins().peak()) {
    frame.peak = peak->point.temperature;
  }
  frame.energy = pair_->spins().energy();
  frame.best_energy = pair_->spins().best_energy();
  frame.flip_rate = pair_->spins().flip_rate();
}

}  // namespace

std::unique_ptr<Scene> make_hopfield_scene() {
  return std::make_unique<HopfieldScene>();
}

}  // namespace onedial::viewer
