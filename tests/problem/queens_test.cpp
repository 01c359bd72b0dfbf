#include "onedial/problem/queens.hpp"

#include <algorithm>

#include "catch.hpp"
#include "onedial/anneal/annealer.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/swap_model.hpp"
#include "permutation_ground_states.hpp"
#include "permutation_states.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

TEST_CASE("queens attack on columns and diagonals, whoever stands between them") {
  const Queens board(4);
  CHECK(board.evaluate({1, 3, 0, 2}).feasible);
  CHECK(board.evaluate({1, 3, 0, 2}).objective == 0);
  CHECK(board.evaluate({0, 1, 2, 3}).objective == 6);
  CHECK(board.evaluate({0, 1, 2, 3}).violation == "6 pairs of queens on one diagonal");
  CHECK(board.evaluate({0, 3, 1, 2}).violation == "1 pair of queens on one diagonal");
  const Evaluation column = board.evaluate({0, 2, 0, Problem::undecided});
  CHECK(column.objective == 1);
  CHECK(column.violation == "row 4 has no column, and 1 more");
  CHECK_THROWS_AS(Queens(3), std::invalid_argument);
  CHECK(board.energy_of(0) == 0);
  const auto picture = board.picture({1, 3, 0, 2});
  REQUIRE((picture && picture->grid));
  CHECK(picture->grid->groups[1] == 0);
  CHECK(std::count(picture->grid->groups.begin(), picture->grid->groups.end(), 0) == 4);
}

TEST_CASE("swaps of queens are in detailed balance with the Boltzmann distribution, for both kernels") {
  const SwapModel model{DiagonalAttacks(5)};
  const auto states = permutations::all_states(model);
  REQUIRE(states.size() == 120);
  for (const double value : {0.5, 3.0}) {
    const Temperature t(value);
    const Eigen::VectorXd law = permutations::boltzmann_law(model, states, t);
    CHECK(outcomes::imbalance(permutations::move_matrix<Metropolis>(model, states, t), law) < 1e-15);
    const Eigen::MatrixXd p = permutations::move_matrix<HeatBath>(model, states, t);
    CHECK(outcomes::imbalance(p, law) < 1e-15);
    CHECK((p.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-13);
  }
  for (const State& state : states) {
    REQUIRE(SwapModel(model).place(state) == Queens(5).evaluate(state).objective);
  }
}

TEST_CASE("replicas of queens have the exact distribution over all permutations") {
  const SwapModel model{DiagonalAttacks(5)};
  const auto states = permutations::all_states(model);
  for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
    const auto system = make_move_system(model, kernel, 500, 1, 8);
    const auto counts = permutations::count_states(*system, states, Temperature(2), 50, 40, 12);
    // Five standard deviations, of two comparisons.
    CHECK(outcomes::p_value(counts, permutations::boltzmann_law(model, states, Temperature(2))) > 2.8e-7);
  }
  auto system = make_move_system(model, KernelKind::metropolis, 1, 1, 8);
  CHECK_THROWS_AS(system->write(0, {0, 1, 2, 3, 3}), std::invalid_argument);
}

TEST_CASE("annealing places fifty queens") {
  const Queens board(50);
  const Encoding encoding = board.encode({});
  const auto system = make_system(encoding, {.kernel = usual_kernel(encoding), .replicas = 4}, 2);
  const auto range = temperature_range(encoding);
  const AnnealResult result = anneal(*system, GeometricSchedule{range.hot, range.cold}, {.sweeps = 500});
  CHECK(result.best_energy == 0);
  CHECK(board.evaluate(result.best_state).feasible);
}

TEST_CASE("ground states of queens as bits are their solutions, with any penalty") {
  permutations::check_ground_states(Queens(4));
  const Queens board(4);
  const Encoding cheap = board.encode({.name = "qubo", .penalty = 0.01});
  const auto energies = enumerate(pairwise_model(cheap));
  CHECK(std::count_if(energies.begin(), energies.end(), [](double e) { return e < 1e-12; }) == 2);
  CHECK(*std::min_element(energies.begin(), energies.end()) == Approx(0).margin(1e-12));
}

TEST_CASE("boards are written a row a line, and read back in any order") {
  const Queens board(4);
  const ScratchDirectory scratch;
  const auto read = [&](const std::string& text) { return board.read_answer(scratch.write("board", text)); };
  const auto error_of = [&](const std::string& text) { return message_of<InputError>([&] { read(text); }); };
  CHECK(board.answer_text({1, 3, Problem::undecided, 2}) == "1 2\n2 4\n3 0\n4 3\n");
  CHECK(read("4 3\n2 4\n3 0\n1 2\n") == State{1, 3, Problem::undecided, 2});
  CHECK_THAT(error_of("1 2\n1 3\n"), ContainsSubstring("board:2: row 1 was given before"));
  CHECK_THAT(error_of("1 5\n"), ContainsSubstring("board:1: row 1 with column 5 does not exist"));
  CHECK_THAT(error_of("1 2\n"), ContainsSubstring("gives 1 of 4 rows"));
  CHECK_THAT(error_of("1 2 3\n"), ContainsSubstring("3 words"));
}
