#include <fmt/format.h>

#include <array>
#include <cmath>
#include <memory>
#include <numbers>

#include "cases.hpp"
#include "onedial/anneal/hysteresis.hpp"
#include "onedial/anneal/ladder_pilot.hpp"
#include "onedial/core/density_of_states.hpp"
#include "onedial/engine/block_gibbs.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/measure/thermometer.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/model/potts.hpp"
#include "onedial/model/spin_glass.hpp"
#include "onedial/sample/cluster.hpp"
#include "onedial/sample/potts_system.hpp"
#include "onedial/softmax/token_system.hpp"
#include "onedial/validation/check_scan.hpp"

namespace onedial::cases {
namespace {

ExactThermodynamics of(DensityOfStates states) {
  return [states = std::move(states)](Temperature t) { return thermodynamics(states, t); };
}

std::vector<Temperature> temperatures(std::initializer_list<double> values) {
  std::vector<Temperature> result;
  for (const double value : values) {
    result.emplace_back(value);
  }
  return result;
}

/// Plans a ladder up to T = ∞ and measures everything on it.
Checks check_model(const SystemFactory& make, const ExactThermodynamics& exact, double log_state_count,
                   Temperature coldest, Temperature hottest, Index sweeps,
                   const ValidationSettings& settings) {
  constexpr Index ladders = 8;
  const auto ladder = plan_ladder(
      make, {.coldest = coldest, .hottest = hottest, .reaches_infinity = true, .seed = settings.seed});
  const auto system = make(ladders * std::ssize(ladder));
  EquilibriumScan scan =
      scan_equilibrium(*system, {.temperatures = ladder, .sweeps = sweeps, .seed = settings.seed});
  Checks checks = check_readings(scan, exact);
  append(checks, "", check_density(scan, exact, log_state_count));
  return checks;
}

SystemFactory factory(const std::shared_ptr<const PairwiseModel>& model, const ValidationSettings& settings) {
  return [model, settings](Index replicas) {
    return make_system(model, {.replicas = replicas, .threads = settings.threads}, settings.seed);
  };
}

/// x' = φx + √(1 − φ²)ξ with normal ξ (Box, Muller), in equilibrium from the start.
class CorrelatedSeries {
 public:
  CorrelatedSeries(double tau, RandomStream random)
      : phi_((2 * tau - 1) / (2 * tau + 1)), random_(random), value_(normal()) {}

  double next() {
    const double now = value_;
    value_ = phi_ * value_ + std::sqrt(1 - phi_ * phi_) * normal();
    return now;
  }

 private:
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform01(random_)));
    return radius * std::cos(2 * std::numbers::pi * uniform01(random_));
  }

  double phi_;
  RandomStream random_;
  double value_;
};

}  // namespace

Index scaled(const ValidationSettings& settings, double count, Index least) {
  return std::max(least, static_cast<Index>(settings.effort * count));
}

void append(Checks& checks, const std::string& name, Checks more) {
  for (ValidationCheck& check : more) {
    if (!name.empty()) {
      check.what = name + ": " + check.what;
    }
    checks.push_back(std::move(check));
  }
}

Checks error_bars(const ValidationSettings& settings) {
  Checks checks;
  const Index trials = scaled(settings, 1000, 100);
  for (const double tau : {0.5, 2.0, 10.0, 50.0}) {
    std::array<double, 3> inside{};  // E within one and two errors, C within one
    for (Index trial = 0; trial < trials; ++trial) {
      CorrelatedSeries series(tau, RandomStream(settings.seed, static_cast<std::uint64_t>(trial)));
      Thermometer thermometer({Temperature(1)});
      const auto length = static_cast<Index>(1000 * std::max(tau, 1.0));
      for (Index i = 0; i < length; ++i) {
        const double energy = series.next();
        thermometer.add(0, {&energy, 1});
      }
      const ThermometerReading reading = thermometer.readings().front();
      const double distance = std::abs(reading.mean_energy) / reading.mean_energy_error;
      inside[0] += distance < 1 ? 1 : 0;
      inside[1] += distance < 2 ? 1 : 0;
      inside[2] += std::abs(reading.heat_capacity - 1) < reading.heat_capacity_error ? 1 : 0;
    }
    const auto count = static_cast<double>(trials);
    const auto add = [&](const char* what, double hits, double sigmas) {
      const double p = std::erf(sigmas / std::numbers::sqrt2);
      checks.push_back({.what = fmt::format("tau = {}: {}", tau, what),
                        .exact = p,
                        .estimate = hits / count,
                        .error = std::sqrt(p * (1 - p) / count)});
    };
    add("mean within 1 error", inside[0], 1);
    add("mean within 2 errors", inside[1], 2);
    add("variance within 1 error", inside[2], 1);
  }
  return checks;
}

