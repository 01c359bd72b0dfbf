#include "onedial/anneal/adaptive_schedule.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "onedial/anneal/annealer.hpp"
#include "onedial/engine/make_system.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

const Temperature hot(3);
const Temperature cold(0.12);

AdaptiveSchedule by(AdaptiveLaw law) {
  return {.law = law, .start = hot, .end = cold};
}

/// One replica pair whose energies are ±σ in every sweep: Var(E) = σ² and, since nothing moves, τ at its
/// limit. The temperatures that a law then asks for.
std::vector<double> course(const AdaptiveSchedule& schedule, Index sweeps, double sigma, Index flips = 1000) {
  const auto cooling = make_cooling(schedule);
  std::vector<double> energies;
  for (int r = 0; r < 1000; ++r) {
    energies.push_back(r % 2 == 0 ? sigma : -sigma);
  }
  cooling->begin(energies);
  std::vector<double> temperatures;
  for (Index k = 0; k < sweeps; ++k) {
    const Progress progress{.sweep = k, .sweeps = sweeps};
    const Temperature t = cooling->next(progress);
    temperatures.push_back(t.value());
    cooling->see({.progress = progress,
                  .temperature = t,
                  .stats = {.attempts = 16'000, .flips = flips},
                  .energies = energies,
                  .best_energy = 0});
  }
  return temperatures;
}

struct Ends {
  double last;  ///< the fraction of replicas that end in a ground state
  double ever;  ///< that have been in one after any sweep
};

Ends race(Cooling& cooling, Index sweeps, Index replicas) {
  const auto data = reference::load("sk16.json");
  const double ground = data["instances"][0]["ground_energy"].get<double>();
  const auto system = make_system(reference::sk16(data), {.replicas = replicas}, 11);
  const AnnealResult result = anneal(
      *system, cooling, {.sweeps = sweeps, .limits = {.target_energy = ground, .target_tolerance = 1e-6}});
  double last = 0;
  for (const double energy : result.last_energies) {
    last += energy < ground + 1e-6 ? 1 : 0;
  }
  return {.last = last / static_cast<double>(replicas),
          .ever = static_cast<double>(result.target_hits) / static_cast<double>(replicas)};
}

}  // namespace

TEST_CASE("each law asks for sweeps as its formula does") {
  const AnnealReading reading{.heat_capacity = 9, .tau = 2.5, .acceptance = 0.44};
  CHECK(demand(AdaptiveLaw::constant_thermodynamic_speed, reading) == Approx(2.5 * 3));
  CHECK(demand(AdaptiveLaw::sqrt_c, reading) == Approx(2.5 * 3));
  CHECK(demand(AdaptiveLaw::two_pass, reading) == Approx(2.5 * 3));
  CHECK(demand(AdaptiveLaw::huang, reading) == Approx(3));
  const double quality = 4 * 0.44 * 0.56 * 0.56 / (1.56 * 1.56);
  CHECK(demand(AdaptiveLaw::lam_delosme, reading) == Approx(27 / quality));
  // The quality factor is highest at the acceptance rate of 0.44 that Lam and Delosme found.
  for (const double rho : {0.40, 0.48}) {
    CHECK(demand(AdaptiveLaw::lam_delosme, {.heat_capacity = 9, .tau = 1, .acceptance = rho}) >
          demand(AdaptiveLaw::lam_delosme, reading));
  }
  for (const AdaptiveLaw law : all_adaptive_laws) {
    CHECK(demand(law, {.heat_capacity = 0, .tau = 0.5, .acceptance = 0}) > 0);
  }
}

TEST_CASE("the acceptance of Metropolis follows from the flips of heat bath") {
  for (const double gap : {0.0, 0.5, 2.0, 6.0}) {  // in units of T
    const double up = 1 / (1 + std::exp(gap));
    CHECK(metropolis_acceptance(2 * up * (1 - up)) == Approx(2 * up).margin(1e-12));
  }
}

TEST_CASE("an adaptive schedule steps by its law times what is left of way and budget") {
  // σ = T√C is constant here, and the first step is known: √C = σ/T, N = 16, K = 100, τ counts ½ at first.
  const double way = std::log(3.0 / 0.12);
  const double sigma = 1.5;
  const auto step = [](const std::vector<double>& t) { return std::log(t[0] / t[1]); };
  const double mean_root_c = std::sqrt(16 * std::log(2.0) / way);
  const double pace = way / 99;
  CHECK(step(course(by(AdaptiveLaw::huang), 100, sigma)) == Approx(pace * mean_root_c / (sigma / 3)));
  AdaptiveSchedule tau_of_one = by(AdaptiveLaw::sqrt_c);
  tau_of_one.longest_tau = 1;
  CHECK(step(course(tau_of_one, 100, sigma)) == Approx(pace * mean_root_c * 0.5 / (sigma / 3 * 0.5)));
  // The wider energies spread, the slower T falls, and never by more than a factor of 2.
  CHECK(step(course(by(AdaptiveLaw::huang), 100, 6)) == Approx(pace * mean_root_c / 2));
  CHECK(step(course(by(AdaptiveLaw::huang), 5, 0.0)) == Approx(std::log(2.0)));
  AdaptiveSchedule from_spread = by(AdaptiveLaw::huang);
  from_spread.start.reset();
  CHECK(course(from_spread, 100, sigma)[0] == Approx(20 * sigma));
}

