#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <thread>

#include "ising_exact.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/sample/cluster.hpp"
#include "onedial/viewer/scene.hpp"
#include "square_picture.hpp"

namespace onedial::viewer {
namespace {

const SceneInfo about = {
    .name = "ising",
    .title = "Ising: freeze and melt",
    .story =
        "Spins on a square lattice, each of which would like to point as its four neighbours do. Hot, "
        "they do not care; cold, they all agree. In between, at T = 2.269, is a true phase transition: "
        "the heat capacity peaks, and domains of all sizes come and go. Melt the magnet, then cool it "
        "slowly, or quench it and see walls freeze in. Paint spins with the mouse.",
    .order = 7,
    .coldest = Temperature(0.5),
    .hottest = Temperature(8),
    .start = Temperature(2.6)};

std::vector<Setting> ising_settings() {
  return {
      {"size", "size L", "The lattice has L × L spins.",
       ChoiceSetting{{"16", "32", "64", "128", "256", "512", "1024"}, "128"}},
      {"kernel", "kernel", "How spins are updated: one by one, or a cluster of them at once.",
       ChoiceSetting{{"heat_bath", "metropolis", "swendsen_wang", "wolff"}, "heat_bath"}},
      {"field", "field h", "A field that pulls every spin up (h > 0) or down.", NumberSetting{0, -1, 1}},
      {"boundary", "boundary", "Whether opposite sides are neighbours.",
       ChoiceSetting{{"periodic", "free"}, "periodic"}},
      {"start", "start", "The spins after a reset: by coin, or all up.",
       ChoiceSetting{{"random", "up"}, "random"}},
      {"walls", "domain walls", "Shows where neighbours differ instead of the spins.", ToggleSetting{false}}};
}

/// As many as the engines sweep at nearly the cost of one, and few where clusters would take too long.
Index replicas_for(Index length) {
  return length <= 64 ? 32 : length == 128 ? 16 : 8;
}

class IsingScene final : public Scene {
 public:
  IsingScene() : Scene(ising_settings()) {}

  [[nodiscard]] const SceneInfo& info() const override { return about; }

  void reset(std::uint64_t seed) override {
    seed_ = seed;
    build();
    if (settings().choice("start") == "up") {
      const State up(static_cast<std::size_t>(length_ * length_), 1);
      for (Index r = 0; r < system_->replicas(); ++r) {
        system_->write(r, up);
      }
    }
    watch();
  }

  Temperature sweep(Temperature dial) override {
    sampled_->sweep(dial);
    return dial;
  }

  void touch(const Touch& touch) override {
    State state = sampled_->state();
    paint(state, length_, touch, std::max<Index>(1, length_ / 24));
    sampled_->write(0, state);
  }

  void show(Frame& frame, Temperature dial) const override;

 protected:
  void changed(std::string_view key) override {
    if (sampled_ == nullptr || key == "walls" || key == "start") {
      return;
    }
    if (key == "size") {
      reset(seed_);
      return;
    }
    // The spins stay as they are under another law.
    std::vector<State> states(static_cast<std::size_t>(sampled_->system().replicas()));
    for (std::size_t r = 0; r < states.size(); ++r) {
      sampled_->system().read(static_cast<Index>(r), states[r]);
    }
    build();
    for (std::size_t r = 0; r < states.size(); ++r) {
      system_->write(static_cast<Index>(r), states[r]);
    }
    watch();
  }

 private:
  void build();
  void watch();
  [[nodiscard]] std::string verdict(Temperature dial, const SquareOrder& order) const;
  [[nodiscard]] std::string ordered_verdict(Temperature dial, double expected) const;
  [[nodiscard]] Index with_walls(double expected) const;
  void show_panels(Frame& frame, Temperature dial) const;
  void show_facts(Frame& frame, Temperature dial) const;
  [[nodiscard]] double sites() const { return static_cast<double>(length_ * length_); }

