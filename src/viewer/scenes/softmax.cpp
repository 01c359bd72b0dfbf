#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "draw_counts.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/softmax/decode.hpp"
#include "onedial/viewer/history.hpp"
#include "onedial/viewer/scene.hpp"
#include "spectrum_curve.hpp"
#include "token_list.hpp"

namespace onedial::viewer {
namespace {

const SceneInfo scene_info{
    .name = "softmax",
    .title = "Softmax: the next token",
    .story =
        "A model gives each token a logit; the softmax p = e^(z/T)/Z turns logits into probabilities. "
        "Turn T down and all of p falls onto the largest logit; turn it up and all tokens become alike. "
        "The ticks count tokens that are really drawn. Drag a logit, or cut the tail with top-k and "
        "top-p.",
    .order = 1,
    .coldest = Temperature(0.05),
    .hottest = Temperature(50),
    .start = Temperature(1)};

std::vector<Setting> scene_settings() {
  return {
      {.key = "preset",
       .label = "Prompt",
       .help = "Logits to begin with; own where they were changed.",
       .kind = ChoiceSetting{.options = token_preset_names(), .value = token_presets().front().name}},
      {.key = "logits",
       .label = "Logits",
       .help = "2 to 30 tokens with their logits, such as mat=3.2, sofa=2.5.",
       .kind = TextSetting{.value = token_presets().front().text}},
      {.key = "tie",
       .label = "Tie the top two",
       .help = "Raises the second largest logit to the largest: at T = 0 each is then drawn half the time.",
       .kind = ButtonSetting{}},
      {.key = "top_k",
       .label = "top-k",
       .help = "Only the k most likely tokens can be drawn; 0 for all.",
       .kind = NumberSetting{.value = 0, .least = 0, .most = most_tokens, .is_whole = true}},
      {.key = "top_p",
       .label = "top-p",
       .help = "Only the fewest tokens whose probabilities add up to this can be drawn; 1 for all.",
       .kind = NumberSetting{.value = 1, .least = 0.01, .most = 1}},
      {.key = "order",
       .label = "Order of cuts",
       .help = "llama.cpp cuts before the temperature acts, hugging-face after it.",
       .kind = ChoiceSetting{.options = {"llama.cpp", "hugging-face"}, .value = "llama.cpp"}}};
}

/// Probabilities by token, also of those that are cut off.
std::vector<double> distribution(const SamplerChain& chain, const std::vector<double>& logits) {
  RandomStream unused(0, 0);
  std::vector<double> out(logits.size());
  for (const TokenProbability& token : decode_distribution(chain, logits, {}, unused)) {
    out[static_cast<std::size_t>(token.token)] = token.probability;
  }
  return out;
}

class SoftmaxScene final : public Scene {
 public:
  SoftmaxScene() : Scene(scene_settings()) { rebuild(); }

  [[nodiscard]] const SceneInfo& info() const override { return scene_info; }

  void reset(std::uint64_t seed) override {
    random_ = RandomStream(seed, 0);
    counts_ = DrawCounts(list_.size());
    history_.clear();
    token_ = list_.largest();
    best_energy_ = -list_.logits[token_];
    has_moved_ = false;
  }

  Temperature sweep(Temperature dial) override {
    if (dial != last_) {
      last_ = dial;
      counts_.start_anew();
      entropy_ = entropy_nats(distribution(chain(dial), list_.logits));
    }
    DecodeState state;
    const TokenDraw draw = decode(chain(dial), list_.logits, state, random_);
    const auto token = static_cast<std::size_t>(draw.token);
    has_moved_ = token != token_;
    token_ = token;
    best_energy_ = std::min(best_energy_, -list_.logits[token]);
    counts_.add(token);
    history_.add(std::array{bits_from_nats(entropy_), bits_from_nats(std::max(0.0, -draw.log_probability))});
    return dial;
  }

  void show(Frame& frame, Temperature dial) const override {
    const Thermodynamics at = thermodynamics(curve_.spectrum(), dial);
    const std::vector<double> drawn = distribution(chain(dial), list_.logits);
    frame.panes = {probability_bars(drawn), logit_bars()};
    frame.panels = {entropy_panel(dial),      probability_panel(dial),   curve_.capacity_panel(dial),
                    curve_.slope_panel(dial), curve_.energy_panel(dial), history_panel()};
    frame.facts = facts(at, drawn);
    frame.verdict = verdict(at, drawn);
    frame.peak = curve_.peak();
    frame.energy = -list_.logits[token_];
    frame.best_energy = best_energy_;
    frame.flip_rate = has_moved_ ? 1 : 0;
  }

  void touch(const Touch& touch) override {
    const bool is_bar = touch.y >= 0 && touch.y < static_cast<double>(list_.size());
    if (touch.pane != 1 || !is_bar || !std::isfinite(touch.x)) {
      return;
    }
    const double z = std::clamp(touch.x + floor_, floor_, ceiling_);
    list_.logits[static_cast<std::size_t>(touch.y)] = std::round(100 * z) / 100;
    take_own_logits();
  }