TEST_CASE("an adaptive schedule ends at its end with the last sweep whatever it measures") {
  for (const AdaptiveLaw law : all_adaptive_laws) {
    for (const double sigma : {0.0, 1e-9, 1.0, 1e9}) {
      for (const Index sweeps : {1, 2, 3, 7, 100, 1000}) {
        for (const Index flips : {Index{0}, Index{16'000}}) {
          INFO(adaptive_law_name(law) << ", spread " << sigma << ", " << sweeps << " sweeps");
          const auto t = course(by(law), sweeps, sigma, flips);
          CHECK(t.back() == 0.12);
          CHECK(*std::max_element(t.begin(), t.end()) <= 3.0 * (1 + 1e-12));
          CHECK(*std::min_element(t.begin(), t.end()) >= 0.12 * (1 - 1e-12));
          // Its way has no leap at the end: half of the sweeps are not at the end already.
          if (sweeps == 1000) {
            CHECK(t[500] > 0.12 * 1.0001);
          }
        }
      }
    }
  }
}

TEST_CASE("adaptive temperatures are the same bits for 1 and 4 threads and with few replicas fall in order") {
  const auto model = reference::sk16(reference::load("sk16.json"));
  for (const AdaptiveLaw law : all_adaptive_laws) {
    INFO(adaptive_law_name(law));
    const auto run = [&](Index replicas, Index threads) {
      const auto system = make_system(model, {.replicas = replicas, .threads = threads}, 3);
      const auto cooling = make_cooling(by(law));
      std::vector<double> temperatures;
      anneal(*system, *cooling, {.sweeps = 200}, [&](const AnnealSweep& sweep) {
        temperatures.push_back(sweep.temperature.value());
        return true;
      });
      return temperatures;
    };
    CHECK(run(256, 1) == run(256, 4));
    for (const Index replicas : {1, 3}) {
      const auto t = run(replicas, 1);
      CHECK(t.size() == 200);
      CHECK(t.back() == 0.12);
      const auto from = law == AdaptiveLaw::two_pass ? t.begin() + 20 : t.begin();
      CHECK(std::is_sorted(from, t.end(), std::greater<>()));
    }
  }
}

TEST_CASE("on SK16 constant thermodynamic speed beats linear beta at the same budget") {
  constexpr Index replicas = 32'768;
  for (const Index sweeps : {30, 100}) {
    FixedCooling steps_of_beta(LinearBetaSchedule{hot, cold});
    const Ends fixed = race(steps_of_beta, sweeps, replicas);
    const Ends adaptive =
        race(*make_cooling(by(AdaptiveLaw::constant_thermodynamic_speed)), sweeps, replicas);
    const auto sigmas = [](double p, double q) {
      return (p - q) / std::sqrt((p * (1 - p) + q * (1 - q)) / replicas);
    };
    INFO(sweeps << " sweeps: " << adaptive.last << " against " << fixed.last << " at the end, "
                << adaptive.ever << " against " << fixed.ever << " at any time");
    CHECK(sigmas(adaptive.last, fixed.last) > 5);
    CHECK(sigmas(adaptive.ever, fixed.ever) > 5);
  }
}

TEST_CASE("adaptive schedules that cannot be are refused") {
  const auto with = [](auto change) {
    AdaptiveSchedule schedule = by(AdaptiveLaw::two_pass);
    change(schedule);
    return schedule;
  };
  CHECK_THROWS_AS(make_cooling(with([](auto& s) { s.end = Temperature::zero(); })), std::invalid_argument);
  CHECK_THROWS_AS(make_cooling(with([](auto& s) { s.start = cold; })), std::invalid_argument);
  CHECK_THROWS_AS(make_cooling(with([](auto& s) { s.start = Temperature::infinite(); })),
                  std::invalid_argument);
  CHECK_THROWS_AS(make_cooling(with([](auto& s) { s.start.reset(); })), std::invalid_argument);
  CHECK_THROWS_AS(make_cooling(with([](auto& s) { s.longest_tau = 0.4; })), std::invalid_argument);
  CHECK_THROWS_AS(make_cooling(with([](auto& s) { s.pilot = 0.6; })), std::invalid_argument);
}
