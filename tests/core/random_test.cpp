#include "onedial/core/random.hpp"

#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <set>
#include <string>

#include "catch.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

std::uint32_t hex(const nlohmann::json& word) {
  return static_cast<std::uint32_t>(std::stoul(word.get<std::string>(), nullptr, 16));
}

}  // namespace

TEST_CASE("Philox4x32-10 gives its published answers") {
  const auto answers = reference::load("rng_known_answers.json")["philox4x32_10"];
  REQUIRE(answers.size() == 3);
  for (const auto& row : answers) {
    const auto& c = row["ctr"];
    const auto block =
        philox4x32({hex(c[0]), hex(c[1]), hex(c[2]), hex(c[3])}, {hex(row["key"][0]), hex(row["key"][1])});
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(block.at(i) == hex(row["out"][i]));
    }
  }
}

TEST_CASE("xoshiro256** gives its known answers") {
  const auto answers = reference::load("rng_known_answers.json")["xoshiro256starstar_state_1_2_3_4_first8"];
  RandomStream random(RandomStream::State{1, 2, 3, 4});
  for (const auto& answer : answers) {
    CHECK(random() == std::stoull(answer.get<std::string>()));
  }
}

TEST_CASE("every stream of every seed starts elsewhere") {
  std::set<std::uint64_t> firsts;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    for (std::uint64_t stream = 0; stream < 100; ++stream) {
      firsts.insert(RandomStream(seed, stream)());
    }
  }
  firsts.insert(RandomStream(0, 1ULL << 32U)());
  firsts.insert(RandomStream(1ULL << 32U, 0)());
  CHECK(firsts.size() == 10'002);
  CHECK(RandomStream(7, 3)() == RandomStream(7, 3)());
}

TEST_CASE("a stream serves Boost.Random's distributions") {
  RandomStream random(5, 0);
  boost::random::normal_distribution<double> normal(0, 1);
  boost::random::uniform_int_distribution<int> die(1, 6);
  double sum = 0;
  double squares = 0;
  std::array<int, 7> faces{};
  const int draws = 100'000;
  for (int i = 0; i < draws; ++i) {
    const double x = normal(random);
    sum += x;
    squares += x * x;
    ++faces.at(static_cast<std::size_t>(die(random)));
  }
  CHECK(std::abs(sum / draws) < 5 / std::sqrt(draws));
  CHECK(std::abs(squares / draws - 1) < 5 * std::sqrt(2.0 / draws));
  for (std::size_t face = 1; face <= 6; ++face) {
    CHECK(std::abs(faces.at(face) - draws / 6.0) < 5 * std::sqrt(draws * 5 / 36.0));
  }
}

TEST_CASE("uniform01 lies from 0 to below 1 with the mean and variance of a uniform number") {
  RandomStream random(6, 0);
  const int draws = 1'000'000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < draws; ++i) {
    const double u = uniform01(random);
    REQUIRE(u >= 0.0);
    REQUIRE(u < 1.0);
    sum += u;
    squares += (u - 0.5) * (u - 0.5);
  }
  CHECK(std::abs(sum / draws - 0.5) < 5 / std::sqrt(12.0 * draws));
  CHECK(std::abs(squares / draws - 1.0 / 12) < 5 * std::sqrt(1.0 / 180 / draws));
}

TEST_CASE("draw_normal has the moments and the tails of a normal number") {
  RandomStream random(7, 0);
  constexpr int draws = 200'000;
  std::array<double, 5> moments{};
  int beyond_two = 0;
  for (int i = 0; i < draws; ++i) {
    const double x = draw_normal(random);
    for (std::size_t k = 1; k < moments.size(); ++k) {
      moments.at(k) += std::pow(x, static_cast<double>(k)) / draws;
    }
    beyond_two += std::abs(x) > 2 ? 1 : 0;
  }
  // The k-th moment has the variance (2k − 1)!! − (moment)², over the number of draws.
  CHECK(std::abs(moments[1]) < 5 * std::sqrt(1.0 / draws));
  CHECK(std::abs(moments[2] - 1) < 5 * std::sqrt(2.0 / draws));
  CHECK(std::abs(moments[3]) < 5 * std::sqrt(15.0 / draws));
  CHECK(std::abs(moments[4] - 3) < 5 * std::sqrt(96.0 / draws));
  CHECK(std::abs(beyond_two - 0.0455003 * draws) < 5 * std::sqrt(0.0455 * 0.9545 * draws));
}