 protected:
  void changed(std::string_view key) override {
    if (key == "preset") {
      if (const std::string* text = token_preset_text(settings_.choice("preset"))) {
        settings_.set("logits", *text);
      }
    } else if (key == "logits") {
      (void)parse_tokens(settings_.text("logits"));
      settings_.set("preset", "own");
    } else if (key == "tie") {
      tie();
      return;
    }
    rebuild();
  }

 private:
  void tie() {
    std::vector<double> sorted = list_.logits;
    std::sort(sorted.rbegin(), sorted.rend());
    if (sorted[0] == sorted[1]) {
      return;
    }
    *std::find(list_.logits.begin(), list_.logits.end(), sorted[1]) = sorted[0];
    take_own_logits();
  }

  /// After a change of single logits: the scale of the bars stays.
  void take_own_logits() {
    settings_.set("logits", to_text(list_));
    settings_.set("preset", "own");
    follow();
  }

  void rebuild() {
    list_ = parse_tokens(settings_.text("logits"));
    const auto [least, greatest] = std::minmax_element(list_.logits.begin(), list_.logits.end());
    floor_ = std::max(std::floor(*least) - 2, -largest_logit);
    ceiling_ = std::min(std::ceil(*greatest) + 2, largest_logit);
    follow();
  }

  /// Everything that follows from the logits and the cuts.
  void follow() {
    curve_ = SpectrumCurve(Spectrum::from_logits(list_.logits), scene_info.coldest, scene_info.hottest);
    along_dial_.clear();
    for (const double t : curve_.temperatures()) {
      along_dial_.push_back(distribution(chain(Temperature(t)), list_.logits));
    }
    if (counts_.counts().size() == list_.size()) {
      counts_.start_anew();
    } else {
      counts_ = DrawCounts(list_.size());
    }
    token_ = std::min(token_, list_.size() - 1);
    best_energy_ = -list_.logits[token_];
    last_.reset();
  }

  [[nodiscard]] bool is_cut() const { return settings_.number("top_k") > 0 || settings_.number("top_p") < 1; }

  [[nodiscard]] SamplerChain chain(Temperature t) const {
    SamplerChain stages;
    if (settings_.number("top_k") > 0) {
      stages.emplace_back(TopKStage{static_cast<Index>(settings_.number("top_k"))});
    }
    if (settings_.number("top_p") < 1) {
      stages.emplace_back(TopPStage{settings_.number("top_p")});
    }
    stages.emplace_back(TemperatureStage{t});
    return arranged(
        stages, settings_.choice("order") == "llama.cpp" ? StageOrder::llama_cpp : StageOrder::hugging_face);
  }

  [[nodiscard]] Bars probability_bars(const std::vector<double>& drawn) const {
    Bars bars{.title = "Probability of the next token", .labels = list_.tokens, .values = drawn};
    bars.references = counts_.frequencies();
    bars.reference_label = bars.references.empty() ? "" : counts_.label();
    bars.note = bars.references.empty() ? std::string("nothing drawn yet")
                                        : fmt::format("last drawn: {}", list_.tokens[token_]);
    return bars;
  }

  [[nodiscard]] Bars logit_bars() const {
    Bars bars{.title = "Logits: drag them",
              .note = fmt::format("bars begin at z = {}", format_compact(floor_)),
              .labels = list_.tokens};
    for (const double z : list_.logits) {
      bars.values.push_back(z - floor_);
      bars.words.push_back(format_compact(z));
    }
    bars.most = ceiling_ - floor_;
    bars.is_editable = true;
    return bars;
  }

  [[nodiscard]] Panel entropy_panel(Temperature dial) const {
    Panel panel = curve_.bits_panel(dial, {.label = "H"});
    if (is_cut()) {
      std::vector<double> kept;
      for (const std::vector<double>& p : along_dial_) {
        kept.push_back(bits_from_nats(entropy_nats(p)));
      }
      panel.series.push_back(
          curve(curve_.temperatures(), std::move(kept),
                {.label = "after the cuts", .colour = ColourRole::tertiary, .style = LineStyle::dashed}));
    }
    return panel;
  }

  [[nodiscard]] Panel probability_panel(Temperature dial) const {
    constexpr std::array looks = {std::pair{ColourRole::primary, LineStyle::solid},
                                  std::pair{ColourRole::secondary, LineStyle::dashed},
                                  std::pair{ColourRole::tertiary, LineStyle::solid},
                                  std::pair{ColourRole::quaternary, LineStyle::dashed}};
    Panel panel = curve_.panel("Probability over T", "p", dial);
    panel.y.limits = AxisLimits{.lower = 0, .upper = 1};
    std::vector<std::size_t> order(list_.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return list_.logits[a] > list_.logits[b]; });
    for (std::size_t k = 0; k < std::min(order.size(), looks.size()); ++k) {
      std::vector<double> values;
      for (const std::vector<double>& p : along_dial_) {
        values.push_back(p[order[k]]);
      }
      panel.series.push_back(
          curve(curve_.temperatures(), std::move(values),
                {.label = list_.tokens[order[k]], .colour = looks.at(k).first, .style = looks.at(k).second}));
    }
    return panel;
  }

