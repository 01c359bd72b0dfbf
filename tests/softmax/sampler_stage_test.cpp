#include "onedial/softmax/sampler_stage.hpp"

#include "catch.hpp"
#include "sampler_reference.hpp"

using namespace onedial;

namespace {

/// Logits for tests: of every size from 1, some with ties, some with tokens that are never drawn.
plain::Logits random_logits(RandomStream& random, int round) {
  const std::size_t size = 1 + static_cast<std::size_t>(uniform01(random) * (round % 4 == 0 ? 4 : 60));
  const double width = std::exp(4 * uniform01(random) - 2);
  const bool ties = round % 3 == 0;
  plain::Logits z(size);
  for (double& x : z) {
    x = width * (8 * uniform01(random) - 4);
    x = ties ? std::round(x) : x;
    x = uniform01(random) < 0.1 ? -plain::infinity : x;
  }
  z[z.size() / 2] = ties ? 2 : 1.5;  // at least one is left
  return z;
}

/// Largest difference of the probabilities; infinite where one is 0 and the other is not.
double difference(const std::vector<TokenProbability>& drawn, const plain::Logits& expected) {
  const auto p = plain::softmax(expected);
  std::vector<double> q(p.size());
  for (const TokenProbability& token : drawn) {
    q[static_cast<std::size_t>(token.token)] = token.probability;
  }
  double worst = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const bool kept = expected[i] > -plain::infinity;
    const bool listed = std::any_of(drawn.begin(), drawn.end(), [&](const TokenProbability& token) {
      return token.token == static_cast<TokenId>(i);
    });
    if (kept != listed) {
      return plain::infinity;
    }
    worst = std::max(worst, static_cast<double>(std::abs(p[i] - q[i])));
  }
  return worst;
}

/// Compares chains of one and of three stages with the plain definitions on random logits.
void check_against_definition(const SamplerStage& stage) {
  RandomStream random(31, stage.index());
  for (int round = 0; round < 300; ++round) {
    const plain::Logits z = random_logits(random, round);
    DecodeState state;
    for (int i = 0; i < 12; ++i) {
      state.history.push_back(static_cast<TokenId>(uniform01(random) * static_cast<double>(z.size())));
    }
    INFO(stage_name(stage) << ", round " << round << ", " << z.size() << " tokens");
    const auto alone = decode_distribution({stage}, z, state, random);
    REQUIRE(difference(alone, plain::apply(stage, z, state.history)) < 1e-13);

    SamplerChain chain = {TemperatureStage{Temperature(1.7)}, stage};
    plain::Logits expected = plain::apply(stage, plain::heated(z, 1.7), state.history);
    if (!std::holds_alternative<MirostatStage>(stage) && !std::holds_alternative<MirostatV2Stage>(stage)) {
      chain.emplace_back(TopKStage{.k = 5});
      expected = plain::apply(TopKStage{.k = 5}, expected);
    }
    REQUIRE(difference(decode_distribution(chain, z, state, random), expected) < 1e-13);
  }
}

}  // namespace

TEST_CASE("every sampler agrees with its definition, ties and forbidden tokens included") {
  const std::vector<SamplerStage> stages = {
      TemperatureStage{Temperature(0.7)},
      TemperatureStage{Temperature::zero()},
      TemperatureStage{Temperature::infinite()},
      TopKStage{.k = 1},
      TopKStage{.k = 7},
      TopPStage{.p = 0.3},
      TopPStage{.p = 0.9},
      TopPStage{.p = 1},
      MinPStage{.p = 0.1},
      MinPStage{.p = 0},
      MinPStage{.p = 1},
      TypicalPStage{.p = 0.2},
      TypicalPStage{.p = 0.9},
      TypicalPStage{.p = 1},
      EpsilonCutoffStage{.epsilon = 0.01},
      EpsilonCutoffStage{.epsilon = 0.9},
      EtaCutoffStage{.epsilon = 0.01},
      EtaCutoffStage{.epsilon = 0.2},
      TopNSigmaStage{.n = 0.8},
      TopNSigmaStage{.n = 0},
      TopHStage{.alpha = 0.4},
      TopHStage{.alpha = 1},
      XtcStage{.probability = 1, .threshold = 0.1},
      XtcStage{.probability = 1, .threshold = 0.01},
      MirostatStage{.tau = 1},
      MirostatStage{.tau = 3, .m = 5},
      MirostatV2Stage{.tau = 1},
      MirostatV2Stage{.tau = 0.3},
      DynamicTemperatureStage{.low = 0.3, .high = 2.0, .exponent = 1.5},
      AdaptiveTemperatureStage{},
      EntropyTemperatureStage{.ceiling = 1.2, .theta = 0.3},
      LogitBiasStage{.biases = {{0, 0.75}}},
      PenaltyStage{.repetition = 1.3, .frequency = 0.2, .presence = -0.4, .last_n = 9},
      GreedyStage{},
  };
  for (const SamplerStage& stage : stages) {
    check_against_definition(stage);
  }
}

