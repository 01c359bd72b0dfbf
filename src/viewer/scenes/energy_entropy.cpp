#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <numeric>

#include "draw_counts.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/softmax/token_system.hpp"
#include "onedial/viewer/history.hpp"
#include "onedial/viewer/scene.hpp"
#include "spectrum_curve.hpp"

namespace onedial::viewer {
namespace {

const SceneInfo scene_info{
    .name = "energy_entropy",
    .title = "Energy against entropy",
    .story =
        "The Boltzmann distribution minimises the free energy F = ⟨E⟩ − TS: cold, energy wins; hot, "
        "entropy wins; T is the price of a nat in units of energy. Entropy rises with T all the way, "
        "but at the rate Var(E)/T³, which has a peak near the size of the gaps between levels.",
    .order = 2,
    .coldest = Temperature(0.02),
    .hottest = Temperature(50),
    .start = Temperature(1)};

std::vector<Setting> scene_settings() {
  return {{.key = "preset",
           .label = "Levels",
           .help = "Which states there are, by their energies.",
           .kind = ChoiceSetting{.options = {"two levels", "ladder", "50 words", "1000 Gaussian",
                                             "three ground states", "two scales"},
                                 .value = "50 words"}},
          {.key = "scale",
           .label = "Scale of energies",
           .help = "All energies times this: T* moves by the same factor.",
           .kind = NumberSetting{.value = 1, .least = 0.1, .most = 10, .is_logarithmic = true}}};
}

std::vector<double> preset_energies(std::string_view preset, std::uint64_t seed) {
  std::vector<double> energies;
  if (preset == "two levels") {
    energies = {0, 1};
  } else if (preset == "ladder") {
    energies.resize(10);
    std::iota(energies.begin(), energies.end(), 0.0);
  } else if (preset == "50 words") {
    for (int rank = 1; rank <= 50; ++rank) {
      energies.push_back(1.1 * std::log(rank));  // Zipf's law at T = 1
    }
  } else if (preset == "1000 Gaussian") {
    RandomStream random(seed, 1);
    boost::random::normal_distribution<double> normal;
    for (int i = 0; i < 1000; ++i) {
      energies.push_back(normal(random));
    }
    std::sort(energies.begin(), energies.end());
  } else if (preset == "three ground states") {
    energies = {0, 0, 0, 1, 1, 2, 2, 2, 2, 3};
  } else {  // two scales: a near level and a crowd far above
    energies.assign(200, 8.0);
    energies[0] = 0;
    energies[1] = 0.3;
  }
  return energies;
}

class EnergyEntropyScene final : public Scene {
 public:
  EnergyEntropyScene() : Scene(scene_settings()) { rebuild(); }

  [[nodiscard]] const SceneInfo& info() const override { return scene_info; }

  void reset(std::uint64_t seed) override {
    seed_ = seed;
    rebuild();
  }

  Temperature sweep(Temperature dial) override {
    if (dial != last_) {
      last_ = dial;
      forget();
    }
    has_moved_ = system_->sweep(std::array{dial}).flips > 0;
    const double energy = system_->energies()[0];
    best_energy_ = std::min(best_energy_, energy);
    counts_.add(bar_of_[drawn()]);
    energy_sum_ += energy;
    history_.add(std::array{energy});
    return dial;
  }

  void show(Frame& frame, Temperature dial) const override {
    const Thermodynamics at = thermodynamics(curve_.spectrum(), dial);
    const std::vector<double> p = boltzmann_probabilities(curve_.spectrum(), dial);
    frame.panes = {bars(p)};
    frame.panels = {curve_.energy_panel(dial),   entropy_panel(dial), curve_.slope_panel(dial),
                    curve_.capacity_panel(dial), trade_panel(dial),   history_panel(at)};
    frame.facts = facts(at, p);
    frame.verdict = verdict(at);
    frame.peak = curve_.peak();
    frame.energy = system_->energies()[0];
    frame.best_energy = best_energy_;
    frame.flip_rate = has_moved_ ? 1 : 0;
  }

 protected:
  void changed(std::string_view /*key*/) override { rebuild(); }

 private:
  static constexpr std::size_t most_bars = 24;

  void rebuild() {
    std::vector<double> energies = preset_energies(settings_.choice("preset"), seed_);
    for (double& energy : energies) {
      energy *= settings_.number("scale");
    }
    make_bars(energies);
    curve_ = SpectrumCurve(Spectrum(energies), scene_info.coldest, scene_info.hottest);
    std::transform(energies.begin(), energies.end(), energies.begin(), [](double e) { return -e; });
    system_ = std::make_unique<TokenSystem>(energies, 1, seed_);
    best_energy_ = system_->energies()[0];
    history_.clear();
    has_moved_ = false;
    forget();
  }

