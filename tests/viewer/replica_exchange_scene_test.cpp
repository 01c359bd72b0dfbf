#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include "catch.hpp"
#include "onedial/anneal/temperature_ladder.hpp"
#include "onedial/core/density_of_states.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/plot/figure.hpp"
#include "viewer/ground_energy.hpp"
#include "viewer/ladder_run.hpp"
#include "viewer/scene_session.hpp"

using namespace onedial;
using namespace onedial::viewer;

namespace {

Session ladder(const std::string& problem, const std::string& levels, std::uint64_t seed = 1) {
  Session session = session_of("replica_exchange", seed);
  session.apply(ChangeSetting{"problem", problem});
  session.apply(ChangeSetting{"levels", levels});
  return session;
}

PairwiseModel cube(Index length) {
  return ising_lattice(
      {.lattice = Lattice::cubic, .length = length, .couplings = CouplingLaw::plus_minus, .seed = 1});
}

/// The spins of a cube from a picture of its slices.
State from_slices(const Grid& grid, Index side) {
  State state;
  for (Index slice = 0; slice < side; ++slice) {
    const Index in_a_row = grid.width / side;
    for (Index y = 0; y < side; ++y) {
      for (Index x = 0; x < side; ++x) {
        const Index row = side * (slice / in_a_row) + y;
        const Index column = side * (slice % in_a_row) + x;
        state.push_back(grid.values[static_cast<std::size_t>(row * grid.width + column)]);
      }
    }
  }
  return state;
}

/// The probability of each energy.
std::vector<double> probabilities(const DensityOfStates& states, Temperature t) {
  const double log_z = thermodynamics(states, t).log_z;
  std::vector<double> p;
  for (std::size_t k = 0; k < states.energies().size(); ++k) {
    p.push_back(std::exp(states.log_states()[k] - states.energies()[k] / t.value() - log_z));
  }
  return p;
}

/// ⟨min(1, e^{(1/T_c − 1/T_h)(E_c − E_h)})⟩ of independent energies of both.
double swap_rate(const DensityOfStates& states, Temperature cold, Temperature hot) {
  const std::vector<double> at_cold = probabilities(states, cold);
  const std::vector<double> at_hot = probabilities(states, hot);
  double rate = 0;
  for (std::size_t c = 0; c < at_cold.size(); ++c) {
    for (std::size_t h = 0; h < at_hot.size(); ++h) {
      const double gap = states.energies()[c] - states.energies()[h];
      rate += at_cold[c] * at_hot[h] * std::min(1.0, std::exp(gap * (1 / cold.value() - 1 / hot.value())));
    }
  }
  return rate;
}

}  // namespace

