#include "onedial/softmax/decode.hpp"

#include <cmath>
#include <limits>
#include <map>

#include "catch.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/core/thermodynamics.hpp"

using namespace onedial;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<double> random_logits(std::size_t size, std::uint64_t seed) {
  RandomStream random(seed, 0);
  std::vector<double> z(size);
  for (double& x : z) {
    x = 12 * uniform01(random) - 6;
  }
  return z;
}

/// Chains that between them use every stage, with and without work before the first cut.
std::vector<SamplerChain> chains() {
  std::vector<SamplerChain> result = {{}};
  for (const char* text :
       {"llama.cpp", "hugging-face", "temperature=0.8,top_k=40,top_p=0.95,temperature=1.3",
        "min_p=0.05,temperature=3", "penalties=1.2:0.1:0.1:16,top_k=9",
        "penalties=1.2:0.1:0.1:16,min_p=0.1,greedy",
        "logit_bias=3:2.5:5:-inf:7:1e3,temperature=2,penalties=1.5,temperature=0.5,typical_p=0.9",
        "temperature=2,logit_bias=1:4,top_h=0.5", "xtc=0.5:0.02,epsilon_cutoff=1e-3",
        "eta_cutoff=1e-3,edt=1:0.3", "top_n_sigma=1,dynatemp=0.5:2:1", "adaptive_temperature,mirostat=3:0.2",
        "top_k=50,mirostat_v2=2:0.3", "temperature=inf,top_k=5", "temperature=0",
        "logit_bias=4:-1,temperature=0", "greedy"}) {
    result.push_back(parse_sampler_chain(text));
  }
  return result;
}

