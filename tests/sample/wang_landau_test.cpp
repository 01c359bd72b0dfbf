#include "onedial/sample/wang_landau.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/model/local_fields.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

using Fields = LocalFields<PairwiseModel::Sparse>;

Fields square(Index length) {
  return Fields(
      std::make_shared<PairwiseModel>(ising_lattice({.lattice = Lattice::square, .length = length})));
}

DensityOfStates exact_square(Index length) {
  const auto data = reference::load("ising2d.json")["sizes"][std::to_string(length)];
  std::vector<double> energies;
  std::vector<double> log_states;
  for (std::size_t k = 0; k < data["dos"].size(); ++k) {
    energies.push_back(data["dos_E_first"].get<double>() +
                       data["dos_E_step"].get<double>() * static_cast<double>(k));
    log_states.push_back(std::log(std::stod(data["dos"][k].get<std::string>())));
  }
  return {energies, log_states};
}

/// The root of the mean square error of ln g over all levels and walkers.
double rms_error(const WangLandauResult& found, const DensityOfStates& exact) {
  double squares = 0;
  double count = 0;
  for (const DensityOfStates& density : found.densities) {
    REQUIRE(density.size() == exact.size());
    for (std::size_t k = 0; k < exact.energies().size(); ++k) {
      REQUIRE(density.energies()[k] == exact.energies()[k]);
      squares += std::pow(density.log_states()[k] - exact.log_states()[k], 2);
      ++count;
    }
  }
  return std::sqrt(squares / count);
}

LevelTable flat_table(Index levels) {
  LevelTable table(EnergyLevels::at_steps(0, 1, {0, static_cast<double>(levels - 1)}), LevelTable::unknown);
  table.reach(0);
  table.reach(levels - 1);
  return table;
}

}  // namespace

TEST_CASE("Wang-Landau walks find every level and its number of states, and none that is not there") {
  for (const Index length : {2, 4, 8}) {
    const DensityOfStates exact = exact_square(length);
    const WangLandauResult found = wang_landau(square(length), {.last_log_factor = 1e-4, .walkers = 4}, 3);
    INFO("L = " << length);
    CHECK(found.finished);
    CHECK(rms_error(found, exact) < 0.15);
    CHECK(found.densities.size() == 4);
    for (const DensityOfStates& density : found.densities) {
      CHECK(density.log_state_count() ==
            Approx(static_cast<double>(length * length) * std::numbers::ln2).epsilon(1e-12));
    }
    // The mean over walkers is better than each.
    WangLandauResult mean = found;
    mean.densities = {found.weights.density()};
    CHECK(rms_error(mean, exact) < rms_error(found, exact));
  }
}

// By hand, to 10⁻⁶ and with 16 walkers: 0.080, 0.021, 0.0059 at ln f = 10⁻⁴, 10⁻⁵, 10⁻⁶ = 1/t, which is 1/√t;
// by halving 0.085, 0.084, 0.083 at 10⁻⁵, 10⁻⁷, 10⁻⁸. An rms error of so many walkers is good to a tenth or
// so.
TEST_CASE("errors go on falling as ln f does by the rule of 1/t, and saturate by halving") {
  const DensityOfStates exact = exact_square(4);
  const auto error = [&](ModificationRule rule, double last_log_factor) {
    return rms_error(
        wang_landau(square(4), {.last_log_factor = last_log_factor, .rule = rule, .walkers = 16}, 8), exact);
  };
  const double early = error(ModificationRule::inverse_time, 1e-4);
  const double late = error(ModificationRule::inverse_time, 1e-5);
  INFO("1/t: " << early << ", " << late);
  CHECK(early / late > 2.2);
  CHECK(early / late < 5.5);
  const double saturated = error(ModificationRule::halving, 1e-5);
  const double still_saturated = error(ModificationRule::halving, 1e-7);
  INFO("halving: " << saturated << ", " << still_saturated);
  CHECK(still_saturated > 0.85 * saturated);
  CHECK(still_saturated > 2.5 * late);
}