TEST_CASE(
    "The levels of the ladder have the exact energies, heat capacities and swap rates of a small cube") {
  const DensityOfStates states = enumerate_density(std::make_shared<const PairwiseModel>(cube(3)));
  Session session = ladder("cubic_3", "8");
  sweep_times(session, 25'000);
  const Frame frame = frame_of(session);
  const Points& energies = panel(frame, "Energy of the levels").points[0];
  const Band& spread = panel(frame, "Energy of the levels").bands[0];
  const Points& capacities = panel(frame, "Heat capacity").points[0];
  const Series& rates = panel(frame, "Swap rates").series[0];
  REQUIRE(energies.x.size() == 8);
  for (std::size_t k = 0; k < 8; ++k) {
    const Temperature t(energies.x[k]);
    const Thermodynamics exact = thermodynamics(states, t);
    CAPTURE(t.value(), energies.y[k], energies.y_error[k], exact.mean_energy / 27);
    CHECK(std::abs(energies.y[k] - exact.mean_energy / 27) < 5 * energies.y_error[k] + 1e-4);
    CAPTURE(capacities.y[k], capacities.y_error[k], exact.heat_capacity / 27);
    CHECK(std::abs(capacities.y[k] - exact.heat_capacity / 27) < 5 * capacities.y_error[k] + 1e-3);
    if (k > 2) {
      CHECK(energies.y_error[k] < 0.01);
      CHECK(spread.upper[k] - energies.y[k] == Approx(std::sqrt(exact.energy_variance) / 27).epsilon(0.05));
    }
    if (k < 7) {
      // 12,500 attempts, correlated over some ten sweeps: σ is about 0.01 or less.
      CHECK(rates.y[k] == Approx(swap_rate(states, t, Temperature(energies.x[k + 1]))).margin(0.03));
    }
  }
  CHECK(frame.best_energy == states.energies().front());
  CHECK(fact(frame, "uneven levels").value == 0);
}

TEST_CASE("The dial chooses a level, the picture is its state and the energy that of the picture") {
  Session session = ladder("cubic_6", "12");
  sweep_times(session, 40);
  const auto temperatures = spaced_ladder(LadderSpacing::geometric, Temperature(0.3), Temperature(2.2), 12);
  const auto look = [&](Temperature dial) {
    session.apply(SetTemperature{dial});
    const Frame frame = frame_of(session);
    const Grid& spins = std::get<Grid>(frame.panes[1]);
    CHECK((spins.width == 18 && spins.height == 12));
    CHECK(frame.energy == cube(6).energy(from_slices(spins, 6)));
    CHECK_NOTHROW(validate(Figure{.panels = frame.panels}));
    return fact(frame, "T level").value;
  };
  CHECK(look(Temperature::zero()) == 0.3);
  CHECK(look(Temperature::infinite()) == 2.2);
  CHECK(look(Temperature(1e-300)) == 0.3);
  for (const Temperature t : temperatures) {
    CHECK(look(t) == t.value());
    CHECK(look(Temperature(t.value() * 1.05)) == t.value());
    CHECK(look(Temperature(t.value() * 0.95)) == t.value());
  }
  session.apply(SetTemperature{Temperature(1)});
  session.sweep();
  CHECK(frame_of(session).temperature.value() == fact(frame_of(session), "T level").value);
  session.apply(ChangeSetting{"problem", "cubic_8"});
  CHECK(frame_of(session).energy ==
        cube(8).energy(from_slices(std::get<Grid>(frame_of(session).panes[1]), 8)));
}

TEST_CASE("The picture of the walkers is where they were, hot on top and now at the right") {
  const auto ladder_of_9 = spaced_ladder(LadderSpacing::geometric, Temperature(0.5), Temperature(3), 9);
  LadderRun run(std::make_shared<const PairwiseModel>(cube(3)), ladder_of_9, true, 1, 7);
  const auto width = static_cast<std::size_t>(LadderRun::columns);
  const auto at = [&](const std::vector<std::uint8_t>& picture, Index level, std::size_t column) {
    return picture[static_cast<std::size_t>(8 - level) * width + column];
  };
  for (int sweep = 0; sweep < 500; ++sweep) {
    const auto before = run.walkers();
    run.sweep();
    const auto picture = run.walkers();
    std::set<std::uint8_t> seen;
    bool is_right = true;
    bool is_moved_on = true;
    for (Index level = 0; level < 9; ++level) {
      seen.insert(at(picture, level, width - 1));
      is_right = is_right && at(picture, level, width - 1) == 256 * run.exchange().replica_at(0, level) / 9;
      for (std::size_t column = 0; column + 1 < width; ++column) {
        is_moved_on = is_moved_on && at(picture, level, column) == at(before, level, column + 1);
      }
    }
    REQUIRE(is_right);
    REQUIRE(is_moved_on);
    REQUIRE(seen.size() == 9);
    // What comes from the random start is in no average.
    REQUIRE(run.readings().empty() == (sweep + 1 < LadderRun::sweeps_to_read));
    if (sweep + 1 == LadderRun::sweeps_to_read) {
      CHECK(run.readings().front().samples == 192 - 127);
    }
  }
  // Of 500 sweeps the first 128 are left out: from 256 on, what came before 128.
  CHECK(run.readings().front().samples == 500 - 127);
}

TEST_CASE("Walkers travel from end to end, and their trips are counted") {
  Session session = ladder("square_16", "20");
  sweep_times(session, 4000);
  const Frame frame = frame_of(session);
  const double trips = fact(frame, "round trips").value;
  CHECK(trips >= 5);
  CHECK(fact(frame, "sweeps/trip").value == Approx(4000 * 20 / trips));
  CHECK(panel(frame, "Round trips").series[0].y.back() == trips);
  const Series& flow = panel(frame, "Hot fraction").series[0];
  CHECK(flow.y.front() == 0);
  CHECK(flow.y.back() == 1);
  CHECK(flow.y[3] < flow.y[10]);
  CHECK(flow.y[10] < flow.y[17]);
  const double optimum = ground_energy(
      ising_lattice({.length = 16, .periodic = false, .couplings = CouplingLaw::plus_minus, .seed = 1}));
  CHECK(fact(frame, "E₀").value == optimum);
  CHECK(frame.best_energy == optimum);
}

TEST_CASE("Without exchange walkers stay, the cold levels freeze above where exchange brings them") {
  Session session = ladder("cubic_6", "16");
  sweep_times(session, 3000);
  const Frame with = frame_of(session);
  session.apply(ChangeSetting{"exchange", "off"});
  sweep_times(session, 3000);
  const Frame without = frame_of(session);
  CHECK_THAT(without.verdict, ContainsSubstring("No exchange"));
  CHECK(fact(without, "round trips").value == 0);
  CHECK(std::isnan(fact(without, "least swap rate").value));
  const Grid& walkers = std::get<Grid>(without.panes[0]);
  for (Index row = 0; row < walkers.height; ++row) {
    const auto first = walkers.values.begin() + row * walkers.width;
    CHECK(std::count(first, first + walkers.width, *first) == walkers.width);
  }
  // The other mode is still there to compare with: equal where both are hot, lower where they are cold.
  const Panel& energies = panel(without, "Energy of the levels");
  REQUIRE(energies.series.size() == 1);
  CHECK(energies.series[0].y == panel(with, "Energy of the levels").points[0].y);
  CHECK(energies.points[0].y[15] == Approx(energies.series[0].y[15]).margin(0.02));
  CHECK(energies.points[0].y[0] > energies.series[0].y[0] + 0.01);
}

TEST_CASE("Replica exchange is replayed to the same frame") {
  Session session = ladder("cubic_3", "10", 8);
  sweep_times(session, 70);
  session.apply(ChangeSetting{"sweeps_per_column", "5"});
  sweep_times(session, 70);
  session.apply(ChangeSetting{"exchange", "off"});
  session.apply(ChangeSetting{"exchange", "on"});
  CHECK_THROWS_AS(session.apply(ChangeSetting{"levels", "7"}), std::invalid_argument);
  CHECK_THROWS_AS(session.apply(ChangeSetting{"levels", "12.5"}), std::invalid_argument);
  sweep_times(session, 41);
  Session again = session_of("replica_exchange", 8);
  repeat(again, session);
  CHECK(fingerprint(frame_of(again)) == fingerprint(frame_of(session)));
  Session other = session_of("replica_exchange", 9);
  repeat(other, session);
  CHECK(fingerprint(frame_of(other)) != fingerprint(frame_of(session)));
}
