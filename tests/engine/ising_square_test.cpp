#include <array>
#include <cmath>
#include <complex>

#include "catch.hpp"
#include "engine_cases.hpp"
#include "reference_data.hpp"
#include "sample_statistics.hpp"

using namespace onedial;

namespace {

using Complex = std::complex<double>;

/// ln Z of the ferromagnet on the periodic square lattice of `side`² spins, at K = 1/T (Kaufman 1949).
Complex log_z(int side, Complex k) {
  // cosh γ_l = cosh 2K coth 2K − cos(πl/L), where γ_0 = 2K + ln tanh K changes sign at the critical point.
  const auto gamma = [&](int l) {
    const double angle = std::acos(-1.0) * l / side;
    const Complex two_k = 2.0 * k;
    return l == 0 ? two_k + std::log(std::tanh(k))
                  : std::acosh(std::cosh(two_k) * std::cosh(two_k) / std::sinh(two_k) - std::cos(angle));
  };
  // Π 2 cosh(Lγ/2) + Π 2 sinh(Lγ/2) over the even l, and over the odd ones.
  std::array<Complex, 2> log_cosh{};
  std::array<Complex, 2> tanh{1, 1};
  for (int l = 0; l < 2 * side; ++l) {
    const auto odd = static_cast<std::size_t>(l % 2);
    const Complex half = 0.5 * side * gamma(l);
    const Complex positive = half.real() < 0 ? -half : half;
    log_cosh[odd] += positive + std::log(1.0 + std::exp(-2.0 * positive));
    tanh[odd] *= std::tanh(half);
  }
  const Complex sum = 1.0 + tanh[1] + std::exp(log_cosh[0] - log_cosh[1]) * (1.0 + tanh[0]);
  return 0.5 * side * side * std::log(2.0 * std::sinh(2.0 * k)) - std::log(2.0) + log_cosh[1] + std::log(sum);
}

/// −d ln Z/dK, by a step into the complex plane: exact to rounding.
double mean_energy(int side, double t) {
  constexpr double step = 1e-30;
  return -log_z(side, Complex(1 / t, step)).imag() / step;
}

/// d⟨E⟩/dT.
double heat_capacity(int side, double t) {
  const double step = 1e-5 * t;
  return (mean_energy(side, t + step) - mean_energy(side, t - step)) / (2 * step);
}

struct Run {
  Engine engine;
  double t;
  int sweeps;
  double relative_error;  ///< of the energy, at most
};

}  // namespace

TEST_CASE("the exact energy of the square lattice agrees with its density of states") {
  const auto sizes = reference::load("ising2d.json")["sizes"];
  for (const int side : {2, 4, 8}) {
    for (const auto& row : sizes[std::to_string(side)]["table"]) {
      const double t = row["T"].get<double>();
      CAPTURE(side, t);
      CHECK(mean_energy(side, t) / (side * side) == Approx(row["E_N"].get<double>()).epsilon(1e-12));
      CHECK(heat_capacity(side, t) / (side * side) ==
            Approx(row["C_N"].get<double>()).epsilon(1e-6).margin(1e-8));
    }
  }
}

TEST_CASE("the square lattice of 64 x 64 has its exact energy and heat capacity") {
  constexpr int side = 64;
  constexpr Index replicas = 512;
  constexpr std::size_t units = side * side;
  const auto lattice = engine_cases::square_lattice(side, 1, [](RandomStream&) { return 1.0; });
  for (const Run& run : {Run{Engine::bits, 1.5, 300, 2e-5}, Run{Engine::bits, 2.0, 4000, 4e-5},
                         Run{Engine::bits, 3.0, 5'000, 5e-5}, Run{Engine::chain, 1.5, 100, 4e-5},
                         Run{Engine::lanes, 1.5, 300, 2e-5}, Run{Engine::lanes, 3.0, 1'500, 1e-4}}) {
    CAPTURE(engine_name(run.engine), run.t);
    const auto system = make_system(lattice, {.engine = run.engine, .replicas = replicas}, 2);
    const State up(units, 1);  // from random states domains would take long to grow
    for (Index r = 0; r < replicas; ++r) {
      system->write(r, up);
    }
    const std::vector<Temperature> t(replicas, Temperature(run.t));
    const int equilibration = run.sweeps / 4;
    for (int sweep = 0; sweep < equilibration; ++sweep) {
      system->sweep(t);
    }
    const double exact = mean_energy(side, run.t);
    std::vector<double> means(replicas);
    std::vector<double> squares(replicas);
    for (int sweep = 0; sweep < run.sweeps; ++sweep) {
      system->sweep(t);
      for (std::size_t r = 0; r < replicas; ++r) {
        const double energy = system->energies()[r] - exact;
        means[r] += energy / run.sweeps;
        squares[r] += energy * energy / run.sweeps;
      }
    }
    const double error = engine_cases::standard_error(means);
    CHECK(error / std::abs(exact) < run.relative_error);
    CHECK(std::abs(engine_cases::deviation(means, 0)) < 5);
    CHECK(std::abs(engine_cases::deviation(squares, run.t * run.t * heat_capacity(side, run.t))) < 5);
  }
}
