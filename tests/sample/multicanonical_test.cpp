// Densities of states against exact ones. Walkers are independent, so that errors need no autocorrelation
// time; deviations in units of their errors follow Student's law of as many degrees of freedom as walkers,
// less one.
#include "onedial/sample/multicanonical.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/model/local_fields.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

using Fields = LocalFields<PairwiseModel::Sparse>;
using DenseFields = LocalFields<PairwiseModel::Dense>;

Fields lattice(const LatticeSettings& settings) {
  return Fields(std::make_shared<PairwiseModel>(ising_lattice(settings)));
}

Fields square(Index length) {
  return lattice({.lattice = Lattice::square, .length = length});
}

nlohmann::json square_data(Index length) {
  return reference::load("ising2d.json")["sizes"][std::to_string(length)];
}

DensityOfStates exact_square(Index length) {
  const auto data = square_data(length);
  std::vector<double> energies;
  std::vector<double> log_states;
  for (std::size_t k = 0; k < data["dos"].size(); ++k) {
    energies.push_back(data["dos_E_first"].get<double>() +
                       data["dos_E_step"].get<double>() * static_cast<double>(k));
    log_states.push_back(std::log(std::stod(data["dos"][k].get<std::string>())));
  }
  return {energies, log_states};
}

/// The worst of many comparisons.
class Comparisons {
 public:
  explicit Comparisons(Index walkers) : law_(static_cast<double>(walkers - 1)) {}
  void add(double value, double error, double truth) {
    ++count_;
    const double z = std::abs(value - truth) / error;
    worst_ = std::min(worst_, 2 * boost::math::cdf(boost::math::complement(law_, z)));
  }
  /// Five standard deviations after counting the comparisons.
  [[nodiscard]] bool agree() const { return worst_ * count_ > 6e-7; }
  [[nodiscard]] int count() const { return count_; }

 private:
  boost::math::students_t law_;
  int count_ = 0;
  double worst_ = 1;
};

/// Every ln g against the exact one, and their rms error.
double compare(const FlatHistogram& found, const DensityOfStates& exact) {
  REQUIRE(found.density.size() == exact.size());
  REQUIRE(found.log_states_error.size() == exact.energies().size());
  Comparisons comparisons(static_cast<Index>(found.without_walker.size()));
  double squares = 0;
  double deviations = 0;
  for (std::size_t k = 0; k < exact.energies().size(); ++k) {
    REQUIRE(found.density.energies()[k] == exact.energies()[k]);
    const double truth = exact.log_states()[k];
    comparisons.add(found.density.log_states()[k], found.log_states_error[k], truth);
    squares += std::pow(found.density.log_states()[k] - truth, 2);
    deviations += std::pow((found.density.log_states()[k] - truth) / found.log_states_error[k], 2);
  }
  CHECK(comparisons.agree());
  // The errors are no larger than they need to be either; neighbouring levels deviate together.
  CHECK(deviations > 0.15 * static_cast<double>(exact.size()));
  return std::sqrt(squares / static_cast<double>(exact.size()));
}

/// ln g of all levels of `exact` as the weights of a walk, each changed by `change(energy)`.
template <class Change>
LevelTable weights_of(const EnergyLevels& levels, const DensityOfStates& exact, Change change) {
  LevelTable table(levels, LevelTable::unknown);
  for (std::size_t k = 0; k < exact.energies().size(); ++k) {
    const double energy = exact.energies()[k];
    if (table.reach(levels.nearest(energy))) {
      table[levels.nearest(energy)].log_states = exact.log_states()[k] + change(energy);
    }
  }
  return table;
}

}  // namespace

