#include "onedial/problem/quadratic_assignment.hpp"

#include <algorithm>

#include "catch.hpp"
#include "onedial/anneal/annealer.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/swap_model.hpp"
#include "permutation_ground_states.hpp"
#include "permutation_states.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

const std::string instances = ONEDIAL_SOURCE_DIR "/configs/instances/";

/// Neither symmetric nor without a diagonal; entries from `least` on.
AssignmentInstance crooked(Index size, double least) {
  AssignmentInstance instance{.source = "crooked", .size = size};
  RandomStream random(4, 0);
  for (auto* matrix : {&instance.flows, &instance.distances}) {
    for (Index k = 0; k < size * size; ++k) {
      matrix->push_back(least + 4 * uniform01(random));
    }
  }
  return instance;
}

AssignmentInstance read(const std::string& text) {
  const ScratchDirectory scratch;
  return read_qaplib(scratch.write("flows", text));
}

std::string error_of(const std::string& text) {
  const std::string message = message_of<InputError>([&] { read(text); });
  return message.substr(std::min(message.size(), message.find("flows")));
}

}  // namespace

TEST_CASE("swaps of facilities are in detailed balance and cost what they say") {
  const SwapModel model{AssignmentCosts(std::make_shared<const AssignmentInstance>(crooked(5, -1)))};
  const auto states = permutations::all_states(model);
  const Temperature t(10);
  const Eigen::VectorXd law = permutations::boltzmann_law(model, states, t);
  CHECK(outcomes::imbalance(permutations::move_matrix<Metropolis>(model, states, t), law) < 1e-15);
  const QuadraticAssignment problem(crooked(5, -1));
  for (const State& state : states) {
    REQUIRE(SwapModel(model).place(state) == Approx(problem.evaluate(state).objective));
  }
}

TEST_CASE("ground states of assignments as bits are the best assignments, for entries of any sign") {
  permutations::check_ground_states(QuadraticAssignment(crooked(3, -1)));
  permutations::check_ground_states(QuadraticAssignment(crooked(4, 0)));
  permutations::check_ground_states(QuadraticAssignment(crooked(4, -2)));
}

TEST_CASE("annealing assigns Nugent's twelve facilities at their least cost") {
  const QuadraticAssignment problem(read_qaplib(instances + "nug12.dat"));
  const Encoding encoding = problem.encode({});
  const auto system = make_system(encoding, {.kernel = usual_kernel(encoding), .replicas = 8}, 1);
  const auto range = temperature_range(encoding);
  const AnnealResult result = anneal(*system, GeometricSchedule{range.hot, range.cold}, {.sweeps = 1000});
  CHECK(result.best_energy == 578);
  const Evaluation worth = problem.evaluate(result.best_state);
  CHECK(worth.feasible);
  CHECK(worth.objective == 578);
}

TEST_CASE("assignments are written a facility a line, and read from QAPLIB as well") {
  const QuadraticAssignment problem(crooked(4, 0));
  const ScratchDirectory scratch;
  const auto answer = [&](const std::string& text) {
    return problem.read_answer(scratch.write("sln", text));
  };
  CHECK(problem.answer_text({1, 3, 0, 2}) == "1 2\n2 4\n3 1\n4 3\n");
  CHECK(answer("1 2\n2 4\n3 1\n4 3\n") == State{1, 3, 0, 2});
  CHECK(answer("4 578\n2 4\n1,3\n") == State{1, 3, 0, 2});
  CHECK_THROWS_AS(answer("5 578\n2 4 1 3\n"), InputError);
  CHECK_THROWS_AS(answer("4 578\n2 4 1 5\n"), InputError);
  CHECK_THROWS_AS(answer("1 2\n2 4\n3 1\n"), InputError);
  CHECK(problem.evaluate({1, 1, 0, 2}).violation == "location 2 comes 2 times");
  CHECK(problem.repaired({1, 1, Problem::undecided, 2}) == State{1, 0, 3, 2});
}

TEST_CASE("files of QAPLIB break lines anywhere, and bad ones are refused in one line") {
  const AssignmentInstance two = read("2 0 1\n2 0\n\n0 3 4\n0\n");
  CHECK(two.flow(1, 0) == 2);
  CHECK(two.distance(0, 1) == 3);
  CHECK(QuadraticAssignment(two).evaluate({0, 1}).objective == 1 * 3 + 2 * 4);
  CHECK(QuadraticAssignment(two).evaluate({1, 0}).objective == 1 * 4 + 2 * 3);
  CHECK_THAT(error_of(""), ContainsSubstring("flows: is empty"));
  CHECK_THAT(error_of("2 0 1 2 0 0 3.0000 4\n"), ContainsSubstring("flows: ends after 3 of the 4 distances"));
  CHECK_THAT(error_of("2\n0 1 2 0 0 3 4 0 1\n"), ContainsSubstring("flows:2: more than the 8 numbers"));
  CHECK_THAT(error_of("2\n0 1 2 x 0 3 4 0\n"), ContainsSubstring("flows:2: entry 'x' is not a number"));
  CHECK_THAT(error_of("2\n0 1 2 1e300 0 3 4 0\n"), ContainsSubstring("flows:2: entry 1e+300"));
  CHECK_THAT(error_of("-3\n"), ContainsSubstring("flows:1: -3 facilities"));
  CHECK_THAT(error_of("2147483648\n"), ContainsSubstring("flows:1: 2147483648 facilities"));
  CHECK_THAT(error_of("9000\n1 2 3\n"), ContainsSubstring("9000 facilities need 162000000 numbers"));
}
