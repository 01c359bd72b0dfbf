#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <numbers>
#include <stdexcept>

#include "cases.hpp"
#include "onedial/anneal/ladder_pilot.hpp"
#include "onedial/core/density_of_states.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/model/local_fields.hpp"
#include "onedial/sample/cluster.hpp"
#include "onedial/sample/multicanonical.hpp"
#include "onedial/validation/check_scan.hpp"

namespace onedial::cases {
namespace {

std::shared_ptr<const PairwiseModel> ferromagnet(Index length) {
  return std::make_shared<const PairwiseModel>(ising_lattice({.length = length}));
}

ExactThermodynamics kaufman(Index length) {
  return [length](Temperature t) { return ising_square(length, t); };
}

/// Five temperatures, from order to disorder.
std::vector<Temperature> five_temperatures() {
  return {Temperature(1.8), Temperature(2.1), Temperature(ising_square_critical_temperature),
          Temperature(2.5), Temperature(3)};
}

Checks check_at_five(System& system, Index length, Index sweeps, const ValidationSettings& settings) {
  const EquilibriumScan scan = scan_equilibrium(
      system, {.temperatures = five_temperatures(), .sweeps = sweeps, .seed = settings.seed});
  return check_readings(scan, kaufman(length));
}

Checks check_clusters(ClusterKind kind, Index clusters, const ValidationSettings& settings) {
  Checks checks;
  constexpr Index ladders = 4;
  for (const Index length : {8, 16, 32}) {
    const auto system = make_cluster_system(ferromagnet(length), kind, 5 * ladders, settings.threads,
                                            settings.seed, clusters);
    append(checks, fmt::format("L = {}", length),
           check_at_five(*system, length, scaled(settings, 8000), settings));
  }
  return checks;
}

}  // namespace

Checks engines(const ValidationSettings& settings) {
  Checks checks;
  constexpr Index length = 8;
  constexpr Index ladders = 8;
  const auto model = ferromagnet(length);
  for (const Engine engine : all_engines) {
    for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
      const auto system = make_system(
          model, {.kernel = kernel, .engine = engine, .replicas = 5 * ladders, .threads = settings.threads},
          settings.seed);
      append(checks,
             fmt::format("{} {}", engine_name(engine),
                         kernel == KernelKind::heat_bath ? "heat bath" : "Metropolis"),
             check_at_five(*system, length, scaled(settings, 20'000), settings));
    }
  }
  return checks;
}

Checks single_spins(const ValidationSettings& settings) {
  Checks checks;
  for (const Index length : {16, 32}) {
    constexpr Index ladders = 100;
    const auto system = make_system(ferromagnet(length),
                                    {.replicas = 5 * ladders, .threads = settings.threads}, settings.seed);
    append(checks, fmt::format("L = {}", length),
           check_at_five(*system, length, scaled(settings, 20'000), settings));
  }
  return checks;
}

Checks swendsen_wang(const ValidationSettings& settings) {
  return check_clusters(ClusterKind::swendsen_wang, 1, settings);
}

Checks wolff(const ValidationSettings& settings) {
  constexpr Index clusters = 8;
  return check_clusters(ClusterKind::wolff, clusters, settings);
}

// Ferrenberg, Landau, Wong, Phys. Rev. Lett. 69, 3382 (1992): this is where bad random numbers show.
Checks random_numbers(const ValidationSettings& settings) {
  constexpr Index length = 16;
  constexpr Index replicas = 16;
  const Temperature t(ising_square_critical_temperature);
  const auto system =
      make_cluster_system(ferromagnet(length), ClusterKind::wolff, replicas, settings.threads, settings.seed);
  const std::vector<Temperature> temperatures(replicas, t);
  const Index sweeps = scaled(settings, 100'000);
  for (Index sweep = 0; sweep < 1000; ++sweep) {
    system->sweep(temperatures);
  }
  Thermometer thermometer({t});
  for (Index sweep = 0; sweep < sweeps; ++sweep) {
    system->sweep(temperatures);
    thermometer.add(0, system->energies());
  }
  EquilibriumScan scan;
  scan.readings = thermometer.readings();
  return check_readings(scan, kaufman(length));
}

Checks peak(const ValidationSettings& settings) {
  constexpr Index length = 16;
  constexpr Index ladders = 16;
  const auto model = ferromagnet(length);
  const SystemFactory make = [&](Index replicas) {
    return make_system(model, {.replicas = replicas, .threads = settings.threads}, settings.seed);
  };
  const auto ladder = plan_ladder(make, {.coldest = Temperature(1.6),
                                         .hottest = Temperature(4),
                                         .reaches_infinity = true,
                                         .seed = settings.seed});
  const auto system = make(ladders * std::ssize(ladder));
  EquilibriumScan scan = scan_equilibrium(
      *system, {.temperatures = ladder, .sweeps = scaled(settings, 20'000), .seed = settings.seed});
  Checks checks = check_readings(scan, kaufman(length));
  append(checks, "", check_density(scan, kaufman(length), length * length * std::numbers::ln2));
  return checks;
}

Checks flat_histogram(const ValidationSettings& settings) {
  constexpr Index length = 8;
  const FlatHistogram histogram = with_local_fields(ferromagnet(length), [&](const auto& model) {
    return onedial::flat_histogram(model, {.threads = settings.threads},
                                   {.sweeps = scaled(settings, 30'000, 1000), .threads = settings.threads},
                                   settings.seed);
  });
  const DensityOfStates exact = ising_square_density(length);
  Checks checks;
  for (std::size_t level = 0; level < histogram.log_states_error.size(); level += 6) {
    const double energy = histogram.density.energies()[level];
    for (std::size_t k = 0; k < exact.energies().size(); ++k) {
      if (exact.energies()[k] == energy) {
        checks.push_back({.what = fmt::format("ln g at E = {}", energy),
                          .exact = exact.log_states()[k],
                          .estimate = histogram.density.log_states()[level],
                          .error = histogram.log_states_error[level]});
      }
    }
  }
  for (const Temperature t : five_temperatures()) {
    const auto value = [t](const DensityOfStates& density) {
      return thermodynamics(density, t).heat_capacity;
    };
    const JackknifeEstimate estimate = jackknife(histogram, value);
    checks.push_back({.what = fmt::format("C at T = {:.4f}", t.value()),
                      .exact = value(exact),
                      .estimate = estimate.value,
                      .error = estimate.standard_error});
  }
  return checks;
}

}  // namespace onedial::cases
