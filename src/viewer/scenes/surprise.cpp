#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "draw_counts.hpp"
#include "onedial/core/elementary.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/softmax/average_surprise.hpp"
#include "onedial/softmax/softmax.hpp"
#include "onedial/softmax/token_system.hpp"
#include "onedial/viewer/history.hpp"
#include "onedial/viewer/scene.hpp"
#include "spectrum_curve.hpp"
#include "token_list.hpp"

namespace onedial::viewer {
namespace {

const SceneInfo scene_info{
    .name = "surprise",
    .title = "Running average surprise",
    .story =
        "Tokens are drawn from p(T), and each is scored by its surprise −log₂ p. The running average "
        "goes to the entropy H(T), which is what the surprise is on average. Turn T while it runs: the "
        "target of each draw moves at once, and the average follows the mean of all targets so far "
        "within its error band.",
    .order = 3,
    .coldest = Temperature(0.05),
    .hottest = Temperature(50),
    .start = Temperature(1)};

constexpr Index swing_period = 4000;
constexpr std::uint64_t most_streams = 1;  // a token system takes as many as it has replicas

std::vector<Setting> scene_settings() {
  std::vector<std::string> names = token_preset_names();
  names.pop_back();  // there are no own logits here
  return {{.key = "preset",
           .label = "Prompt",
           .help = "The logits that tokens are drawn with.",
           .kind = ChoiceSetting{.options = std::move(names), .value = token_presets().front().name}},
          {.key = "swing",
           .label = "Swing T",
           .help = "Turns T to and fro around the dial by a factor of e, every 4,000 draws.",
           .kind = ToggleSetting{.value = false}},
          {.key = "forget",
           .label = "Forget the average",
           .help = "Starts the running average anew.",
           .kind = ButtonSetting{}}};
}

class SurpriseScene final : public Scene {
 public:
  SurpriseScene() : Scene(scene_settings()) { rebuild(); }

  [[nodiscard]] const SceneInfo& info() const override { return scene_info; }

  void reset(std::uint64_t seed) override {
    random_ = RandomStream(seed, most_streams);
    system_->randomize(seed);
    counts_ = DrawCounts(list_.size());
    sweeps_ = 0;
    has_drawn_ = false;
    best_energy_ = system_->energies()[0];
    forget();
  }

  Temperature sweep(Temperature dial) override {
    const Temperature t = swung(dial);
    ++sweeps_;
    if (!at_ || at_->temperature != t) {
      at_ = thermodynamics(curve_.spectrum(), t);
      log_p_ = log_softmax(list_.logits, t);
      counts_.start_anew();
    }
    has_moved_ = system_->sweep(std::array{t}).flips > 0;
    has_drawn_ = true;
    best_energy_ = std::min(best_energy_, system_->energies()[0]);
    const std::size_t token = drawn();
    counts_.add(token);
    const double log_p = std::min(log_p_[token], 0.0);  // rounding may have put it above
    average_.add(log_p, *at_);
    const double bit = bits_from_nats(1);
    last_surprise_ = -log_p * bit;
    history_.add(std::array{last_surprise_, bit * at_->entropy, bit * average_.mean(),
                            bit * average_.expected(), bit * average_.standard_error(), average_.z_score(),
                            std::clamp(t.value(), scene_info.coldest.value(), scene_info.hottest.value())});
    return t;
  }

  void show(Frame& frame, Temperature dial) const override {
    const Thermodynamics at = thermodynamics(curve_.spectrum(), swung(dial));
    frame.panes = {bars(at.temperature)};
    frame.panels = {average_panel(at), draws_panel(), z_panel(),
                    curve_.bits_panel(at.temperature, {.label = "H(T)"}), dial_panel()};
    frame.facts = facts(at);
    frame.verdict = verdict(at);
    frame.peak = curve_.peak();
    frame.energy = system_->energies()[0];
    frame.best_energy = best_energy_;
    frame.flip_rate = has_moved_ ? 1 : 0;
  }

 protected:
  void changed(std::string_view key) override {
    if (key == "preset") {
      rebuild();
    } else if (key == "forget") {
      forget();
    }
  }

