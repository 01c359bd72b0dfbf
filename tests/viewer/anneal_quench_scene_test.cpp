#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include "catch.hpp"
#include "onedial/anneal/annealer.hpp"
#include "onedial/anneal/schedule.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/measure/binning.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/plot/figure.hpp"
#include "viewer/race.hpp"
#include "viewer/race_problem.hpp"
#include "viewer/scene_session.hpp"

using namespace onedial;
using namespace onedial::viewer;

namespace {

Session race_of(const std::string& problem, const std::string& sweeps, std::uint64_t seed = 1) {
  Session session = session_of("anneal_quench", seed);
  session.apply(ChangeSetting{"problem", problem});
  session.apply(ChangeSetting{"sweeps", sweeps});
  return session;
}

State state_of(const Pane& pane) {
  if (std::holds_alternative<Grid>(pane)) {
    return levels_of(pane);
  }
  State state;
  for (const Graph::Node& node : std::get<Graph>(pane).nodes) {
    state.push_back(node.level);
  }
  return state;
}

/// Whether no single flip lowers the energy, from energies of whole states.
bool is_local_minimum(const PairwiseModel& model, State state) {
  const double energy = model.energy(state);
  return std::all_of(state.begin(), state.end(), [&](Level& level) {
    level ^= 1;
    const bool is_above = model.energy(state) >= energy;
    level ^= 1;
    return is_above;
  });
}

}  // namespace

TEST_CASE("The optimum of a race is what a patient search comes to, and nothing is below it") {
  const auto name = GENERATE(as<std::string>{}, "spin_glass", "max_cut", "random_3_regular");
  for (const std::uint64_t instance : {1U, 2U}) {
    const RaceProblem problem = race_problem(name, instance);
    const auto system = make_system(problem.model, {.replicas = 256}, 11);
    const AnnealResult found =
        anneal(*system, GeometricSchedule{Temperature(3), Temperature(0.15)}, {.sweeps = 2000});
    CAPTURE(name, instance);
    CHECK(found.best_energy == problem.ground_energy);
  }
}

TEST_CASE("The energy of a max-cut race is the edges less twice the cut") {
  const auto name = GENERATE(as<std::string>{}, "max_cut", "random_3_regular");
  Session session = race_of(name, "100");
  sweep_times(session, 100);
  const Frame frame = frame_of(session);
  const auto& graph = std::get<Graph>(frame.panes[0]);
  const auto cut = std::count_if(graph.edges.begin(), graph.edges.end(), [&](const Graph::Edge& edge) {
    return graph.nodes[static_cast<std::size_t>(edge.first)].level !=
           graph.nodes[static_cast<std::size_t>(edge.second)].level;
  });
  CHECK(frame.energy == static_cast<double>(std::ssize(graph.edges) - 2 * cut));
  CHECK(fact(frame, "cut annealed").value == static_cast<double>(cut));
  for (const Graph::Node& node : graph.nodes) {
    CHECK((node.x >= 0 && node.x <= 1 && node.y >= 0 && node.y <= 1));
  }
  if (name == "random_3_regular") {
    CHECK(graph.edges.size() == 90);
  }
}

TEST_CASE("Both copies start alike, show their energies, and end in local minima") {
  for (const std::string& name : race_problem_names()) {
    CAPTURE(name);
    const RaceProblem problem = race_problem(name, 1);
    Session session = race_of(name, "60");
    Frame frame = frame_of(session);
    CHECK(state_of(frame.panes[0]) == state_of(frame.panes[1]));
    CHECK(frame.energy == problem.model->energy(state_of(frame.panes[0])));
    CHECK(panel(frame, "Energy").series[0].x == std::vector<double>{0});
    sweep_times(session, 31);
    frame = frame_of(session);
    CHECK(frame.energy == problem.model->energy(state_of(frame.panes[0])));
    CHECK(fact(frame, "E quenched").value == problem.model->energy(state_of(frame.panes[1])));
    CHECK(is_local_minimum(*problem.model, state_of(frame.panes[1])));
    CHECK_THAT(frame.verdict, ContainsSubstring("stuck"));
    sweep_times(session, 29);
    frame = frame_of(session);
    CHECK(frame.energy == problem.model->energy(state_of(frame.panes[0])));
    CHECK(is_local_minimum(*problem.model, state_of(frame.panes[0])));
    CHECK(frame.best_energy <= frame.energy);
    CHECK(frame.best_energy >= problem.ground_energy);
    CHECK(fact(frame, "races").value == 1);
    const State end = state_of(frame.panes[0]);
    sweep_times(session, 30);
    CHECK(state_of(frame_of(session).panes[0]) == end);
    session.sweep();
    CHECK(state_of(frame_of(session).panes[0]) != end);
  }
}