TEST_CASE("among equal logits the lowest ids stay") {
  const plain::Logits z = {1, 3, 3, 3, 2, 3};
  RandomStream random(1, 0);
  const auto ids = [&](const SamplerStage& stage) {
    std::vector<TokenId> result;
    for (const TokenProbability& token : decode_distribution({stage}, z, {}, random)) {
      result.push_back(token.token);
    }
    return result;
  };
  CHECK(ids(GreedyStage{}) == std::vector<TokenId>{1});
  CHECK(ids(TopKStage{.k = 3}) == std::vector<TokenId>{1, 2, 3});
  CHECK(ids(TopPStage{.p = 0.4}) == std::vector<TokenId>{1, 2});
  CHECK(ids(TypicalPStage{.p = 0.4}) == std::vector<TokenId>{1, 2});
  CHECK(ids(XtcStage{.probability = 1, .threshold = 0.1}) == std::vector<TokenId>{1, 4, 0});
  CHECK(ids(EpsilonCutoffStage{.epsilon = 0.9}) == std::vector<TokenId>{1});
  CHECK(ids(TemperatureStage{Temperature::zero()}) == std::vector<TokenId>{1, 2, 3, 5});
}

TEST_CASE("a token whose probability is the threshold counts as above it") {
  const plain::Logits four(4, 1.5);
  RandomStream random(1, 0);
  const auto kept = [&](const SamplerStage& stage) {
    return decode_distribution({stage}, four, {}, random).size();
  };
  CHECK(kept(EpsilonCutoffStage{.epsilon = 0.25}) == 4);
  CHECK(kept(XtcStage{.probability = 1, .threshold = 0.25}) == 1);
  CHECK(kept(MinPStage{.p = 1}) == 4);
  CHECK(kept(TopPStage{.p = 0.75}) == 3);
  CHECK(kept(TypicalPStage{.p = 0.75}) == 3);
}

TEST_CASE("samplers with a fixed rule change nothing the second time") {
  RandomStream random(8, 0);
  for (const SamplerStage& stage : std::vector<SamplerStage>{
           TopKStage{.k = 6}, MinPStage{.p = 0.2}, EpsilonCutoffStage{.epsilon = 0.02}, GreedyStage{},
           TemperatureStage{Temperature::zero()}, TemperatureStage{Temperature::infinite()},
           LogitBiasStage{.biases = {{0, -plain::infinity}}}}) {
    for (int round = 0; round < 100; ++round) {
      plain::Logits z = random_logits(random, round);
      z.push_back(0.1);
      const auto once = decode_distribution({stage}, z, {}, random);
      const auto twice = decode_distribution({stage, stage}, z, {}, random);
      REQUIRE(once.size() == twice.size());
      for (std::size_t i = 0; i < once.size(); ++i) {
        REQUIRE(once[i].token == twice[i].token);
        REQUIRE(once[i].probability == twice[i].probability);
      }
    }
  }
}

TEST_CASE("a looser parameter keeps all that a stricter one keeps") {
  RandomStream random(9, 0);
  const std::vector<std::pair<SamplerStage, SamplerStage>> pairs = {
      {TopKStage{.k = 4}, TopKStage{.k = 9}},
      {TopPStage{.p = 0.5}, TopPStage{.p = 0.8}},
      {MinPStage{.p = 0.3}, MinPStage{.p = 0.1}},
      {TypicalPStage{.p = 0.5}, TypicalPStage{.p = 0.8}},
      {EpsilonCutoffStage{.epsilon = 0.05}, EpsilonCutoffStage{.epsilon = 0.01}},
      {EtaCutoffStage{.epsilon = 0.05}, EtaCutoffStage{.epsilon = 0.01}},
      {TopNSigmaStage{.n = 0.5}, TopNSigmaStage{.n = 1.0}},
      {TopHStage{.alpha = 0.3}, TopHStage{.alpha = 0.6}},
      {MirostatV2Stage{.tau = 1.0}, MirostatV2Stage{.tau = 2.0}}};
  for (const auto& [strict, loose] : pairs) {
    for (int round = 0; round < 100; ++round) {
      const plain::Logits z = random_logits(random, round);
      const auto few = decode_distribution({strict}, z, {}, random);
      const auto many = decode_distribution({loose}, z, {}, random);
      for (const TokenProbability& token : few) {
        INFO(stage_name(strict));
        REQUIRE(std::any_of(many.begin(), many.end(),
                            [&](const TokenProbability& other) { return other.token == token.token; }));
      }
    }
  }
}