  /// A bar for each state if these are few, and else for equal intervals of energy. Energies rise.
  void make_bars(const std::vector<double>& energies) {
    bar_of_.resize(energies.size());
    labels_.clear();
    if (energies.size() <= most_bars) {
      std::iota(bar_of_.begin(), bar_of_.end(), 0);
      for (const double energy : energies) {
        labels_.push_back(format_compact(energy, 3));
      }
    } else {
      const double width = (energies.back() - energies.front()) / most_bars;
      for (std::size_t i = 0; i < energies.size(); ++i) {
        bar_of_[i] =
            std::min(static_cast<std::size_t>((energies[i] - energies.front()) / width), most_bars - 1);
      }
      for (std::size_t bar = 0; bar < most_bars; ++bar) {
        labels_.push_back(format_compact(energies.front() + (static_cast<double>(bar) + 0.5) * width, 3));
      }
    }
    counts_ = DrawCounts(labels_.size());
  }

  void forget() {
    counts_.start_anew();
    energy_sum_ = 0;
  }

  [[nodiscard]] std::size_t drawn() const {
    State state;
    system_->read(0, state);
    return static_cast<std::size_t>(state[0]);
  }

  [[nodiscard]] Bars bars(const std::vector<double>& p) const {
    Bars out{.title = p.size() <= most_bars ? "States by energy" : "Intervals of energy", .labels = labels_};
    out.values.resize(labels_.size());
    for (std::size_t i = 0; i < p.size(); ++i) {
      out.values[bar_of_[i]] += p[i];
    }
    for (const double value : out.values) {
      out.words.push_back(format_compact(value, 2));
    }
    out.words[bar_of_[drawn()]] += " ◀ now";
    out.references = counts_.frequencies();
    out.reference_label = out.references.empty() ? "" : counts_.label();
    out.most = std::min(1.0, 1.1 * *std::max_element(out.values.begin(), out.values.end()));
    return out;
  }

  [[nodiscard]] Panel entropy_panel(Temperature dial) const {
    Panel panel = curve_.panel("Entropy", "S (nats)", dial);
    panel.series = {curve_.series(&Thermodynamics::entropy, {.label = "S"})};
    const auto add_limit = [&](double states) {
      panel.references.push_back(
          {.value = std::log(states), .label = fmt::format("ln {}", format_compact(states))});
    };
    add_limit(curve_.spectrum().state_count());
    if (curve_.spectrum().ground_degeneracy() > 1) {
      add_limit(curve_.spectrum().ground_degeneracy());
    }
    return panel;
  }

  /// What ⟨E⟩ − TS would be if the distribution were that of another temperature: least at T itself.
  [[nodiscard]] Panel trade_panel(Temperature dial) const {
    Panel panel = curve_.panel("⟨E⟩ − TS of other dials", "⟨E⟩ − TS at fixed T", dial);
    panel.x.label = "T of the distribution";
    panel.note = "at T = ∞ only entropy counts";
    if (dial.is_infinite()) {
      return panel;
    }
    std::vector<double> values;
    for (const Thermodynamics& point : curve_.points()) {
      values.push_back(point.mean_energy - dial.value() * point.entropy);
    }
    panel.series = {curve(curve_.temperatures(), std::move(values),
                          {.label = "⟨E⟩ − TS", .colour = ColourRole::quaternary})};
    return panel;
  }

  [[nodiscard]] Panel history_panel(const Thermodynamics& at) const {
    Panel panel{.title = "Energy of draws", .note = "nothing drawn yet"};
    panel.x.label = "draw";
    panel.y.label = "E";
    panel.series = {curve(history_.times(), history_.means(0), {.label = "E", .colour = ColourRole::muted})};
    panel.references.push_back({.value = at.mean_energy, .label = "⟨E⟩"});
    return panel;
  }

  /// |S − (⟨E⟩ − F)/T| with S = −Σ p ln p; at the ends of the dial |S − ln g|, |S − ln N|, the limits.
  [[nodiscard]] double entropy_residual(const Thermodynamics& at, const std::vector<double>& p) const {
    const double s = entropy_nats(p);
    if (is_at_an_end(at.temperature)) {
      const bool is_cold = at.temperature.value() < 1;
      return std::abs(
          s - std::log(is_cold ? curve_.spectrum().ground_degeneracy() : curve_.spectrum().state_count()));
    }
    return std::abs(s - at.temperature.reduced(at.mean_energy - at.free_energy));
  }