TEST_CASE("Annealing ends lower than quenching, and slow annealing lower than fast") {
  Session fast = race_of("spin_glass", "10");
  sweep_times(fast, 40 * 100);
  Session slow = race_of("spin_glass", "400");
  sweep_times(slow, 430 * 100);
  const Frame at_speed = frame_of(fast);
  const Frame frame = frame_of(slow);
  CHECK(fact(frame, "races").value == 100);
  const Fact& annealed = fact(frame, "gap annealed");
  const Fact& quenched = fact(frame, "gap quenched");
  const Fact& hurried = fact(at_speed, "gap annealed");
  CHECK(quenched.value - annealed.value > 10 * std::hypot(annealed.error, quenched.error));
  CHECK(hurried.value - annealed.value > 10 * std::hypot(annealed.error, hurried.error));
  CHECK(annealed.value >= 0);
  CHECK(fact(frame, "P(win)").value > 0.9);
  // The same starts, whatever the schedule: quenches end alike.
  CHECK(fact(at_speed, "gap quenched").value == quenched.value);
  for (const Series& ends : panel(frame, "Final energies").series) {
    CHECK(std::accumulate(ends.y.begin(), ends.y.end(), 0.0) == Approx(1));
    const double mean = std::inner_product(ends.x.begin(), ends.x.end(), ends.y.begin(), 0.0);
    CHECK(mean + 338.0 / 256 == Approx(ends.label == "annealed" ? annealed.value : quenched.value));
  }
}

TEST_CASE("The annealed copy follows the schedule of the race") {
  const auto name = GENERATE(as<std::string>{}, "linear", "geometric", "logarithmic", "quench");
  Session session = race_of("max_cut", "50");
  session.apply(ChangeSetting{"schedule", name});
  const double ln2 = std::log(2.0);
  for (int k = 0; k < 50; ++k) {
    session.sweep();
    const double x = k / 49.0;
    const double t = frame_of(session).temperature.value();
    const double expected = name == "linear"        ? 3 - 2.9 * x
                            : name == "geometric"   ? 3 * std::pow(0.1 / 3, x)
                            : name == "logarithmic" ? 3 * ln2 / std::log(k + 2.0)
                                                    : 0.0;
    CHECK(t == Approx(expected).margin(1e-12));
  }
}

TEST_CASE("By hand the annealed copy is in equilibrium at the dial, and the quenched one stays") {
  Session session = race_of("ferromagnet", "50");
  session.apply(ChangeSetting{"automatic", "off"});
  session.apply(SetTemperature{Temperature(3)});
  sweep_times(session, 100);
  const State stuck = state_of(frame_of(session).panes[1]);
  LogBinning energies;
  Accumulator spread;
  Frame frame;
  for (int k = 0; k < 8000; ++k) {
    session.sweep();
    session.show(frame);
    energies.add(frame.energy);
    spread.add(frame.energy);
  }
  const Thermodynamics exact = ising_square(32, Temperature(3));
  REQUIRE(energies.plateau());
  const double error = energies.plateau()->standard_error;
  INFO(energies.mean() << " ± " << error << ", exact " << exact.mean_energy);
  CHECK(error < 3);
  CHECK(std::abs(energies.mean() - exact.mean_energy) < 5 * error);
  CHECK(spread.variance() == Approx(exact.energy_variance).epsilon(0.15));
  CHECK(state_of(frame_of(session).panes[1]) == stuck);
  CHECK(fact(frame, "races").value == 0);
  for (const Temperature t : {Temperature::zero(), Temperature::infinite()}) {
    session.apply(SetTemperature{t});
    sweep_times(session, 20);
    session.show(frame);
    CHECK(frame.temperature == t);
    CHECK_NOTHROW(validate(Figure{.panels = frame.panels}));
    CHECK(frame.energy == ising_lattice({.length = 32}).energy(state_of(frame.panes[0])));
  }
  CHECK(std::abs(frame.flip_rate - 0.5) < 5 * 0.5 / std::sqrt(1024.0));
}

TEST_CASE("A race is replayed to the same frame, and its button and settings start a new one") {
  Session session = race_of("spin_glass", "40", 5);
  sweep_times(session, 95);
  session.apply(ChangeSetting{"race", ""});
  const Frame start = frame_of(session);
  CHECK(state_of(start.panes[0]) == state_of(start.panes[1]));
  CHECK(fact(start, "races").value == 1);
  sweep_times(session, 25);
  session.apply(ChangeSetting{"instance", "2"});
  CHECK(fact(frame_of(session), "races").value == 0);
  CHECK(fact(frame_of(session), "E₀").value == race_problem("spin_glass", 2).ground_energy);
  CHECK_THROWS_AS(session.apply(ChangeSetting{"schedule", "magic"}), std::invalid_argument);
  sweep_times(session, 33);
  Session again = session_of("anneal_quench", 5);
  repeat(again, session);
  CHECK(fingerprint(frame_of(again)) == fingerprint(frame_of(session)));
  Session other = session_of("anneal_quench", 6);
  repeat(other, session);
  CHECK(fingerprint(frame_of(other)) != fingerprint(frame_of(session)));
}
