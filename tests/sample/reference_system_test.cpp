#include "onedial/sample/reference_system.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "catch.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/local_fields.hpp"
#include "onedial/sample/reference_system.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

/// Two-sided p-value of z for a mean over `batches` independent batches.
double p_value(double z, int batches) {
  const boost::math::students_t law(batches - 1);
  return 2 * boost::math::cdf(boost::math::complement(law, std::abs(z)));
}

/// Mean and standard error over independent values.
struct Batches {
  std::vector<double> values;
  [[nodiscard]] double mean() const {
    double sum = 0;
    for (const double v : values) {
      sum += v;
    }
    return sum / static_cast<double>(values.size());
  }
  [[nodiscard]] double z(double truth) const {
    double squares = 0;
    for (const double v : values) {
      squares += (v - mean()) * (v - mean());
    }
    const auto n = static_cast<double>(values.size());
    return (mean() - truth) / std::sqrt(squares / (n - 1) / n);
  }
};

std::size_t index_of(const State& state) {
  std::size_t index = 0;
  for (std::size_t i = 0; i < state.size(); ++i) {
    index |= static_cast<std::size_t>(state[i]) << i;
  }
  return index;
}

}  // namespace

// Replicas are independent, so each is one batch and autocorrelation within it does not matter.
TEST_CASE("moments of the 12-unit machine agree with enumeration in both domains, for both kernels") {
  const auto data = reference::load("boltzmann_machine12.json");
  constexpr int replicas = 64;
  constexpr int sweeps = 3000;
  int comparisons = 0;
  double worst_p = 1;
  for (const auto& [name, domain] : {std::pair{"01", Domain::binary}, std::pair{"pm1", Domain::spin}}) {
    for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
      for (const auto& row : data["models"][name]["table"]) {
        const double value = row["T"].get<double>();
        if (value < 1.0) {
          continue;  // below, the reference relaxation times exceed what a test can wait for
        }
        const auto system = make_reference_system(reference::model(data, domain), kernel, replicas, 1, 21);
        const std::vector<Temperature> t(replicas, Temperature(value));
        for (int k = 0; k < 500; ++k) {
          system->sweep(t);
        }
        Batches energy{std::vector<double>(replicas)};
        Batches square{std::vector<double>(replicas)};
        std::vector<Batches> units(12, Batches{std::vector<double>(replicas)});
        const double exact_energy = row["E"].get<double>();
        State state;
        for (int k = 0; k < sweeps; ++k) {
          system->sweep(t);
          for (std::size_t r = 0; r < replicas; ++r) {
            const double d = system->energies()[r] - exact_energy;
            energy.values[r] += d / sweeps;
            square.values[r] += d * d / sweeps;
            system->read(static_cast<Index>(r), state);
            for (std::size_t i = 0; i < 12; ++i) {
              units[i].values[r] += level_value(domain, state[i]) / sweeps;
            }
          }
        }
        const auto check = [&](const Batches& batches, double truth) {
          worst_p = std::min(worst_p, p_value(batches.z(truth), replicas));
          ++comparisons;
        };
        check(energy, 0);
        check(square, row["varE"].get<double>());
        for (std::size_t i = 0; i < 12; ++i) {
          check(units[i], row["mean"][i].get<double>());
        }
      }
    }
  }
  CHECK(comparisons > 200);
  CHECK(worst_p * comparisons > 1e-6);  // five standard deviations after counting the comparisons
}

TEST_CASE("the joint distribution of 12 units agrees with enumeration") {
  const auto data = reference::load("boltzmann_machine12.json");
  const auto model = reference::model(data, Domain::spin);
  const Temperature t(3.0);  // the integrated autocorrelation time is below one sweep
  const auto exact = boltzmann_probabilities(Spectrum(enumerate(model)), t);
  constexpr Index replicas = 400;
  const auto system = make_reference_system(model, KernelKind::heat_bath, replicas, 1, 5);
  const std::vector<Temperature> temperatures(replicas, t);
  std::vector<double> counts(exact.size());
  double draws = 0;
  State state;
  for (int block = 0; block < 500; ++block) {
    for (int k = 0; k < 25; ++k) {
      system->sweep(temperatures);
    }
    for (Index r = 0; r < replicas; ++r) {
      system->read(r, state);
      counts[index_of(state)] += 1;
      draws += 1;
    }
  }
  double chi_squared = 0;
  double rare_expected = 0;
  double rare_count = 0;
  int cells = 0;
  for (std::size_t k = 0; k < exact.size(); ++k) {
    const double expected = draws * exact[k];
    if (expected < 10) {
      rare_expected += expected;
      rare_count += counts[k];
      continue;
    }
    chi_squared += (counts[k] - expected) * (counts[k] - expected) / expected;
    ++cells;
  }
  chi_squared += (rare_count - rare_expected) * (rare_count - rare_expected) / rare_expected;
  const boost::math::chi_squared law(cells);
  INFO("cells " << cells << ", chi squared " << chi_squared);
  CHECK(cells > 500);
  CHECK(boost::math::cdf(boost::math::complement(law, chi_squared)) > 1e-6);
  CHECK(boost::math::cdf(law, chi_squared) > 1e-6);
}