 private:
  enum Column : std::uint8_t { surprise, entropy, mean, expected, error, z_score, temperature };

  void rebuild() {
    list_ = parse_tokens(*token_preset_text(settings_.choice("preset")));
    curve_ = SpectrumCurve(Spectrum::from_logits(list_.logits), scene_info.coldest, scene_info.hottest);
    system_ = std::make_unique<TokenSystem>(list_.logits, 1, random_());
    counts_ = DrawCounts(list_.size());
    has_drawn_ = false;
    best_energy_ = system_->energies()[0];
    at_.reset();
    forget();
  }

  void forget() {
    average_ = {};
    history_.clear();
    last_surprise_ = not_known;
  }

  /// The dial, or where it swings to: a triangle wave in ln T.
  [[nodiscard]] Temperature swung(Temperature dial) const {
    if (!settings_.is_on("swing") || dial.is_zero() || dial.is_infinite()) {
      return dial;
    }
    const double phase = static_cast<double>(sweeps_ % swing_period) / static_cast<double>(swing_period);
    const double wave = 1 - 4 * std::abs(phase - 0.5);  // −1 … 1 … −1
    return Temperature(dial.value() * elementary::exp(wave));
  }

  [[nodiscard]] std::size_t drawn() const {
    State state;
    system_->read(0, state);
    return static_cast<std::size_t>(state[0]);
  }

  [[nodiscard]] Bars bars(Temperature t) const {
    Bars out{.title = "What is drawn", .labels = list_.tokens, .values = softmax(list_.logits, t)};
    out.references = counts_.frequencies();
    out.reference_label = out.references.empty() ? "" : counts_.label();
    out.note = has_drawn_ ? fmt::format("last drawn: {}", list_.tokens[drawn()]) : "nothing drawn yet";
    return out;
  }

  [[nodiscard]] Panel over_draws(const std::string& title, const std::string& y_label) const {
    Panel panel{.title = title, .note = "nothing drawn yet"};
    panel.x.label = "draw";
    panel.y.label = y_label;
    return panel;
  }

  [[nodiscard]] Series recorded(Column column, const CurveLook& look) const {
    return curve(history_.times(), history_.means(column), look);
  }

  /// expected ± width standard errors.
  [[nodiscard]] Band error_band(double width, const std::string& label) const {
    Band band{.x = history_.times(),
              .lower = history_.means(expected),
              .upper = history_.means(expected),
              .label = label,
              .colour = ColourRole::secondary};
    const std::vector<double> sigma = history_.means(error);
    for (std::size_t k = 0; k < sigma.size(); ++k) {
      band.lower[k] -= width * sigma[k];
      band.upper[k] += width * sigma[k];
    }
    return band;
  }

  [[nodiscard]] Panel average_panel(const Thermodynamics& at) const {
    Panel panel = over_draws("Running average", "surprise (bits)");
    // The first errors are wider than all that follows.
    panel.y.limits = AxisLimits{.lower = 0, .upper = 1.1 * std::log2(static_cast<double>(list_.size()))};
    panel.bands = {error_band(2, "±2σ"), error_band(1, "±1σ")};
    panel.series = {
        recorded(mean, {.label = "average"}),
        recorded(expected, {.label = "ΣH/n", .colour = ColourRole::secondary, .style = LineStyle::dashed})};
    panel.references.push_back({.value = bits_from_nats(at.entropy), .label = "H(T) now"});
    return panel;
  }

  [[nodiscard]] Panel draws_panel() const {
    Panel panel = over_draws("Surprise of each draw", "−log₂ p (bits)");
    panel.bands = {{.x = history_.times(),
                    .lower = history_.least(surprise),
                    .upper = history_.greatest(surprise),
                    .label = "least to greatest",
                    .colour = ColourRole::muted}};
    panel.series = {
        recorded(surprise, {.label = "mean"}),
        recorded(entropy, {.label = "H(T)", .colour = ColourRole::secondary, .style = LineStyle::dashed})};
    return panel;
  }

  [[nodiscard]] Panel z_panel() const {
    Panel panel = over_draws("Distance from ΣH/n", "z (standard errors)");
    panel.series = {recorded(z_score, {.label = "z", .colour = ColourRole::tertiary})};
    panel.references = {{.value = 2, .label = "2σ"}, {.value = -2, .label = "−2σ"}};
    return panel;
  }