TEST_CASE("ln f halves at flat histograms until 1/t takes over") {
  LevelTable table = flat_table(4);
  WangLandauSettings settings{.flatness = 0.8, .last_log_factor = 1e-3};
  ModificationFactor factor(settings);
  for (Index level = 0; level < 4; ++level) {
    factor.discover(table, level);
  }
  CHECK(factor.log_factor() == 1);
  const auto visit = [&](std::array<Index, 4> visits) {
    for (Index level = 0; level < 4; ++level) {
      table[level].visits += visits[static_cast<std::size_t>(level)];
    }
    factor.advance(table, std::accumulate(visits.begin(), visits.end(), Index{0}));
  };
  visit({16, 16, 16, 15});  // 63 steps: a check waits for 16 a level
  CHECK(factor.log_factor() == 1);
  visit({0, 0, 0, 1});
  CHECK(factor.log_factor() == 0.5);
  CHECK(table[0].visits == 0);
  visit({20, 20, 20, 15});  // least/mean = 0.8
  CHECK(factor.log_factor() == 0.25);
  visit({20, 20, 21, 15});
  CHECK(factor.log_factor() == 0.25);
  CHECK(table[2].visits == 21);
  visit({0, 0, 0, 74});  // not yet flat either: one level has most of the visits
  CHECK(factor.log_factor() == 0.25);
  table.clear_visits();
  visit({16, 16, 16, 16});
  CHECK(factor.log_factor() == 0.125);
  visit({16, 16, 16, 16});
  CHECK(factor.log_factor() == 0.0625);
  visit({16, 16, 16, 16});
  CHECK(factor.log_factor() == 0.03125);
  visit({16, 16, 16, 16});
  CHECK(factor.log_factor() == 0.015625);
  visit({16, 16, 16, 16});
  // 609 steps of 4 levels are t = 152, and half of 1/64 is still more than 1/152.
  CHECK(factor.log_factor() == 0.0078125);
  visit({16, 16, 16, 16});
  CHECK(factor.log_factor() == Approx(4.0 / 673));
  visit({0, 0, 0, 327});  // no longer asks for flatness
  CHECK(factor.log_factor() == Approx(4.0 / 1000));
  CHECK_FALSE(factor.finished());
  visit({1000, 1000, 1000, 0});
  CHECK(factor.log_factor() == 1e-3);
  CHECK(factor.finished());
}

TEST_CASE("a level found late starts from the least ln g, and the histogram and the time anew") {
  LevelTable table = flat_table(3);
  ModificationFactor factor({.flatness = 0.5, .last_log_factor = 1e-6});
  factor.discover(table, 0);
  factor.discover(table, 1);
  table[0].log_states = 30;
  table[1].log_states = 20;
  for (int k = 0; k < 100; ++k) {
    table[0].visits += 16;
    table[1].visits += 16;
    factor.advance(table, 32);
  }
  CHECK(factor.log_factor() == Approx(2.0 / 3200));
  CHECK_FALSE(table.knows(2));
  factor.discover(table, 2);
  CHECK(table[2].log_states == 20);
  CHECK(table[0].log_states == 30);
  CHECK(table[0].visits == 0);
  CHECK(factor.log_factor() == 1);
  table[0].visits = table[1].visits = 40;
  factor.advance(table, 80);
  CHECK(factor.log_factor() == 1);  // the new one has no visits
  table[2].visits = 30;
  factor.advance(table, 50);
  CHECK(factor.log_factor() == 0.5);
}

TEST_CASE("a walk that is stopped early says so") {
  const WangLandauResult found = wang_landau(square(8), {.walkers = 2, .most_sweeps = 40}, 3);
  CHECK_FALSE(found.finished);
  CHECK(found.sweeps == std::vector<Index>{40, 40});
  CHECK(found.densities[0].size() > 3);
}

TEST_CASE("Wang-Landau walks give the same bits for any number of threads, and others for another seed") {
  const auto run = [](Index threads, std::uint64_t seed) {
    return wang_landau(square(4), {.last_log_factor = 1e-3, .walkers = 5, .threads = threads}, seed);
  };
  const WangLandauResult one = run(1, 9);
  for (const Index threads : {2, 3}) {
    const WangLandauResult other = run(threads, 9);
    CHECK(one.sweeps == other.sweeps);
    for (std::size_t r = 0; r < 5; ++r) {
      const auto a = one.densities[r].log_states();
      const auto b = other.densities[r].log_states();
      CHECK(std::equal(a.begin(), a.end(), b.begin(), b.end()));
    }
  }
  CHECK(run(1, 10).densities[0].log_states()[0] != one.densities[0].log_states()[0]);
  CHECK(one.densities[1].log_states()[0] != one.densities[0].log_states()[0]);
}

TEST_CASE("what is wrong with the settings of a Wang-Landau walk is named") {
  const auto error = [](const WangLandauSettings& settings) { wang_landau(square(2), settings, 1); };
  CHECK_THROWS_WITH(error({.flatness = 1}), ContainsSubstring("flatness (1)"));
  CHECK_THROWS_WITH(error({.flatness = -0.1}), ContainsSubstring("flatness (-0.1)"));
  CHECK_THROWS_WITH(error({.flatness = std::nan("")}), ContainsSubstring("flatness (nan)"));
  CHECK_THROWS_WITH(error({.last_log_factor = 0}), ContainsSubstring("last_log_factor (0)"));
  CHECK_THROWS_WITH(error({.last_log_factor = 1}), ContainsSubstring("last_log_factor (1)"));
  CHECK_THROWS_WITH(error({.walkers = 0}), ContainsSubstring("walkers (0)"));
  CHECK_THROWS_WITH(error({.most_sweeps = 0}), ContainsSubstring("most_sweeps (0)"));
  CHECK_THROWS_WITH(error({.threads = 0}), ContainsSubstring("threads (0)"));
  CHECK_THROWS_WITH(error({.bin_width = -1}), ContainsSubstring("(-1)"));
  CHECK_THROWS_WITH(error({.range = {1, 0}}), ContainsSubstring("(1)"));
  CHECK_THROWS_AS(wang_landau(Fields(std::make_shared<PairwiseModel>(Domain::spin, PairwiseModel::Sparse(),
                                                                     Eigen::VectorXd())),
                              {}, 1),
                  std::invalid_argument);
}