TEST_CASE("C(T) of the SK instance follows enumeration through its peak") {
  const auto data = reference::load("sk16.json");
  const auto model = reference::sk16(data);
  constexpr Index replicas = 64;
  for (const auto& row : data["instances"][0]["table"]) {
    const double t = row["T"].get<double>();
    if (t < 0.6 || t > 2.1) {
      continue;
    }
    const auto system = make_reference_system(model, KernelKind::heat_bath, replicas, 1, 8);
    const std::vector<Temperature> temperatures(replicas, Temperature(t));
    for (int k = 0; k < 1000; ++k) {
      system->sweep(temperatures);
    }
    Batches capacity{std::vector<double>(replicas)};
    const double mean = row["E"].get<double>();
    constexpr int sweeps = 4000;
    for (int k = 0; k < sweeps; ++k) {
      system->sweep(temperatures);
      for (std::size_t r = 0; r < replicas; ++r) {
        const double d = system->energies()[r] - mean;
        capacity.values[r] += d * d / (t * t) / sweeps;
      }
    }
    INFO("T = " << t << ", C = " << capacity.mean() << ", exact " << row["C"].get<double>());
    CHECK(p_value(capacity.z(row["C"].get<double>()), replicas) > 1e-7);
  }
}

TEST_CASE("the slope of ln P2(E)/P1(E) is the difference of the inverse temperatures") {
  const auto model = reference::model(reference::load("boltzmann_machine12.json"), Domain::spin);
  // Regress the log ratio of two energy histograms, weighted by its error, on E.
  constexpr Index replicas = 200;
  constexpr double width = 1.0;
  constexpr std::size_t bins = 60;
  const std::array<double, 2> temperatures = {3.0, 3.5};
  std::array<std::vector<double>, 2> counts;
  for (std::size_t which = 0; which < 2; ++which) {
    counts.at(which).assign(bins, 0);
    const auto system = make_reference_system(model, KernelKind::heat_bath, replicas, 1, 31 + which);
    const std::vector<Temperature> t(replicas, Temperature(temperatures.at(which)));
    for (int k = 0; k < 20'000; ++k) {
      system->sweep(t);
      if (k >= 100 && k % 20 == 0) {
        for (const double energy : system->energies()) {
          counts.at(which)[static_cast<std::size_t>((energy + 25) / width)] += 1;
        }
      }
    }
  }
  // Exact mean energy of each bin would differ a little between the histograms; compare with the exact slope
  // of the same binned ratio instead of with the pure difference.
  const auto energies = enumerate(model);
  double sw = 0;
  double sx = 0;
  double sy = 0;
  double sxx = 0;
  double sxy = 0;
  double exact_sy = 0;
  double exact_sxy = 0;
  std::array<std::vector<double>, 2> exact = {std::vector<double>(bins), std::vector<double>(bins)};
  for (std::size_t which = 0; which < 2; ++which) {
    const auto p = boltzmann_probabilities(Spectrum(energies), Temperature(temperatures.at(which)));
    for (std::size_t k = 0; k < p.size(); ++k) {
      exact.at(which)[static_cast<std::size_t>((energies[k] + 25) / width)] += p[k];
    }
  }
  for (std::size_t b = 0; b < bins; ++b) {
    if (counts[0][b] < 100 || counts[1][b] < 100) {
      continue;
    }
    const double x = (static_cast<double>(b) + 0.5) * width - 25;
    const double y = std::log(counts[1][b] / counts[0][b]);
    const double exact_y = std::log(exact[1][b] / exact[0][b]);
    const double w = 1 / (1 / counts[0][b] + 1 / counts[1][b]);
    sw += w;
    sx += w * x;
    sy += w * y;
    sxx += w * x * x;
    sxy += w * x * y;
    exact_sy += w * exact_y;
    exact_sxy += w * x * exact_y;
  }
  const double spread = sw * sxx - sx * sx;
  const double slope = (sw * sxy - sx * sy) / spread;
  const double exact_slope = (sw * exact_sxy - sx * exact_sy) / spread;
  const double error = std::sqrt(sw / spread);
  INFO("slope " << slope << " +- " << error << ", exact " << exact_slope);
  CHECK(exact_slope == Approx(1 / 3.0 - 1 / 3.5).epsilon(0.05));
  CHECK(std::abs(slope - exact_slope) < 5 * error);
  CHECK(error < 0.1 * exact_slope);
}