  /// |ΔS/ΔT − Var(E)/T³| over steps of 10⁻⁴ of T to both sides, as a part of the greatest dS/dT.
  [[nodiscard]] double slope_residual(const Thermodynamics& at) const {
    if (is_at_an_end(at.temperature)) {
      return 0;  // both are 0 there
    }
    constexpr double step = 1e-4;
    const double t = at.temperature.value();
    const auto entropy_at = [&](double factor) {
      return thermodynamics(curve_.spectrum(), Temperature(t * factor)).entropy;
    };
    const double slope = (entropy_at(1 + step) - entropy_at(1 - step)) / (2 * step * t);
    double greatest = at.entropy_slope;
    for (const Peak& peak : curve_.slope_peaks()) {
      greatest = std::max(greatest, peak.value);
    }
    return greatest > 0 ? std::abs(slope - at.entropy_slope) / greatest : 0;
  }

  /// Where nothing of the limits can be told from the values any more.
  static bool is_at_an_end(Temperature t) { return t.value() < 1e-9 || t.value() > 1e9; }

  [[nodiscard]] std::vector<Fact> facts(const Thermodynamics& at, const std::vector<double>& p) const {
    std::vector<Fact> out = thermodynamic_facts(at);
    const auto n = static_cast<double>(counts_.count());
    out.push_back({.symbol = "E drawn",
                   .value = n > 0 ? energy_sum_ / n : not_known,
                   .error = n > 0 ? std::sqrt(at.energy_variance / n) : 0,
                   .meaning = "mean energy of the draws since T last changed; its error is √(Var(E)/n)"});
    out.push_back({.symbol = "δS",
                   .value = entropy_residual(at, p),
                   .meaning =
                       "checked live: |−Σ p ln p − (⟨E⟩ − F)/T| in nats; at T = 0 and T = ∞ against ln g "
                       "and ln N",
                   .digits = 2});
    out.push_back({.symbol = "δ(dS/dT)",
                   .value = slope_residual(at),
                   .meaning = "checked live: |ΔS/ΔT − Var(E)/T³| over a small step of T, as a part of the "
                              "greatest dS/dT",
                   .digits = 2});
    out.push_back({.symbol = "N",
                   .value = curve_.spectrum().state_count(),
                   .meaning = "number of states; S = ln N at T = ∞"});
    return out;
  }

  [[nodiscard]] std::string verdict(const Thermodynamics& at) const {
    const Spectrum& spectrum = curve_.spectrum();
    if (at.temperature.is_zero()) {
      return fmt::format("T = 0: energy alone counts; {}",
                         spectrum.ground_degeneracy() > 1
                             ? fmt::format("S = ln {} is left of the tied ground states",
                                           format_compact(spectrum.ground_degeneracy()))
                             : std::string("one state is left and S = 0"));
    }
    if (at.temperature.is_infinite()) {
      return fmt::format("T = ∞: entropy alone counts; all {} states are alike, S = ln N",
                         format_compact(spectrum.state_count()));
    }
    const auto& peaks = curve_.slope_peaks();
    const auto highest = std::max_element(peaks.begin(), peaks.end(),
                                          [](const Peak& a, const Peak& b) { return a.value < b.value; });
    const char* side = at.temperature < highest->temperature ? "below" : "at or above";
    return fmt::format("S is {} of at most {} nats; T is {} the temperature {} where S rises fastest",
                       format_compact(at.entropy), format_compact(std::log(spectrum.state_count())), side,
                       format_compact(highest->temperature.value(), 3));
  }

  SpectrumCurve curve_{Spectrum(std::vector<double>{0}), scene_info.coldest, scene_info.hottest};
  std::unique_ptr<TokenSystem> system_;
  std::uint64_t seed_ = 0;
  std::vector<std::size_t> bar_of_;  // of each state
  std::vector<std::string> labels_;  // of each bar
  DrawCounts counts_{0};
  History history_{1};
  std::optional<Temperature> last_;
  double energy_sum_ = 0;  // of the draws since T changed
  double best_energy_ = 0;
  bool has_moved_ = false;
};

}  // namespace

std::unique_ptr<Scene> make_energy_entropy_scene() {
  return std::make_unique<EnergyEntropyScene>();
}

}  // namespace onedial::viewer
