#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "memory_over_dial.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/viewer/scene.hpp"
#include "square_picture.hpp"

namespace onedial::viewer {
namespace {

const SceneInfo about = {
    .name = "gibbs_metropolis",
    .title = "Gibbs against Metropolis",
    .story =
        "Two magnets at one temperature, from one start. Gibbs sampling draws every spin anew from its "
        "neighbours; Metropolis proposes to turn it and says yes with min(1, e^(−ΔE/T)). Both end in the "
        "same Boltzmann distribution, but not as fast: Metropolis moves more, and forgets sooner almost "
        "everywhere, until at T = ∞ it says yes to everything, spin after spin, and forgets nothing.",
    .order = 10,
    .coldest = Temperature(0.5),
    .hottest = Temperature(20),
    .start = Temperature(2.6)};

constexpr std::array<const char*, 2> names = {"Gibbs", "Metropolis"};
constexpr std::array colours = {ColourRole::primary, ColourRole::secondary};
constexpr std::array styles = {LineStyle::solid, LineStyle::dashed};
constexpr Index replicas = 8;

class GibbsMetropolisScene final : public Scene {
 public:
  GibbsMetropolisScene()
      : Scene({{"size", "size L", "Each lattice has L × L spins.",
                ChoiceSetting{{"16", "32", "64", "128"}, "32"}},
               {"order", "order", "In which order a sweep visits the spins.",
                ChoiceSetting{{"sequential", "coloured", "random"}, "sequential"}}}) {}

  [[nodiscard]] const SceneInfo& info() const override { return about; }

  void reset(std::uint64_t seed) override;

  Temperature sweep(Temperature dial) override {
    for (std::size_t k = 0; k < sides_.size(); ++k) {
      sides_[k]->sweep(dial);
      memories_[k]->follow(*sides_[k], dial);
    }
    return dial;
  }

  void show(Frame& frame, Temperature dial) const override;

  void touch(const Touch& touch) override {
    SampledSystem& side = *sides_.at(touch.pane);
    State state = side.state();
    paint(state, length_, touch, std::max<Index>(1, length_ / 24));
    side.write(0, state);
  }

 protected:
  void changed(std::string_view /*key*/) override {
    if (sides_[0] != nullptr) {
      reset(seed_);
    }
  }

 private:
  void show_panels(Frame& frame, Temperature dial) const;
  [[nodiscard]] std::string verdict(Temperature dial) const;
  [[nodiscard]] double sites() const { return static_cast<double>(length_ * length_); }