  std::uint64_t seed_ = 0;
  Index length_ = 0;
  bool periodic_ = true;
  double field_ = 0;
  std::unique_ptr<System> system_;  // until it is watched
  std::unique_ptr<SampledSystem> sampled_;
  const IsingExact* exact_ = nullptr;  // null where none is known
};

void IsingScene::build() {
  length_ = std::stol(settings().choice("size"));
  periodic_ = settings().choice("boundary") == "periodic";
  field_ = settings().number("field");
  const std::string& kernel = settings().choice("kernel");
  const auto model = std::make_shared<const PairwiseModel>(
      ising_lattice({.length = length_, .periodic = periodic_, .field = field_}));
  const Index replicas = replicas_for(length_);
  const Index threads =
      length_ < 256 ? 1 : std::clamp<Index>(std::thread::hardware_concurrency(), 1, replicas);
  if (kernel == "heat_bath" || kernel == "metropolis") {
    system_ = make_system(model,
                          {.kernel = kernel == "metropolis" ? KernelKind::metropolis : KernelKind::heat_bath,
                           .order = UpdateOrder::coloured,
                           .replicas = replicas,
                           .threads = threads},
                          seed_);
  } else {
    // Of Wolff's clusters as many as turn a good part of the spins at T_c.
    system_ = make_cluster_system(model, kernel == "wolff" ? ClusterKind::wolff : ClusterKind::swendsen_wang,
                                  replicas, threads, seed_, length_ / 16);
  }
  exact_ = periodic_ && field_ == 0 ? &ising_exact(length_, about.coldest, about.hottest) : nullptr;
}

void IsingScene::watch() {
  sampled_ =
      std::make_unique<SampledSystem>(std::move(system_), SampledSettings{.coldest = about.coldest,
                                                                          .hottest = about.hottest,
                                                                          .unit = sites(),
                                                                          .energy = "E/N",
                                                                          .heat_capacity = "C/N",
                                                                          .order_parameter = magnetisation,
                                                                          .order = "|m|"});
}

void IsingScene::show(Frame& frame, Temperature dial) const {
  Grid& grid = grid_pane(frame, 0, 1);
  const bool walls = settings().is_on("walls");
  grid.title = walls ? "Domain walls" : "Spins";
  grid.note = fmt::format("one of {} lattices of {} × {}", sampled_->system().replicas(), length_, length_);
  grid.width = grid.height = length_;
  grid.is_editable = true;
  draw_square(sampled_->state(), length_, periodic_, walls, grid.values);
  show_panels(frame, dial);
  show_facts(frame, dial);
  frame.verdict = verdict(dial, square_order(sampled_->state(), length_));
  constexpr Index soon = 64;
  if (!sampled_->is_settled() && sampled_->sweeps_at_temperature() > soon && !dial.is_infinite() &&
      !dial.is_zero()) {
    frame.verdict += "; nothing is measured until the energies have settled";
  }
  const auto peak = sampled_->peak();
  frame.peak = std::nullopt;
  if (peak || exact_ != nullptr) {
    frame.peak = peak ? peak->point.temperature : exact_->peak;
  }
  frame.energy = sampled_->energy();
  frame.best_energy = sampled_->best_energy();
  frame.flip_rate = sampled_->flip_rate();
}

void IsingScene::show_panels(Frame& frame, Temperature dial) const {
  Panel capacity = sampled_->heat_capacity_panel(dial);
  capacity.y.label = "C/N = Var(E)/NT²";
  Panel energy = sampled_->energy_panel();
  Panel order = sampled_->order_panel(dial);
  order.title = "Magnetisation";
  Panel entropy = sampled_->panel_over_dial("Entropy", "S/N (nats)", dial);
  entropy.references.push_back({.value = std::numbers::ln2, .label = "ln 2"});
  if (field_ == 0) {
    const Index bonds = periodic_ ? 2 * length_ * length_ : 2 * length_ * (length_ - 1);
    const auto measured = measured_entropy(*sampled_, bonds);
    if (!measured.empty()) {
      entropy.points.push_back(dots(measured, 1, "∫C/T dT from ∞", ColourRole::tertiary));
    }
  }
  if (exact_ != nullptr) {
    capacity.series.push_back(exact_series(*exact_, &Thermodynamics::heat_capacity));
    entropy.series.push_back(exact_series(*exact_, &Thermodynamics::entropy));
    energy.references.push_back({.value = exact_->mean_energy(dial), .label = "⟨E⟩/N exact at T"});
    Series yang{.label = "exact, L = ∞", .colour = ColourRole::secondary, .style = LineStyle::dashed};
    for (const Thermodynamics& point : exact_->points) {
      yang.x.push_back(point.temperature.value());
      yang.y.push_back(spontaneous_magnetisation(point.temperature));
    }
    order.series.push_back(std::move(yang));
  } else {
    entropy.note = "exact only without a field and with periodic sides";
  }
  frame.panels = {std::move(capacity),
                  std::move(energy),
                  std::move(order),
                  std::move(entropy),
                  sampled_->flip_rate_panel(dial),
                  sampled_->temperature_panel()};
}

void IsingScene::show_facts(Frame& frame, Temperature dial) const {
  const auto capacity = sampled_->heat_capacity_at(dial);
  const bool is_measured = capacity && capacity->in_equilibrium;
  const auto memory = sampled_->trusted_memory();
  frame.facts = {{.symbol = "E/N",
                  .value = sampled_->energy() / sites(),
                  .meaning = "energy per spin of the lattice shown"},
                 {.symbol = "⟨E⟩/N",
                  .value = exact_ != nullptr ? exact_->mean_energy(dial) : NAN,
                  .meaning = exact_ != nullptr && exact_->length == 0
                                 ? "exact in equilibrium at this T, infinite lattice (Onsager)"
                                 : "exact in equilibrium at this T for this size (Kaufman)"},
                 {.symbol = "|m|", .value = sampled_->order(), .meaning = "|Σ s|/N of the lattice shown"},
                 {.symbol = "C/N",
                  .value = dial.is_infinite() ? 0
                           : is_measured      ? capacity->heat_capacity / sites()
                                              : NAN,
                  .error = is_measured ? capacity->standard_error / sites() : 0,
                  .meaning = "Var(E)/(N T²), measured near this T; unknown where out of equilibrium",
                  .digits = 3},
                 {.symbol = "flips",
                  .value = sampled_->flip_rate(),
                  .meaning = "flips per spin in the last sweep",
                  .digits = 3},
                 {.symbol = "τ",
                  .value = memory ? memory->tau : NAN,
                  .error = memory ? memory->error : 0,
                  .meaning = "memory of the energy in sweeps, at this T, once 50 of them were watched",
                  .digits = 3}};
  if (exact_ != nullptr) {
    frame.facts.push_back({.symbol = "T_c",
                           .value = ising_square_critical_temperature,
                           .meaning = "2/ln(1 + √2): where the infinite lattice orders"});
  }
}

/// Lattices that are striped or far from their magnetisation, none of them larger than can be read for every
/// frame.
Index IsingScene::with_walls(double expected) const {
  constexpr Index largest = 256;
  Index count = 0;
  State state;
  for (Index r = 0; r < sampled_->system().replicas() && length_ <= largest; ++r) {
    sampled_->system().read(r, state);
    count += square_order(state, length_).is_striped || magnetisation(state) < 0.85 * expected ? 1 : 0;
  }
  return count;
}

/// What is to be said where the lattice shown is ordered.
std::string IsingScene::ordered_verdict(Temperature dial, double expected) const {
  if (const Index walls = with_walls(expected); walls > 0) {
    return fmt::format("Ordered here, but {} of {} lattices still hold walls", walls,
                       sampled_->system().replicas());
  }
  constexpr double sigmas = 4;
  if (exact_ != nullptr && sampled_->mean_energy() - sites() * exact_->mean_energy(dial) >
                               sigmas * sampled_->mean_energy_error()) {
    return "Ordered here, but ⟨E⟩ of the lattices is still above the exact value";
  }
  const auto here = sampled_->heat_capacity_at(dial);
  if (here && !here->in_equilibrium) {
    return "Ordered, but C and d⟨E⟩/dT disagree: T moved too fast to measure them";
  }
  return "Ordered: nearly all spins agree";
}

std::string IsingScene::verdict(Temperature dial, const SquareOrder& order) const {
  const bool is_metropolis = settings().choice("kernel") == "metropolis";
  if (dial.is_infinite()) {
    return is_metropolis ? "T = ∞: Metropolis accepts everything, so all spins just turn over each sweep"
                         : "T = ∞: every spin is a coin";
  }
  if (field_ != 0) {
    return fmt::format("The field pulls the spins {}: magnetised at every T, and no transition",
                       field_ > 0 ? "up" : "down");
  }
  const double ratio = dial.value() / ising_square_critical_temperature;
  if (std::abs(ratio - 1) < 0.03) {
    return "Critical: domains of all sizes, slow to come and go";
  }
  if (ratio > 1) {
    return "Disordered: spins agree over short distances only";
  }
  const double expected = spontaneous_magnetisation(dial);
  if (order.is_striped) {
    return fmt::format(
        "Frozen in stripes, |m| = {:.2f} instead of {:.2f}: straight walls cost nothing to keep",
        sampled_->order(), expected);
  }
  if (sampled_->order() < 0.85 * expected) {
    return "Out of equilibrium: domains that grow only slowly, as √t";
  }
  return ordered_verdict(dial, expected);
}

}  // namespace

std::unique_ptr<Scene> make_ising_scene() {
  return std::make_unique<IsingScene>();
}

}  // namespace onedial::viewer