TEST_CASE("the density of states of square lattices is the exact one, level by level") {
  const FlatHistogram four =
      flat_histogram(square(4), {.last_log_factor = 1e-4, .walkers = 2}, {.sweeps = 40'000}, 1);
  CHECK(compare(four, exact_square(4)) < 0.02);
  CHECK(four.has_final_weights);
  CHECK(four.mixed());
  CHECK(four.flat());
  const FlatHistogram eight =
      flat_histogram(square(8), {.last_log_factor = 1e-4, .walkers = 2}, {.sweeps = 30'000}, 1);
  CHECK(compare(eight, exact_square(8)) < 0.1);
  CHECK(eight.mixed());
  CHECK(eight.flat());
  CHECK(eight.density.log_state_count() == Approx(64 * std::numbers::ln2).epsilon(1e-12));
  CHECK(eight.sweeps > 528'000);

  // All of thermodynamics from the one run, the absolute entropy included.
  Comparisons comparisons(16);
  const auto data = square_data(8);
  for (const auto& row : data["table"]) {
    const Temperature t(row["T"].get<double>());
    for (const auto& [field, truth] : {std::pair{&Thermodynamics::mean_energy, row["E_N"].get<double>()},
                                       std::pair{&Thermodynamics::heat_capacity, row["C_N"].get<double>()},
                                       std::pair{&Thermodynamics::entropy, row["S_N"].get<double>()},
                                       std::pair{&Thermodynamics::free_energy, row["F_N"].get<double>()}}) {
      const JackknifeEstimate found = jackknife(
          eight, [&, member = field](const DensityOfStates& d) { return thermodynamics(d, t).*member; });
      comparisons.add(found.value / 64, found.standard_error / 64, truth);
      INFO("T = " << t.value());
      CHECK(std::abs(found.value / 64 - truth) < 0.02 + 0.03 * std::abs(truth));
    }
  }
  CHECK(comparisons.count() >= 40);
  CHECK(comparisons.agree());

  const auto peaks = heat_capacity_peaks(eight);
  REQUIRE(peaks.size() == 1);
  const auto& reference = data["C_peak"];
  Comparisons peak(16);
  peak.add(peaks[0].temperature, peaks[0].temperature_error, reference["T"].get<double>());
  peak.add(peaks[0].value / 64, peaks[0].value_error / 64, reference["C_N"].get<double>());
  CHECK(peak.agree());
  CHECK(peaks[0].temperature_error < 0.01);
  const auto slopes = entropy_slope_peaks(eight);
  REQUIRE(slopes.size() == 1);
  CHECK(slopes[0].temperature == Approx(2.315114394702929).margin(5 * slopes[0].temperature_error));
}

TEST_CASE("errors are as large as they say: deviations in 60 runs are spread as Student's law is") {
  const DensityOfStates exact = exact_square(4);
  const LevelTable weights =
      weights_of(energy_levels(square(4), 0, {}, 1), exact, [](double) { return 0.0; });
  constexpr int runs = 60;
  constexpr Index walkers = 16;
  Accumulator squares;  // of a run, the mean over its levels, which deviate together
  Accumulator ground;
  for (int run = 0; run < runs; ++run) {
    const FlatHistogram found = multicanonical(square(4), weights, {.walkers = walkers, .sweeps = 1000},
                                               100 + static_cast<std::uint64_t>(run));
    REQUIRE(found.density.size() == exact.size());
    double sum = 0;
    for (std::size_t k = 0; k < exact.energies().size(); ++k) {
      const double z = (found.density.log_states()[k] - exact.log_states()[k]) / found.log_states_error[k];
      sum += z * z;
    }
    squares.add(sum / static_cast<double>(exact.size()));
    ground.add(found.density.log_states().front() - exact.log_states().front());
  }
  const auto standard_error = [](const Accumulator& a) { return std::sqrt(a.variance() / runs); };
  const double expected = (walkers - 1.0) / (walkers - 3.0);  // the variance of Student's law
  INFO("mean square " << squares.mean() << " +- " << standard_error(squares) << ", expected " << expected);
  CHECK(std::abs(squares.mean() - expected) < 5 * standard_error(squares));
  CHECK(standard_error(squares) < 0.15);
  CHECK(std::abs(ground.mean()) < 5 * standard_error(ground));
}

TEST_CASE("real couplings: the peaks of the Sherrington-Kirkpatrick instance, from bins of energy") {
  const auto data = reference::load("sk16.json");
  const auto& instance = data["instances"][0];
  const DenseFields model(reference::sk16(data));
  const FlatHistogram found =
      flat_histogram(model, {.bin_width = 0.1, .last_log_factor = 1e-4, .walkers = 2}, {.sweeps = 40'000}, 4);
  CHECK(found.mixed());
  // A bin has the mean energy of its states: that of the ground states is exact.
  CHECK(found.density.energies().front() == Approx(instance["ground_energy"].get<double>()).margin(1e-9));
  CHECK(found.density.energies()[1] - found.density.energies()[0] ==
        Approx(instance["first_excitation_gap"].get<double>()).margin(0.1));
  Comparisons comparisons(16);
  comparisons.add(found.density.log_states().front(), found.log_states_error.front(), std::numbers::ln2);
  for (const auto& row : instance["table"]) {
    const Temperature t(row["T"].get<double>());
    const auto of = [&](double Thermodynamics::*field) {
      return jackknife(found, [&](const DensityOfStates& d) { return thermodynamics(d, t).*field; });
    };
    const JackknifeEstimate entropy = of(&Thermodynamics::entropy);
    comparisons.add(entropy.value, entropy.standard_error, row["S"].get<double>());
    const JackknifeEstimate energy = of(&Thermodynamics::mean_energy);
    // What is left of the width is of second order in β·width.
    const double blur = std::pow(0.1 / t.value(), 2) / 12;
    INFO("T = " << t.value());
    CHECK(std::abs(energy.value - row["E"].get<double>()) < 5 * energy.standard_error + 0.1 * blur);
  }
  CHECK(comparisons.agree());

  const auto peaks = heat_capacity_peaks(found);
  REQUIRE(peaks.size() == 1);
  const auto& peak = instance["C_peaks"][0];
  comparisons.add(peaks[0].temperature, peaks[0].temperature_error, peak["T"].get<double>());
  comparisons.add(peaks[0].value, peaks[0].value_error, peak["value"].get<double>());
  CHECK(comparisons.agree());
  CHECK(peaks[0].temperature_error < 0.005);
  const auto slopes = entropy_slope_peaks(found);  // the bump of C at low T is a peak of dS/dT
  REQUIRE(slopes.size() == 2);
  CHECK(slopes[0].temperature == Approx(instance["dSdT_peaks"][0]["T"].get<double>()).epsilon(0.02));
  CHECK(slopes[1].temperature == Approx(instance["dSdT_peaks"][1]["T"].get<double>()).epsilon(0.02));
  CHECK(slopes[0].value == Approx(instance["dSdT_peaks"][0]["value"].get<double>()).epsilon(0.05));
}

TEST_CASE("fixed weights give the density of states without bias, however wrong they are") {
  const DensityOfStates exact = exact_square(4);
  const EnergyLevels levels = energy_levels(square(4), 0, {}, 1);
  const std::vector<std::pair<const char*, std::function<double(double)>>> changes = {
      {"a walk that favours low energies", [](double energy) { return 0.05 * energy; }},
      {"weights with a saw in them",
       [](double energy) { return std::lround(energy / 4) % 2 == 0 ? 1.0 : -1.0; }},
      {"levels that are visited ten times too rarely",
       [](double energy) { return energy == 0 ? std::log(10.0) : 0; }}};
  for (const auto& [name, change] : changes) {
    INFO(name);
    const FlatHistogram found =
        multicanonical(square(4), weights_of(levels, exact, change), {.sweeps = 20'000}, 6);
    CHECK(compare(found, exact) < 0.1);
  }
  // Such weights are seen for what they are.
  const FlatHistogram poor =
      multicanonical(square(4), weights_of(levels, exact, changes[2].second), {.sweeps = 2'000}, 6);
  CHECK(poor.flatness == Approx(0.1).epsilon(0.2));
  CHECK_FALSE(poor.flat());
  CHECK(poor.mixed());
  const FlatHistogram canonical = multicanonical(
      square(8),
      weights_of(energy_levels(square(8), 0, {}, 1), exact_square(8), [](double e) { return -0.4 * e; }),
      {.sweeps = 500}, 6);
  CHECK_FALSE(canonical.mixed());
  CHECK(canonical.flatness == 0);
}

TEST_CASE("levels that the weights do not know are found and counted all the same") {
  const DensityOfStates exact = exact_square(4);
  const EnergyLevels levels = energy_levels(square(4), 0, {}, 1);
  LevelTable table = weights_of(levels, exact, [](double) { return 0.0; });
  for (const double energy : {-32.0, -12.0, 0.0, 24.0, 32.0}) {
    table[levels.nearest(energy)].log_states = LevelTable::unknown;
  }
  const FlatHistogram found = multicanonical(square(4), table, {.sweeps = 40'000}, 2);
  CHECK(compare(found, exact) < 0.1);
}

TEST_CASE("within a range the density is that of the states in the range") {
  const EnergyRange range{-100, -20};
  const DensityOfStates all = exact_square(8);
  std::vector<double> energies;
  std::vector<double> log_states;
  double count = 0;
  for (std::size_t k = 0; k < all.energies().size(); ++k) {
    if (all.energies()[k] >= range.least && all.energies()[k] <= range.most) {
      count += std::exp(all.log_states()[k]);
    }
  }
  for (std::size_t k = 0; k < all.energies().size(); ++k) {
    if (all.energies()[k] >= range.least && all.energies()[k] <= range.most) {
      energies.push_back(all.energies()[k]);
      log_states.push_back(all.log_states()[k] - std::log(count));
    }
  }
  const FlatHistogram found = flat_histogram(
      square(8), {.range = range, .last_log_factor = 1e-4, .walkers = 2}, {.sweeps = 30'000}, 5);
  CHECK(energies.front() == -100);
  CHECK(compare(found, DensityOfStates(energies, log_states)) < 0.1);
  CHECK(found.density.log_state_count() == Approx(0).margin(1e-12));
  CHECK(found.mixed());
}

TEST_CASE("a search for weights that was cut short says so") {
  const FlatHistogram found = flat_histogram(
      square(4), {.last_log_factor = 1e-6, .walkers = 2, .most_sweeps = 300}, {.sweeps = 500}, 6);
  CHECK_FALSE(found.has_final_weights);
}

TEST_CASE("rings of odd length and either sign, and a spectrum with a gap") {
  for (const CouplingLaw law : {CouplingLaw::ferro, CouplingLaw::antiferro}) {
    const LatticeSettings settings{.lattice = Lattice::chain, .length = 9, .couplings = law};
    const DensityOfStates exact(
        Spectrum(enumerate(std::make_shared<PairwiseModel>(ising_lattice(settings)))));
    const FlatHistogram found =
        flat_histogram(lattice(settings), {.last_log_factor = 1e-3, .walkers = 2}, {.sweeps = 10'000}, 3);
    CHECK(found.density.energies().front() == (law == CouplingLaw::ferro ? -9 : -7));
    CHECK(compare(found, exact) < 0.05);
  }
  // One spin in a field of 10, seven in fields of 1: E = ∓10 − 7 … ∓10 + 7 in steps of 2, and nothing
  // between.
  Eigen::VectorXd fields = Eigen::VectorXd::Ones(8);
  fields[3] = 10;
  const auto model = std::make_shared<PairwiseModel>(Domain::spin, PairwiseModel::Dense::Zero(8, 8), fields);
  const FlatHistogram found =
      flat_histogram(DenseFields(model), {.last_log_factor = 1e-3, .walkers = 2}, {.sweeps = 10'000}, 3);
  CHECK(found.density.size() == 16);
  CHECK(compare(found, DensityOfStates(Spectrum(enumerate(model)))) < 0.05);
}

TEST_CASE("a model of one energy, and one of a single spin") {
  const PairwiseModel::Dense none = PairwiseModel::Dense::Zero(3, 3);
  const auto free = std::make_shared<PairwiseModel>(Domain::spin, none, Eigen::Vector3d::Zero(), 0.5);
  const FlatHistogram found = flat_histogram(DenseFields(free), {}, {.sweeps = 100}, 3);
  REQUIRE(found.density.size() == 1);
  CHECK(found.density.energies()[0] == 0.5);
  CHECK(found.density.log_states()[0] == Approx(3 * std::numbers::ln2));
  CHECK(found.mixed());
  const auto spin = std::make_shared<PairwiseModel>(Domain::spin, PairwiseModel::Dense::Zero(1, 1),
                                                    Eigen::VectorXd::Constant(1, 0.7));
  const FlatHistogram two = flat_histogram(DenseFields(spin), {}, {.sweeps = 1000}, 3);
  REQUIRE(two.density.size() == 2);
  CHECK(two.density.energies()[0] == Approx(-0.7));
  CHECK(two.density.log_states()[0] == Approx(0).margin(0.1));
}

TEST_CASE("round trips lead from the lowest level to the highest and back") {
  RoundTrips trips(-2, 3);
  for (const Index level : {0, 3, -1, -2, 2, -2, 3, 3, 4, 0, -2, -3, 3, 1}) {
    trips.visit(level);
  }
  CHECK(trips.count() == 1);
  trips.visit(-2);
  CHECK(trips.count() == 2);
}

TEST_CASE("a level that a single walker saw has no error") {
  // One level known, all others of its weight: random states, of which few have a low energy.
  const EnergyLevels levels = energy_levels(square(8), 0, {}, 1);
  LevelTable table(levels, LevelTable::unknown);
  table.reach(levels.nearest(0));
  table[levels.nearest(0)].log_states = 0;
  const FlatHistogram found = multicanonical(square(8), table, {.sweeps = 200}, 3);
  CHECK(std::isinf(found.log_states_error.front()));
  CHECK(found.visits.front() > 0);
  const auto middle = static_cast<std::size_t>(found.density.size() / 2);
  CHECK(found.log_states_error[middle] < 0.1);
  CHECK(found.visits[middle] > 1000);
}

TEST_CASE("multicanonical walks give the same bits for any number of threads") {
  const auto run = [](Index threads) {
    return flat_histogram(square(4), {.last_log_factor = 1e-3, .walkers = 3, .threads = threads},
                          {.walkers = 5, .sweeps = 500, .threads = threads}, 9);
  };
  const FlatHistogram one = run(1);
  for (const Index threads : {2, 3}) {
    const FlatHistogram other = run(threads);
    CHECK(one.visits == other.visits);
    CHECK(one.round_trips == other.round_trips);
    CHECK(one.log_states_error == other.log_states_error);
    const auto a = one.density.log_states();
    const auto b = other.density.log_states();
    CHECK(std::equal(a.begin(), a.end(), b.begin(), b.end()));
  }
}

TEST_CASE("what is wrong with a multicanonical run is named") {
  const auto error = [](const MulticanonicalSettings& settings) {
    flat_histogram(square(2), {.last_log_factor = 0.1}, settings, 1);
  };
  CHECK_THROWS_WITH(error({.walkers = 1}), ContainsSubstring("walkers (1) must be at least 2"));
  CHECK_THROWS_WITH(error({.sweeps = 0}), ContainsSubstring("sweeps (0)"));
  CHECK_THROWS_WITH(error({.threads = 0}), ContainsSubstring("threads (0)"));
  const LevelTable nothing(EnergyLevels::in_bins(1, {}), LevelTable::unknown);
  CHECK_THROWS_WITH(multicanonical(square(2), nothing, {}, 1), ContainsSubstring("no energy level is known"));
  CHECK_THROWS_WITH(flat_histogram(square(4), {.range = {-31, -29}}, {}, 1),
                    ContainsSubstring("no energy lies between -31 and -29"));
}

TEST_CASE("a walk that is ended early keeps what it has, and nothing where it has nothing") {
  const auto run = [](std::string_view last_phase, Index last) {
    return flat_histogram(square(4), {.last_log_factor = 1e-3, .walkers = 2}, {.sweeps = 10'000}, 3,
                          [&](const WalkProgress& at) {
                            CHECK(at.done <= at.total);
                            return at.phase != last_phase || at.done < last;
                          });
  };
  CHECK_FALSE(run("finding weights", 0).has_value());
  CHECK_FALSE(run("walking", 0).has_value());  // still in its first tenth
  const auto part = run("walking", 4000);
  REQUIRE(part.has_value());
  CHECK(part->interrupted);
  CHECK(part->sweeps < 16 * 11'000);
  CHECK(part->density.log_state_count() == Approx(16 * std::log(2.0)));
  const auto whole = run("never", 0);
  REQUIRE(whole.has_value());
  CHECK_FALSE(whole->interrupted);
  // To be watched changes nothing.
  const FlatHistogram unwatched =
      flat_histogram(square(4), {.last_log_factor = 1e-3, .walkers = 2}, {.sweeps = 10'000}, 3);
  CHECK(std::equal(whole->density.log_states().begin(), whole->density.log_states().end(),
                   unwatched.density.log_states().begin(), unwatched.density.log_states().end()));
}