  [[nodiscard]] Panel history_panel() const {
    Panel panel{.title = "Surprise of draws", .note = "nothing drawn yet"};
    panel.x.label = "draw";
    panel.y.label = "bits";
    panel.series = {
        curve(history_.times(), history_.means(1), {.label = "−log₂ p", .colour = ColourRole::muted}),
        curve(history_.times(), history_.means(0),
              {.label = "H", .colour = ColourRole::primary, .style = LineStyle::dashed})};
    return panel;
  }

  [[nodiscard]] std::vector<Fact> facts(const Thermodynamics& at, const std::vector<double>& drawn) const {
    std::vector<Fact> out = thermodynamic_facts(at);
    if (is_cut()) {
      std::for_each(out.begin(), out.end(),
                    [](Fact& fact) { fact.meaning += "; of all tokens, before the cuts"; });
    }
    const std::size_t largest = list_.largest();
    out.push_back({.symbol = fmt::format("p({})", list_.tokens[largest]),
                   .value = drawn[largest],
                   .meaning = "probability of the token with the largest logit, the argmax"});
    const auto peak = curve_.peak();
    out.push_back({.symbol = "T*",
                   .value = peak ? peak->value() : not_known,
                   .meaning = "the temperature where the heat capacity C is highest"});
    if (is_cut()) {
      out.push_back({.symbol = "H cut",
                     .value = bits_from_nats(entropy_nats(drawn)),
                     .meaning = "entropy in bits of what is drawn after the cuts"});
      out.push_back({.symbol = "2^H cut",
                     .value = perplexity(entropy_nats(drawn)),
                     .meaning = "perplexity of what is drawn after the cuts"});
      out.push_back({.symbol = "kept",
                     .value = static_cast<double>(kept(drawn)),
                     .meaning = "how many tokens the cuts leave"});
    }
    out.push_back({.symbol = "n",
                   .value = static_cast<double>(counts_.count()),
                   .meaning = "draws since the temperature, the logits or the cuts last changed",
                   .digits = 7});
    return out;
  }

  static Index kept(const std::vector<double>& drawn) {
    return std::count_if(drawn.begin(), drawn.end(), [](double p) { return p > 0; });
  }

  [[nodiscard]] std::string verdict(const Thermodynamics& at, const std::vector<double>& drawn) const {
    const Index left = kept(drawn);
    const std::string cut =
        is_cut() ? fmt::format("; the cuts leave {} of {} tokens", left, list_.size()) : "";
    if (at.temperature.is_zero()) {
      const auto top = std::max_element(drawn.begin(), drawn.end()) - drawn.begin();
      return (left > 1 ? fmt::format("T = 0: {} tokens tie for the largest logit, so H = log₂ {}", left, left)
                       : fmt::format("T = 0: greedy, always “{}”; H = 0",
                                     list_.tokens[static_cast<std::size_t>(top)])) +
             cut;
    }
    if (at.temperature.is_infinite()) {
      return fmt::format("T = ∞: logits no longer count; all {} tokens are alike, H = log₂ {}{}", left, left,
                         cut);
    }
    const auto peak = curve_.peak();
    const std::string where = !peak ? "" : at.temperature < *peak ? "Colder than T*: " : "At T* or hotter: ";
    const std::string what = is_cut() ? "entropy after the cuts" : "entropy of p";
    return fmt::format("{}{} {} is that of {} equally likely tokens{}", where, peak ? "the" : "The", what,
                       format_compact(perplexity(entropy_nats(drawn)), 3), cut);
  }

  TokenList list_;
  double floor_ = 0;    // the logit where bars begin
  double ceiling_ = 0;  // and where they are full
  SpectrumCurve curve_{Spectrum(std::vector<double>{0}), scene_info.coldest, scene_info.hottest};
  std::vector<std::vector<double>> along_dial_;  // what is drawn from, at the temperatures of the curve
  RandomStream random_{0, 0};
  DrawCounts counts_{0};
  History history_{2};
  std::optional<Temperature> last_;  // of the last draw; nothing where the logits have changed since
  double entropy_ = 0;               // of what was drawn from last, in nats
  std::size_t token_ = 0;
  double best_energy_ = 0;
  bool has_moved_ = false;
};

}  // namespace

std::unique_ptr<Scene> make_softmax_scene() {
  return std::make_unique<SoftmaxScene>();
}

}  // namespace onedial::viewer
