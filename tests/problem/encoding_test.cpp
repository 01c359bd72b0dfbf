#include "onedial/problem/encoding.hpp"

#include "catch.hpp"
#include "onedial/problem/load_problem.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

Encoding potts_encoding() {
  PairwiseModel::Sparse couplings(3, 3);
  couplings.coeffRef(0, 1) = couplings.coeffRef(1, 0) = -2;
  couplings.coeffRef(1, 2) = couplings.coeffRef(2, 1) = -1;
  return own_encoding("levels", std::make_shared<const PottsModel>(4, couplings, 0.5));
}

Encoding moving_encoding() {
  const MovingModel model{.units = 5,
                          .log_states = 2.5,
                          .energy_scale = 12,
                          .range = {Temperature(3), Temperature(0.25)},
                          .make_system = [](const SamplerSettings& settings, std::uint64_t seed) {
                            PairwiseModel::Sparse none(5, 5);
                            return make_system(std::make_shared<const PairwiseModel>(
                                                   Domain::spin, none, Eigen::VectorXd::Ones(5)),
                                               settings, seed);
                          }};
  return own_encoding("permutation", std::make_shared<const MovingModel>(model));
}

}  // namespace

TEST_CASE("all kinds of models say how large they are and between which temperatures to anneal them") {
  const ScratchDirectory scratch;
  const auto cut = load_problem("max_cut", scratch.write("g", "3 3\n1 2 1\n1 3 -2.5\n2 3 4\n"))->encode({});
  CHECK(cut.name == "spins");
  CHECK(units(cut) == 3);
  CHECK(coupling_count(cut) == 3);
  CHECK(energy_scale(cut) == Approx(0.5 * (1 + 2.5 + 4) + 0.5 * (1 - 2.5 + 4)));
  CHECK(temperature_range(cut).hot == temperature_range(*pairwise_model(cut)).hot);
  CHECK(usual_kernel(cut) == KernelKind::heat_bath);
  CHECK(make_system(cut, {.replicas = 2}, 1)->replicas() == 2);

  const Encoding levels = potts_encoding();
  CHECK(units(levels) == 3);
  CHECK(coupling_count(levels) == 2);
  CHECK(energy_scale(levels) == 2 + 1 + 3 * 0.5);
  CHECK(pairwise_model(levels) == nullptr);
  CHECK(temperature_range(levels).hot.value() == Approx(4 * std::sqrt(2 * 5.25 / 4)));
  CHECK(temperature_range(levels).cold.value() == Approx(0.5 / std::log(300.0)));
  CHECK(make_system(levels, {.replicas = 2}, 1)->size() == 3);

  const Encoding moves = moving_encoding();
  CHECK(units(moves) == 5);
  CHECK(coupling_count(moves) == 0);
  CHECK(energy_scale(moves) == 12);
  CHECK(log_state_count(moves) == 2.5);
  CHECK(log_state_count(levels) == Approx(3 * std::log(4.0)));
  CHECK(log_state_count(cut) == Approx(3 * std::log(2.0)));
  CHECK(temperature_range(moves).cold == Temperature(0.25));
  CHECK(usual_kernel(moves) == KernelKind::metropolis);
  CHECK(make_system(moves, {.replicas = 3}, 1)->replicas() == 3);
}

TEST_CASE("only models of pairs have engines to choose from") {
  for (const Encoding& encoding : {potts_encoding(), moving_encoding()}) {
    CHECK(engine_for(encoding, {}) == Engine::reference);
    CHECK_THROWS_WITH(engine_for(encoding, {.engine = Engine::bits}),
                      ContainsSubstring("is swept by engine \"reference\""));
    CHECK_THROWS_AS(make_system(encoding, {.order = UpdateOrder::random}, 1), std::invalid_argument);
  }
}

TEST_CASE("an encoding is refused that a problem does not have or that has no use for a penalty") {
  const ScratchDirectory scratch;
  const auto cut = load_problem("max_cut", scratch.write("g", "2 1\n1 2\n"));
  CHECK_THROWS_WITH(cut->encode({.name = "qubo"}), "max_cut has no encoding \"qubo\"; it has spins");
  CHECK_THROWS_WITH(cut->encode({.penalty = 2}),
                    "the encoding \"spins\" of max_cut has no penalties; leave it out");
}