std::string refusal(const SamplerChain& chain, const std::vector<double>& logits, DecodeState state = {}) {
  RandomStream random(1, 0);
  try {
    decode(chain, logits, state, random);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("a draw with reports is the same draw, and its corrections add up") {
  std::size_t size = 70;
  for (const SamplerChain& chain : chains()) {
    INFO(to_text(chain));
    size = 1070 - size;
    RandomStream plain_random(4, 0);
    RandomStream explained_random(4, 0);
    DecodeState plain_state;
    DecodeState explained_state;
    for (std::uint64_t step = 0; step < 60; ++step) {
      const std::vector<double> z = random_logits(size, step);
      const TokenDraw draw = decode(chain, z, plain_state, plain_random);
      const ExplainedDraw explained = decode_explained(chain, z, explained_state, explained_random);
      REQUIRE(draw.token == explained.draw.token);
      REQUIRE(draw.log_probability == explained.draw.log_probability);
      REQUIRE(plain_state.mirostat_mu == explained_state.mirostat_mu);
      REQUIRE(plain_state.history == explained_state.history);

      const Thermodynamics model = thermodynamics(Spectrum::from_logits(z), Temperature(1.0));
      REQUIRE(explained.model_entropy == Approx(model.entropy).epsilon(1e-13));
      REQUIRE(explained.model_log_probability ==
              Approx(z[static_cast<std::size_t>(draw.token)] - model.log_z).epsilon(1e-12));
      double sum = explained.model_log_probability;
      for (std::size_t i = 0; i < chain.size(); ++i) {
        const StageReport& report = explained.stages[i];
        sum += report.log_probability_correction;
        REQUIRE(report.stage == stage_name(chain[i]));
        REQUIRE(report.kept >= 1);
        REQUIRE(report.kept_mass > 0);
        REQUIRE(report.kept_mass <= 1);
        REQUIRE(report.entropy >= 0);
        REQUIRE(report.entropy <= std::log(static_cast<double>(report.kept)) + 1e-12);
      }
      REQUIRE(sum == Approx(draw.log_probability).margin(1e-11));
    }
  }
}

TEST_CASE("reports of a chain say what each stage did") {
  const std::vector<double> z = {std::log(0.5), std::log(0.25), std::log(0.125), std::log(0.125), -infinity};
  RandomStream random(2, 0);
  DecodeState state;
  const auto explained = decode_explained(parse_sampler_chain("top_k=3,temperature=2"), z, state, random);
  REQUIRE(explained.stages.size() == 2);
  CHECK(explained.model_entropy == Approx(1.75 * std::log(2.0)));
  CHECK(explained.stages[0].kept == 3);
  CHECK(explained.stages[0].kept_mass == Approx(0.875));
  CHECK(explained.stages[0].log_probability_correction == Approx(-std::log(0.875)));
  const std::vector<double> kept = {4 / 7.0, 2 / 7.0, 1 / 7.0};
  CHECK(explained.stages[0].entropy == Approx(entropy_nats(kept)));
  CHECK(!explained.stages[0].temperature);
  CHECK(explained.stages[1].temperature == Temperature(2));
  CHECK(explained.stages[1].kept_mass == 1);
  CHECK(explained.stages[1].entropy > explained.stages[0].entropy);
}

TEST_CASE("tokens come as often as their probability says, and forbidden ones never") {
  const std::vector<double> z = {1.0, -infinity, 2.0, 0.5, -800, 2.0, -2.0};
  const Temperature t(1.3);
  const auto p = boltzmann_probabilities(Spectrum::from_logits(z), t);
  RandomStream random(6, 0);
  DecodeState state;
  std::vector<double> counts(z.size());
  constexpr double draws = 200'000;
  for (int i = 0; i < draws; ++i) {
    const TokenDraw draw = decode({TemperatureStage{t}}, z, state, random);
    counts[static_cast<std::size_t>(draw.token)] += 1;
    REQUIRE(draw.log_probability == Approx(std::log(p[static_cast<std::size_t>(draw.token)])));
    state.history.clear();
  }
  for (std::size_t i = 0; i < z.size(); ++i) {
    INFO("token " << i);
    CHECK(std::abs(counts[i] - draws * p[i]) <= 5 * std::sqrt(draws * p[i] * (1 - p[i])));
  }
  CHECK(counts[1] == 0);
  CHECK(counts[4] == 0);
}

TEST_CASE("the largest logits of a whole vocabulary are found in any arrangement, in float and double") {
  RandomStream random(3, 0);
  for (const std::size_t size : {1U, 15U, 16U, 17U, 255U, 257U, 1000U, 40'000U}) {
    for (int kind = 0; kind < 6; ++kind) {
      std::vector<double> z(size);
      std::vector<float> z_float(size);
      for (std::size_t i = 0; i < size; ++i) {
        const auto place = static_cast<double>(i);
        const double value = kind == 0   ? place                                         // rising
                             : kind == 1 ? -place                                        // falling
                             : kind == 2 ? std::floor(4 * uniform01(random))             // many ties
                             : kind == 3 ? 1.0                                           // all alike
                             : kind == 4 ? (i % 7 == 3 ? uniform01(random) : -infinity)  // mostly forbidden
                                         : uniform01(random);
        z_float[i] = static_cast<float>(value);
        z[i] = z_float[i];
      }
      z[0] = z_float[0] = 0.5;
      for (const Index k : {1, 2, 40, 300}) {
        std::vector<std::size_t> ids(size);
        for (std::size_t i = 0; i < size; ++i) {
          ids[i] = i;
        }
        std::erase_if(ids, [&](std::size_t i) { return z[i] == -infinity; });
        std::stable_sort(ids.begin(), ids.end(), [&](std::size_t a, std::size_t b) { return z[a] > z[b]; });
        const auto kept = decode_distribution({TopKStage{.k = k}}, z, {}, random);
        INFO("size " << size << ", kind " << kind << ", k " << k);
        REQUIRE(kept.size() == std::min(ids.size(), static_cast<std::size_t>(k)));
        for (std::size_t i = 0; i < kept.size(); ++i) {
          REQUIRE(kept[i].token == static_cast<TokenId>(ids[i]));
        }
        // The float form draws the same tokens with the same stream.
        const auto seed = static_cast<std::uint64_t>(k);
        RandomStream a(seed, 1);
        RandomStream b(seed, 1);
        DecodeState state_a;
        DecodeState state_b;
        for (const char* text :
             {"top_k=40,top_p=0.9,temperature=0.8", "min_p=0.9", "min_p=1,temperature=3", "top_p=0.5"}) {
          const SamplerChain chain = parse_sampler_chain(text);
          REQUIRE(decode(chain, z, state_a, a).token == decode(chain, z_float, state_b, b).token);
        }
      }
    }
  }
}

TEST_CASE("bad logits are refused by index") {
  for (const char* text : {"top_k=2", "temperature=0.5", "greedy", "min_p=0.1", "logit_bias=0:1,top_k=1"}) {
    const SamplerChain chain = parse_sampler_chain(text);
    INFO(text);
    CHECK_THAT(refusal(chain, {1, 2, std::nan(""), 3}), ContainsSubstring("logit 2 is nan"));
    CHECK_THAT(refusal(chain, {1, 2, 3, infinity}), ContainsSubstring("logit 3 is inf"));
    CHECK_THAT(refusal(chain, {-infinity, -infinity}), ContainsSubstring("all 2 logits are -inf"));
    std::vector<double> many = random_logits(1000, 1);
    many[777] = -std::nan("");
    CHECK_THAT(refusal(chain, many), ContainsSubstring("logit 777 is"));
    CHECK(refusal(chain, {-infinity, 5}) == "accepted");
  }
  CHECK_THAT(refusal(parse_sampler_chain("top_k=2"), {}), ContainsSubstring("no logits"));
  CHECK_THAT(refusal({}, {}), ContainsSubstring("no logits"));
}

TEST_CASE("bad settings and tokens outside the vocabulary are refused") {
  CHECK_THAT(refusal({TopKStage{.k = 0}}, {1, 2}), ContainsSubstring("top_k (0) must be at least 1"));
  CHECK_THAT(refusal({TopPStage{.p = std::nan("")}}, {1, 2}), ContainsSubstring("top_p (nan)"));
  CHECK_THAT(refusal({LogitBiasStage{.biases = {{2, 1.0}}}}, {1, 2}),
             ContainsSubstring("logit_bias names token 2; the tokens are 0 to 1"));
  CHECK_THAT(refusal({PenaltyStage{}}, {1, 2}, {.history = {0, 5}, .mirostat_mu = {}}),
             ContainsSubstring("the history names token 5"));
  CHECK_THAT(refusal({LogitBiasStage{.biases = {{0, -infinity}, {1, -infinity}}}}, {1, 2}),
             ContainsSubstring("leave no token"));
  CHECK_THAT(refusal({LogitBiasStage{.biases = {{0, -infinity}, {1, -infinity}}}, GreedyStage{}}, {1, 2}),
             ContainsSubstring("leave no token"));
  CHECK_THAT(refusal({PenaltyStage{.repetition = 1e-300}}, {1e30, 2}, {.history = {0}, .mirostat_mu = {}}),
             ContainsSubstring("token 0 grows to inf"));
}

TEST_CASE("extreme logits and temperatures give finite answers") {
  for (const char* text : {"temperature=1e-300", "temperature=1e300", "temperature=1e-200,temperature=1e-200",
                           "temperature=1e200,temperature=1e200", "temperature=inf,temperature=0"}) {
    for (const std::vector<double>& z :
         {std::vector<double>{1e300, -1e300, 0}, {1e-300, 2e-300}, {-5}, {1e308, 1e308, -1e308}}) {
      RandomStream random(1, 0);
      DecodeState state;
      const auto explained = decode_explained(parse_sampler_chain(text), z, state, random);
      INFO(text);
      CHECK(std::isfinite(explained.draw.log_probability));
      CHECK(std::isfinite(explained.stages.back().entropy));
      CHECK(explained.stages.back().kept_mass > 0);
    }
  }
}

TEST_CASE("mirostat steers the average surprise to its target") {
  for (const char* text : {"mirostat=2.5:0.1", "mirostat_v2=2.5:0.1"}) {
    const SamplerChain chain = parse_sampler_chain(text);
    RandomStream random(17, 0);
    DecodeState state;
    double surprise = 0;
    constexpr int draws = 4000;
    for (int i = 0; i < draws; ++i) {
      std::vector<double> z(400);
      for (std::size_t rank = 0; rank < z.size(); ++rank) {
        z[rank] = -1.2 * std::log(static_cast<double>(rank + 1)) + 0.3 * uniform01(random);
      }
      surprise -= bits_from_nats(decode_explained(chain, z, state, random).model_log_probability) / draws;
    }
    INFO(text);
    // µ is bounded, so that the mean of surprise − τ is (µ_first − µ_last)/(η·draws).
    CHECK(surprise == Approx(2.5 + (5.0 - *state.mirostat_mu) / (0.1 * draws)).margin(1e-9));
    CHECK(surprise == Approx(2.5).margin(0.02));
  }
}

TEST_CASE("the entropy falls with every cut of the tail and rises with the temperature") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const std::vector<double> z = random_logits(200, seed);
    RandomStream random(seed, 1);
    DecodeState state;
    double last = infinity;
    for (const char* text : {"top_k=100", "top_k=50", "top_k=20", "top_k=3", "greedy"}) {
      const double now = decode_explained(parse_sampler_chain(text), z, state, random).stages.back().entropy;
      CHECK(now < last);
      last = now;
    }
    CHECK(last == 0);
    for (const char* text :
         {"temperature=0.01", "temperature=0.5", "temperature=1", "temperature=7", "temperature=inf"}) {
      const double now = decode_explained(parse_sampler_chain(text), z, state, random).stages.back().entropy;
      CHECK(now > last);
      last = now;
    }
    CHECK(last == Approx(std::log(200.0)).epsilon(1e-14));
  }
}