Checks sherrington_kirkpatrick(const ValidationSettings& settings) {
  Checks checks;
  constexpr Index units = 16;
  for (const CouplingLaw law : {CouplingLaw::gaussian, CouplingLaw::plus_minus}) {
    const auto model = std::make_shared<const PairwiseModel>(
        onedial::sherrington_kirkpatrick({.units = units, .couplings = law, .seed = 1}));
    append(checks, std::string(coupling_law_name(law)),
           check_model(factory(model, settings), of(enumerate_density(model)), units * std::numbers::ln2,
                       Temperature(0.2), Temperature(3), scaled(settings, 20'000), settings));
  }
  return checks;
}

Checks spin_glass(const ValidationSettings& settings) {
  constexpr Index length = 3;
  const auto model = std::make_shared<const PairwiseModel>(ising_lattice(
      {.lattice = Lattice::cubic, .length = length, .couplings = CouplingLaw::plus_minus, .seed = 1}));
  return check_model(factory(model, settings), of(enumerate_density(model)), 27 * std::numbers::ln2,
                     Temperature(0.6), Temperature(5), scaled(settings, 20'000), settings);
}

Checks potts(const ValidationSettings& settings) {
  const auto model = std::make_shared<const PottsModel>(potts_lattice({.length = 3}, 3));
  const ExactThermodynamics exact = of(enumerate_density(*model));
  const auto ladder = temperatures({0.7, 0.9, 1.1, 1.5, 2.5});
  constexpr Index ladders = 8;
  const Index replicas = ladders * std::ssize(ladder);
  Checks checks;
  const auto check = [&](const char* name, const std::unique_ptr<System>& system) {
    const EquilibriumScan scan = scan_equilibrium(
        *system, {.temperatures = ladder, .sweeps = scaled(settings, 10'000), .seed = settings.seed});
    append(checks, name, check_readings(scan, exact));
  };
  check("heat bath",
        make_potts_system(model, KernelKind::heat_bath, replicas, settings.threads, settings.seed));
  check("Metropolis",
        make_potts_system(model, KernelKind::metropolis, replicas, settings.threads, settings.seed));
  check("Swendsen-Wang",
        make_cluster_system(model, ClusterKind::swendsen_wang, replicas, settings.threads, settings.seed));
  check("Wolff",
        make_cluster_system(model, ClusterKind::wolff, replicas, settings.threads, settings.seed, 2));
  return checks;
}

Checks block_gibbs(const ValidationSettings& settings) {
  constexpr Index visible = 6;
  constexpr Index hidden = 4;
  RandomStream random(settings.seed, 0);
  const auto numbers = [&](Index rows, Index columns) -> Eigen::MatrixXd {
    return Eigen::MatrixXd::NullaryExpr(rows, columns, [&] { return 4 * uniform01(random) - 2; });
  };
  const Eigen::MatrixXd weights = numbers(visible, hidden);
  const Eigen::VectorXd visible_biases = numbers(visible, 1);
  const Eigen::VectorXd hidden_biases = numbers(hidden, 1);
  const auto machine = std::make_shared<const Rbm>(weights, visible_biases, hidden_biases);
  const SystemFactory make = [&](Index replicas) {
    return make_block_gibbs(machine, replicas, settings.threads, settings.seed);
  };
  const auto model = std::make_shared<const PairwiseModel>(machine->as_pairwise_model());
  return check_model(make, of(enumerate_density(model)), (visible + hidden) * std::numbers::ln2,
                     Temperature(0.3), Temperature(10), scaled(settings, 20'000), settings);
}

Checks softmax(const ValidationSettings& settings) {
  const std::vector<double> logits = {6.2, 4.9, 4.4, 4.1, 3.6, 3.1, 2.7, 2.2, 1.6, 0.9, 0.1, -0.8};
  const Spectrum spectrum = Spectrum::from_logits(logits);
  const SystemFactory make = [&](Index replicas) {
    return std::make_unique<TokenSystem>(logits, replicas, settings.seed);
  };
  return check_model(
      make, [&](Temperature t) { return thermodynamics(spectrum, t); }, std::log(spectrum.state_count()),
      Temperature(0.2), Temperature(10), scaled(settings, 20'000), settings);
}

Checks hysteresis(const ValidationSettings& settings) {
  constexpr Index units = 12;
  const auto model =
      std::make_shared<const PairwiseModel>(onedial::sherrington_kirkpatrick({.units = units, .seed = 2}));
  const Schedule cooling = LinearSchedule{.start = Temperature(3), .end = Temperature(0.1)};
  const std::vector<double> energies = enumerate(model);
  Checks checks;
  for (const Index sweeps : {5, 20, 80}) {
    const ExactLoop exact = exact_hysteresis(energies, cooling, sweeps);
    // From one seed loops of different lengths would begin alike, and count one number several times.
    const auto seed = settings.seed + static_cast<std::uint64_t>(sweeps);
    const auto system =
        make_system(model, {.replicas = scaled(settings, 20'000, 512), .threads = settings.threads}, seed);
    const HysteresisLoop loop =
        onedial::hysteresis(*system, cooling, {.sweeps = sweeps, .equilibration = 100});
    const auto add = [&](const std::string& what, double truth, double estimate, double error) {
      checks.push_back({.what = fmt::format("{} sweeps: {}", sweeps, what),
                        .exact = truth,
                        .estimate = estimate,
                        .error = error});
    };
    for (std::size_t k = 0; k < loop.cooling.size(); k += loop.cooling.size() / 4) {
      add(fmt::format("<E> cooled to T = {:.3f}", loop.cooling[k].temperature.value()),
          exact.cooling[k].mean_energy, loop.cooling[k].mean_energy, loop.cooling[k].standard_error);
      add(fmt::format("<E> heated to T = {:.3f}", loop.heating[k].temperature.value()),
          exact.heating[k].mean_energy, loop.heating[k].mean_energy, loop.heating[k].standard_error);
    }
    add("area of the loop", exact.area, loop.area, loop.area_error);
  }
  return checks;
}

}  // namespace onedial::cases
