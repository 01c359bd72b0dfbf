#include <hwy/targets.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/softmax/decode.hpp"

using namespace onedial;

TEST_CASE("every instruction set draws the same tokens with the same log-probabilities") {
  RandomStream numbers(21, 0);
  std::vector<float> logits(5003);
  for (float& z : logits) {
    z = static_cast<float>(std::floor(40 * uniform01(numbers)) / 4);
    z = uniform01(numbers) < 0.05 ? -std::numeric_limits<float>::infinity() : z;
  }
  const std::vector<double> wide(logits.begin(), logits.end());
  std::vector<float> bad = logits;
  bad[4999] = std::nanf("");

  std::vector<std::vector<TokenDraw>> runs;
  const auto targets = static_cast<std::uint64_t>(hwy::SupportedTargets());
  for (std::uint64_t rest = targets; rest != 0; rest &= rest - 1) {
    const auto target = static_cast<std::int64_t>(rest & (~rest + 1));
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    INFO(hwy::TargetName(target));
    RandomStream random(5, 0);
    DecodeState state;
    std::vector<TokenDraw>& run = runs.emplace_back();
    for (const char* text : {"top_k=40,top_p=0.95,temperature=0.8", "min_p=0.3", "penalties=1.1,top_k=7",
                             "greedy", "top_k=2000", "top_k=300"}) {
      const SamplerChain chain = parse_sampler_chain(text);
      for (int i = 0; i < 50; ++i) {
        run.push_back(decode(chain, logits, state, random));
        run.push_back(decode(chain, wide, state, random));
      }
      CHECK_THROWS_AS(decode(chain, bad, state, random), std::invalid_argument);
    }
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());

  REQUIRE(!runs.empty());
  for (const auto& run : runs) {
    for (std::size_t i = 0; i < run.size(); ++i) {
      REQUIRE(run[i].token == runs.front()[i].token);
      REQUIRE(run[i].log_probability == runs.front()[i].log_probability);
    }
  }
}
