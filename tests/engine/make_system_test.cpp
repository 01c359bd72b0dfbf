#include "onedial/engine/make_system.hpp"

#include "catch.hpp"
#include "engine_cases.hpp"

using namespace onedial;

TEST_CASE("each small case fits the engines that it should, and says why it does not fit the others") {
  for (const auto& subject : engine_cases::all()) {
    for (const Engine engine : all_engines) {
      CAPTURE(subject.name, engine_name(engine));
      const bool fits =
          std::find(subject.engines.begin(), subject.engines.end(), engine) != subject.engines.end();
      if (fits) {
        CHECK(engine_for(*subject.model, {.engine = engine}) == engine);
      } else {
        CHECK_THROWS_WITH(engine_for(*subject.model, {.engine = engine}),
                          ContainsSubstring("engine \"" + std::string(engine_name(engine)) +
                                            "\" cannot sweep this model: "));
      }
    }
  }
}

TEST_CASE("an engine that cannot says why") {
  const auto cases = engine_cases::all();
  const auto real = cases.at(7).model;
  CHECK_THROWS_WITH(engine_for(*real, {.engine = Engine::bits}),
                    ContainsSubstring("no integer multiples of one number"));
  const auto strong =
      engine_cases::sparse(Domain::spin,
                           engine_cases::random_couplings(
                               20, 1, 1, [](RandomStream& random) { return random() % 2 == 0 ? 7.0 : -8.0; }),
                           Eigen::VectorXd::Zero(20));
  CHECK_THROWS_WITH(engine_for(*strong, {.engine = Engine::bits}), ContainsSubstring("at most 127 fit"));
  CHECK_THROWS_WITH(
      engine_for(*cases.front().model, {.engine = Engine::reference, .order = UpdateOrder::random}),
      ContainsSubstring("it knows the sequential order only, not \"random\""));
  CHECK_THROWS_WITH(engine_for(*cases.front().model, {.engine = Engine::reference, .shared_random = true}),
                    ContainsSubstring("shared random numbers are for engine \"bits\" only"));
  for (const Engine engine : all_engines) {
    CHECK_THROWS_WITH(make_system(cases.front().model, {.engine = engine, .replicas = 0}, 1),
                      ContainsSubstring("replicas (0) must be at least 1"));
    CHECK_THROWS_WITH(make_system(cases.front().model, {.engine = engine, .threads = 0}, 1),
                      ContainsSubstring("threads (0) must be at least 1"));
  }
}

TEST_CASE("the automatic engine depends on the couplings and on how many replicas there are") {
  const auto cases = engine_cases::all();
  const auto integers = cases.front().model;
  const auto real = cases.at(7).model;
  CHECK(engine_for(*integers, {.replicas = 1}) == Engine::chain);
  CHECK(engine_for(*integers, {.replicas = 8}) == Engine::lanes);
  CHECK(engine_for(*integers, {.replicas = 512}) == Engine::bits);
  const auto dense =
      engine_cases::sparse(Domain::spin,
                           engine_cases::random_couplings(
                               40, 1, 1, [](RandomStream& random) { return random() % 2 == 0 ? 7.0 : -8.0; }),
                           Eigen::VectorXd::Zero(40));
  CHECK(engine_for(*dense, {.replicas = 8}) == Engine::lanes);
  CHECK(engine_for(*dense, {.replicas = 512}) == Engine::dense_batch);
  CHECK(engine_for(*real, {.replicas = 2}) == Engine::chain);
  CHECK(engine_for(*real, {.replicas = 1000}) == Engine::lanes);
  CHECK(engine_for(*integers, {.replicas = 1, .shared_random = true}) == Engine::bits);
}