  std::uint64_t seed_ = 0;
  Index length_ = 0;
  std::array<std::unique_ptr<SampledSystem>, 2> sides_;
  std::array<std::unique_ptr<MemoryOverDial>, 2> memories_;
};

void GibbsMetropolisScene::reset(std::uint64_t seed) {
  seed_ = seed;
  length_ = std::stol(settings().choice("size"));
  const std::string& order = settings().choice("order");
  const auto model = std::make_shared<const PairwiseModel>(ising_lattice({.length = length_}));
  for (std::size_t k = 0; k < sides_.size(); ++k) {
    auto system = make_system(model,
                              {.kernel = k == 0 ? KernelKind::heat_bath : KernelKind::metropolis,
                               .order = order == "random"     ? UpdateOrder::random
                                        : order == "coloured" ? UpdateOrder::coloured
                                                              : UpdateOrder::sequential,
                               .replicas = replicas},
                              seed + k);
    if (k == 1) {  // from the same states, with other random numbers
      State state;
      for (Index r = 0; r < replicas; ++r) {
        sides_[0]->system().read(r, state);
        system->write(r, state);
      }
    }
    sides_[k] = std::make_unique<SampledSystem>(std::move(system), SampledSettings{.coldest = about.coldest,
                                                                                   .hottest = about.hottest,
                                                                                   .unit = sites(),
                                                                                   .energy = "E/N",
                                                                                   .heat_capacity = "C/N"});
    memories_[k] = std::make_unique<MemoryOverDial>(about.coldest, about.hottest);
  }
}

void GibbsMetropolisScene::show(Frame& frame, Temperature dial) const {
  for (std::size_t k = 0; k < sides_.size(); ++k) {
    Grid& grid = grid_pane(frame, k, sides_.size());
    grid.title = names[k];
    grid.note = fmt::format("{} flips per spin in the last sweep", format_compact(sides_[k]->flip_rate(), 3));
    grid.width = grid.height = length_;
    grid.is_editable = true;
    draw_square(sides_[k]->state(), length_, true, false, grid.values);
  }
  show_panels(frame, dial);
  frame.facts.clear();
  for (std::size_t k = 0; k < sides_.size(); ++k) {
    const auto memory = sides_[k]->trusted_memory();
    frame.facts.push_back({.symbol = fmt::format("τ {}", names[k]),
                           .value = memory ? memory->tau : NAN,
                           .error = memory ? memory->error : 0,
                           .meaning = "memory of the energy in sweeps, ½ + Σρ; below ½ it alternates",
                           .digits = 3});
    frame.facts.push_back({.symbol = fmt::format("flips {}", names[k]),
                           .value = sides_[k]->flip_rate(),
                           .meaning = k == 0 ? "flips per spin in the last sweep"
                                             : "flips per spin in the last sweep: the acceptance rate",
                           .digits = 3});
  }
  const auto gibbs = sides_[0]->trusted_memory();
  const auto metropolis = sides_[1]->trusted_memory();
  const bool has_ratio = gibbs && metropolis && gibbs->tau > 0 && metropolis->tau > 0;
  const double ratio = has_ratio ? gibbs->tau / metropolis->tau : NAN;
  frame.facts.push_back(
      {.symbol = "τ ratio",
       .value = ratio,
       .error =
           has_ratio ? ratio * std::hypot(gibbs->error / gibbs->tau, metropolis->error / metropolis->tau) : 0,
       .meaning = "τ of Gibbs over τ of Metropolis: above 1, Metropolis needs fewer sweeps",
       .digits = 3});
  frame.verdict = verdict(dial);
  const auto peak = sides_[0]->peak();
  frame.peak = peak ? std::optional(peak->point.temperature) : std::nullopt;
  frame.energy = sides_[0]->energy();
  frame.best_energy = std::min(sides_[0]->best_energy(), sides_[1]->best_energy());
  frame.flip_rate = sides_[0]->flip_rate();
}

void GibbsMetropolisScene::show_panels(Frame& frame, Temperature dial) const {
  Panel energy{.title = "Energy",
               .x = {.label = "sweep"},
               .y = {.label = "⟨E⟩/N of the replicas"},
               .note = "no sweep yet"};
  Panel correlation{.title = "Memory of the energy now",
                    .x = {.label = "lag (sweeps)"},
                    .y = {.label = "ρ", .limits = AxisLimits{-1, 1}},
                    .references = {{.value = 0}},
                    .note = "needs 64 sweeps at one T"};
  Panel memory = sides_[0]->panel_over_dial("Memory over T", "τ (sweeps)", dial);
  memory.y.kind = AxisKind::logarithmic;
  Panel flips = sides_[0]->panel_over_dial("Flip rate over T", "flips per spin and sweep", dial);
  for (std::size_t k = 0; k < sides_.size(); ++k) {
    const SampledSystem& side = *sides_[k];
    const auto line = [&](std::vector<double> x, std::vector<double> y) {
      return Series{
          .x = std::move(x), .y = std::move(y), .label = names[k], .colour = colours[k], .style = styles[k]};
    };
    energy.series.push_back(line(side.history().times(), side.mean_history()));
    const std::vector<double> rho = side.autocorrelation();
    if (!rho.empty()) {
      std::vector<double> lags(rho.size());
      for (std::size_t lag = 0; lag < lags.size(); ++lag) {
        lags[lag] = static_cast<double>(lag);
      }
      correlation.series.push_back(line(std::move(lags), rho));
    }
    const Points measured = memories_[k]->points(names[k], colours[k]);
    memory.points.push_back(measured);
    memory.series.push_back(line(measured.x, measured.y));
    memory.series.back().label.clear();
    const Points rates = dots(side.flip_rates_where(true), 1, names[k], colours[k]);
    Points frozen = dots(side.flip_rates_where(false), 1, "out of equilibrium", ColourRole::muted);
    flips.series.push_back(line(rates.x, rates.y));
    flips.points.push_back(rates);
    flips.points.back().label.clear();
    if (!frozen.x.empty()) {
      flips.points.push_back(std::move(frozen));
    }
  }
  frame.panels = {std::move(memory), std::move(energy), std::move(flips), std::move(correlation),
                  sides_[0]->temperature_panel()};
}

std::string GibbsMetropolisScene::verdict(Temperature dial) const {
  if (dial.is_infinite() || dial.value() > 50) {
    return settings().choice("order") == "random"
               ? "T = ∞: Metropolis accepts every proposal; only the random order makes it forget"
               : "T = ∞: Metropolis accepts every proposal, so all spins turn each sweep: periodic, it never "
                 "mixes";
  }
  if (dial.is_zero()) {
    return "T = 0: only downhill; Metropolis also accepts every flip that costs nothing, Gibbs every second";
  }
  const auto& gibbs = sides_[0]->memory();
  const auto& metropolis = sides_[1]->memory();
  if (!gibbs || !metropolis) {
    return "Nothing to compare yet: needs 64 sweeps at rest, with something happening";
  }
  if (!gibbs->long_enough || !metropolis->long_enough) {
    return "The memory is long: not yet watched for 50 τ";
  }
  const double difference = gibbs->tau - metropolis->tau;
  if (std::abs(difference) < 2 * std::hypot(gibbs->error, metropolis->error)) {
    return "Equally fast per sweep, as far as one can tell";
  }
  return difference > 0 ? "Metropolis forgets sooner per sweep here: it moves more"
                        : "Gibbs forgets sooner per sweep here";
}

}  // namespace

std::unique_ptr<Scene> make_gibbs_metropolis_scene() {
  return std::make_unique<GibbsMetropolisScene>();
}

}  // namespace onedial::viewer