TEST_CASE("same seed, same bits, for any number of threads") {
  // 40 replicas of 600 units are enough work for threads to be used.
  RandomStream random(12, 0);
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(600, 600);
  for (Index i = 0; i < 600; ++i) {
    for (Index j = 0; j < i; ++j) {
      couplings(i, j) = couplings(j, i) = uniform01(random) - 0.5;
    }
  }
  const auto model = std::make_shared<PairwiseModel>(Domain::spin, couplings, Eigen::VectorXd::Zero(600));
  std::vector<std::vector<double>> energies;
  for (const Index threads : {1, 2, 3}) {
    const auto system = make_reference_system(model, KernelKind::heat_bath, 40, threads, 99);
    const std::vector<Temperature> t(40, Temperature(6.0));
    for (int k = 0; k < 20; ++k) {
      system->sweep(t);
    }
    energies.emplace_back(system->energies().begin(), system->energies().end());
  }
  CHECK(energies[0] == energies[1]);
  CHECK(energies[0] == energies[2]);
}

TEST_CASE("dense and sparse couplings give the same chain") {
  const auto dense = reference::model(reference::load("boltzmann_machine12.json"), Domain::spin);
  const auto sparse = std::make_shared<PairwiseModel>(
      Domain::spin, PairwiseModel::Sparse(std::get<PairwiseModel::Dense>(dense->couplings()).sparseView()),
      dense->fields());
  const auto a = make_reference_system(dense, KernelKind::heat_bath, 3, 1, 7);
  const auto b = make_reference_system(sparse, KernelKind::heat_bath, 3, 1, 7);
  const std::vector<Temperature> t = {Temperature(0.5), Temperature(2.0), Temperature::infinite()};
  State left;
  State right;
  for (int k = 0; k < 600; ++k) {  // past a refresh of the running sums
    a->sweep(t);
    b->sweep(t);
    for (Index r = 0; r < 3; ++r) {
      a->read(r, left);
      b->read(r, right);
      REQUIRE(left == right);
      REQUIRE(dense->energy(left) == Approx(a->energies()[static_cast<std::size_t>(r)]).margin(1e-11));
    }
  }
}

TEST_CASE("each replica feels its own temperature, and none disturbs another") {
  const auto model = reference::model(reference::load("boltzmann_machine12.json"), Domain::spin);
  const auto both = make_reference_system(model, KernelKind::heat_bath, 2, 1, 40);
  const auto changed = make_reference_system(model, KernelKind::heat_bath, 2, 1, 40);
  const std::vector<Temperature> t = {Temperature(1.0), Temperature(5.0)};
  const std::vector<Temperature> u = {Temperature(1.0), Temperature::zero()};
  for (int k = 0; k < 100; ++k) {
    both->sweep(t);
    changed->sweep(u);
  }
  CHECK(both->energies()[0] == changed->energies()[0]);
  CHECK(both->energies()[1] != changed->energies()[1]);
}

TEST_CASE("replicas start in different states at every seed, 0 included") {
  const auto model = std::make_shared<PairwiseModel>(Domain::spin, PairwiseModel::Sparse(200, 200),
                                                     Eigen::VectorXd::Zero(200));
  for (const std::uint64_t seed : {0U, 1U, 2U}) {
    const auto system = make_reference_system(model, KernelKind::heat_bath, 8, 1, seed);
    std::vector<State> states(8);
    for (Index r = 0; r < 8; ++r) {
      system->read(r, states[static_cast<std::size_t>(r)]);
    }
    for (std::size_t a = 0; a < 8; ++a) {
      for (std::size_t b = a + 1; b < 8; ++b) {
        int overlap = 0;
        for (std::size_t i = 0; i < 200; ++i) {
          overlap += states[a][i] == states[b][i] ? 1 : -1;
        }
        CHECK(std::abs(overlap) < 6 * std::sqrt(200));
      }
    }
  }
}

TEST_CASE("at T = 0 heat bath never climbs, and stops in a local minimum") {
  const auto model = reference::sk16(reference::load("sk16.json"));
  const auto system = make_reference_system(model, KernelKind::heat_bath, 20, 1, 3);
  const std::vector<Temperature> cold(20, Temperature::zero());
  std::vector<double> before(system->energies().begin(), system->energies().end());
  Index flips = -1;
  for (int k = 0; k < 50; ++k) {
    flips = system->sweep(cold).flips;
    for (std::size_t r = 0; r < before.size(); ++r) {
      REQUIRE(system->energies()[r] <= before[r] + 1e-12);
      before[r] = system->energies()[r];
    }
  }
  CHECK(flips == 0);
}

TEST_CASE("a state that is written is read back with its energy") {
  const auto model = reference::model(reference::load("boltzmann_machine12.json"), Domain::binary);
  const auto system = make_reference_system(model, KernelKind::heat_bath, 2, 1, 1);
  const State state = {1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1};
  system->write(1, state);
  State back;
  system->read(1, back);
  CHECK(back == state);
  CHECK(system->energies()[1] == Approx(model->energy(state)).epsilon(1e-14));
  CHECK_THROWS_AS(system->write(0, State(11)), std::invalid_argument);
  CHECK_THROWS_AS(system->sweep(std::vector<Temperature>(3, Temperature(1))), std::invalid_argument);
  CHECK_THROWS_AS(make_reference_system(model, KernelKind::heat_bath, 0, 1, 1), std::invalid_argument);
  CHECK_THROWS_AS(make_reference_system(model, KernelKind::heat_bath, 1, 0, 1), std::invalid_argument);
}