  /// 0 and ∞ have no place on the axis and are drawn at its ends.
  [[nodiscard]] Panel dial_panel() const {
    Panel panel = over_draws("T of the draws", "T");
    panel.y.kind = AxisKind::logarithmic;
    panel.y.limits = AxisLimits{.lower = scene_info.coldest.value(), .upper = scene_info.hottest.value()};
    panel.series = {recorded(temperature, {.label = "T", .colour = ColourRole::quaternary})};
    return panel;
  }

  [[nodiscard]] std::vector<Fact> facts(const Thermodynamics& at) const {
    const double bit = bits_from_nats(1);
    const bool is_known = average_.count() > 0;
    const double n = static_cast<double>(average_.count());
    return {{.symbol = "n", .value = n, .meaning = "draws in the average", .digits = 7},
            {.symbol = "average",
             .value = is_known ? bit * average_.mean() : not_known,
             .error = is_known ? bit * average_.standard_error() : 0,
             .meaning = "running average of the surprise −log₂ p in bits; its error is √ΣC/(n ln 2), since "
                        "the variance of a surprise is the heat capacity C(T)"},
            {.symbol = "ΣH/n",
             .value = is_known ? bit * average_.expected() : not_known,
             .meaning = "mean in bits of the entropies at the temperatures of all draws: what the average is "
                        "expected to be"},
            {.symbol = "H(T)", .value = bit * at.entropy, .meaning = "entropy now, in bits: H = −Σ p log₂ p"},
            {.symbol = "z",
             .value = is_known ? average_.z_score() : not_known,
             .meaning = "(average − ΣH/n) in standard errors: within ±2 in 95 of 100 runs",
             .digits = 3},
            {.symbol = "−log₂ p", .value = last_surprise_, .meaning = "surprise of the last draw, in bits"},
            {.symbol = "2^avg",
             .value = is_known ? perplexity(average_.mean()) : not_known,
             .meaning = "perplexity measured: 2 to the average surprise in bits"},
            {.symbol = "C",
             .value = at.heat_capacity,
             .meaning = "heat capacity C = Var(E)/T²: the variance of a surprise in nats²"}};
  }

  [[nodiscard]] std::string verdict(const Thermodynamics& at) const {
    std::string target = fmt::format("H(T) is {} bits", format_compact(bits_from_nats(at.entropy), 3));
    if (at.temperature.is_zero() || at.temperature.is_infinite()) {
      target = at.temperature.is_zero()
                   ? fmt::format("T = 0: every draw has the same surprise, {} bits",
                                 format_compact(bits_from_nats(at.entropy), 3))
                   : fmt::format("T = ∞: every draw has the same surprise, log₂ {} bits", list_.size());
    }
    if (average_.count() == 0) {
      return target + "; nothing is drawn yet";
    }
    const double z = std::abs(average_.z_score());
    const char* place = z <= 1 ? "within 1σ of" : z <= 2 ? "within 2σ of" : "beyond 2σ from";
    return fmt::format("{}; the average of {} {} is {} the mean of its targets", target,
                       format_fixed(static_cast<double>(average_.count()), 0),
                       average_.count() == 1 ? "draw" : "draws", place);
  }

  TokenList list_;
  SpectrumCurve curve_{Spectrum(std::vector<double>{0}), scene_info.coldest, scene_info.hottest};
  RandomStream random_{0, most_streams};  // seeds of systems with other logits
  std::unique_ptr<TokenSystem> system_;
  DrawCounts counts_{0};
  AverageSurprise average_;
  History history_{7};
  std::optional<Thermodynamics> at_;  // of the last draw
  std::vector<double> log_p_;         // there
  Index sweeps_ = 0;
  double last_surprise_ = not_known;
  double best_energy_ = 0;
  bool has_drawn_ = false;
  bool has_moved_ = false;
};

}  // namespace

std::unique_ptr<Scene> make_surprise_scene() {
  return std::make_unique<SurpriseScene>();
}

}  // namespace onedial::viewer
