#include "onedial/softmax/draw.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "catch.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/softmax/alias_table.hpp"
#include "onedial/softmax/average_surprise.hpp"
#include "onedial/softmax/softmax.hpp"
#include "test_logits.hpp"

using namespace onedial;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

using Draw = std::function<Index(RandomStream&)>;

struct NamedDraw {
  std::string name;
  Draw draw;
};

/// The three ways to draw, which must agree.
std::vector<NamedDraw> all_draws(const std::vector<float>& logits, Temperature t) {
  return {{"inverse", [=](RandomStream& random) { return draw_token(logits, t, random); }},
          {"gumbel", [=](RandomStream& random) { return draw_token_gumbel(logits, t, random); }},
          {"alias", [table = AliasTable::from_logits(std::span<const float>(logits), t)](
                        RandomStream& random) { return table.draw(random); }}};
}

/// How many standard deviations χ² is from its mean, by the cube root that makes it nearly normal (Wilson,
/// Hilferty 1931). Cells that expect fewer than 10 draws are pooled.
double chi_square_score(const std::vector<Index>& counts, const std::vector<double>& p, double draws) {
  double chi_square = 0;
  double pooled_count = 0;
  double pooled_expected = 0;
  int cells = 0;
  const auto add_cell = [&](double count, double expected) {
    chi_square += (count - expected) * (count - expected) / expected;
    ++cells;
  };
  for (std::size_t i = 0; i < p.size(); ++i) {
    const auto count = static_cast<double>(counts[i]);
    if (p[i] * draws >= 10) {
      add_cell(count, p[i] * draws);
    } else {
      pooled_count += count;
      pooled_expected += p[i] * draws;
    }
  }
  if (pooled_expected >= 10) {
    add_cell(pooled_count, pooled_expected);
  } else {
    REQUIRE(pooled_count < 40);
  }
  const double spread = 2 / (9.0 * (cells - 1));
  return (std::cbrt(chi_square / (cells - 1)) - (1 - spread)) / std::sqrt(spread);
}

void check_draws(const std::vector<float>& logits, double t, const NamedDraw& subject, int draws) {
  INFO(subject.name << ", " << logits.size() << " logits at T = " << t);
  const std::vector<double> same(logits.begin(), logits.end());
  const Thermodynamics thermo = softmax_thermodynamics(same, Temperature(t));
  const auto log_p = log_softmax(same, Temperature(t));
  RandomStream random(7, 1);
  std::vector<Index> counts(logits.size());
  AverageSurprise surprise;
  for (int i = 0; i < draws; ++i) {
    const auto token = static_cast<std::size_t>(subject.draw(random));
    ++counts[token];
    surprise.add(log_p[token], thermo);
  }
  const double score = chi_square_score(counts, softmax(same, Temperature(t)), draws);
  INFO("score " << score << ", z " << surprise.z_score());
  CHECK(std::abs(score) < 5.5);  // 5 standard deviations after 50 comparisons
  CHECK(std::abs(surprise.z_score()) < 5.5);
}

}  // namespace

TEST_CASE("draws follow the exact probabilities") {
  for (const double t : {0.3, 1.0, 4.0}) {
    const auto few = test::normal_logits<float>(37, 2, 11, 9);
    for (const NamedDraw& subject : all_draws(few, Temperature(t))) {
      check_draws(few, t, subject, 200000);
    }
    const auto many = test::normal_logits<float>(5000, 3, 12, 13);
    for (const NamedDraw& subject : all_draws(many, Temperature(t))) {
      check_draws(many, t, subject, subject.name == "alias" ? 1000000 : 30000);
    }
  }
}

TEST_CASE("draws from sorted logits follow the exact probabilities") {
  auto logits = test::normal_logits<float>(5000, 3, 14);
  std::sort(logits.begin(), logits.end());
  for (const NamedDraw& subject : all_draws(logits, Temperature(1))) {
    check_draws(logits, 1, subject, 30000);
  }
}

TEST_CASE("draws in double follow the exact probabilities") {
  const auto logits = test::normal_logits<double>(3000, 3, 15, 4);
  const std::vector<float> rounded(logits.begin(), logits.end());
  const Temperature t(0.8);
  check_draws(rounded, 0.8, {"inverse", [&](RandomStream& random) { return draw_token(logits, t, random); }},
              30000);
  check_draws(rounded, 0.8,
              {"gumbel", [&](RandomStream& random) { return draw_token_gumbel(logits, t, random); }}, 30000);
}

TEST_CASE("draws at T = 0 are uniform over ties, at T = ∞ over finite logits") {
  const std::vector<float> logits = {1, 4, -infinity, 4, -3, 4};
  for (const auto& [t, allowed] : std::vector<std::pair<Temperature, std::vector<double>>>{
           {Temperature::zero(), {0, 1, 0, 1, 0, 1}}, {Temperature::infinite(), {1, 1, 0, 1, 1, 1}}}) {
    const auto states = static_cast<double>(std::count(allowed.begin(), allowed.end(), 1.0));
    for (const NamedDraw& subject : all_draws(logits, t)) {
      RandomStream random(5, 0);
      std::vector<double> counts(6);
      for (int i = 0; i < 60000; ++i) {
        counts[static_cast<std::size_t>(subject.draw(random))] += 1;
      }
      for (std::size_t i = 0; i < 6; ++i) {
        INFO(subject.name << " at T = " << t.value() << ", token " << i);
        CHECK(std::abs(counts[i] - allowed[i] * 60000 / states) <=
              allowed[i] * 6 * std::sqrt(60000 / states));
      }
    }
  }
}

namespace {

/// Most tokens have probability 0: −∞, or too far below; the others are rare among them.
std::vector<float> tail_heavy_logits() {
  auto logits = test::normal_logits<float>(20000, 30, 21, 3);
  std::fill(logits.begin(), logits.begin() + 3000, -infinity);
  std::fill(logits.end() - 3000, logits.end(), -infinity);
  return logits;
}

void check_no_impossible_token(const NamedDraw& subject, const std::vector<float>& logits, Temperature t,
                               std::int64_t draws) {
  const auto p = softmax(std::span<const float>(logits), t);
  RandomStream random(9, 0);
  std::int64_t impossible = 0;
  for (std::int64_t i = 0; i < draws; ++i) {
    impossible += p[static_cast<std::size_t>(subject.draw(random))] == 0 ? 1 : 0;
  }
  INFO(subject.name << " at T = " << t.value());
  CHECK(impossible == 0);
}

}  // namespace

TEST_CASE("a token of probability 0 is never drawn") {
  const auto logits = tail_heavy_logits();
  for (const double t : {0.0, 0.5, 3.0, 1e9}) {
    for (const NamedDraw& subject : all_draws(logits, Temperature(t))) {
      check_no_impossible_token(subject, logits, Temperature(t), subject.name == "alias" ? 5000000 : 3000);
    }
  }
}

// Half a minute: run by its tag.
TEST_CASE("a token of probability 0 is not drawn in a thousand million draws from a tail-heavy alias table",
          "[.long]") {
  const auto logits = tail_heavy_logits();
  const auto draws = all_draws(logits, Temperature(3));
  check_no_impossible_token(draws.back(), logits, Temperature(3), 1000000000);
}

TEST_CASE("an only token is always drawn, wherever it stands") {
  for (const std::size_t place : {0U, 1U, 63U, 2047U, 2048U, 4999U}) {
    std::vector<float> logits(5000, -infinity);
    logits[place] = -1e30F;
    for (const NamedDraw& subject : all_draws(logits, Temperature(1))) {
      RandomStream random(1, 0);
      for (int i = 0; i < 100; ++i) {
        REQUIRE(subject.draw(random) == static_cast<Index>(place));
      }
    }
  }
}

TEST_CASE("blocks of tokens that cannot be drawn come before and after") {
  std::vector<float> logits(9000, -infinity);
  logits[5000] = -1e5F;
  logits[7000] = -1e5F;
  for (const NamedDraw& subject : all_draws(logits, Temperature(1))) {
    RandomStream random(3, 0);
    int first = 0;
    for (int i = 0; i < 1000; ++i) {
      const Index token = subject.draw(random);
      REQUIRE((token == 5000 || token == 7000));
      first += token == 5000 ? 1 : 0;
    }
    INFO(subject.name);
    CHECK(std::abs(first - 500) < 95);
  }
}

TEST_CASE("draws refuse bad logits") {
  RandomStream random(1, 0);
  const std::vector<float> bad = {1, std::numeric_limits<float>::quiet_NaN()};
  CHECK_THROWS_WITH(draw_token(bad, Temperature(1), random), ContainsSubstring("logit 1 is NaN"));
  CHECK_THROWS_WITH(draw_token_gumbel(bad, Temperature(1), random), ContainsSubstring("logit 1 is NaN"));
  CHECK_THROWS_WITH(draw_token(std::vector<float>{}, Temperature(1), random), ContainsSubstring("no logits"));
  CHECK_THROWS_WITH(draw_token(std::vector<double>{-HUGE_VAL}, Temperature(1), random),
                    ContainsSubstring("all 1 logits are -inf"));
}

TEST_CASE("an alias table takes any weights that are not negative") {
  const AliasTable table(std::vector<double>{0, 3, 0, 1e-300, 1, 0});
  CHECK(table.support() == 3);
  RandomStream random(2, 0);
  std::vector<int> counts(6);
  for (int i = 0; i < 40000; ++i) {
    ++counts[static_cast<std::size_t>(table.draw(random))];
  }
  CHECK(counts[0] + counts[2] + counts[3] + counts[5] == 0);
  CHECK(std::abs(counts[1] - 30000) < 6 * std::sqrt(7500.0));
  CHECK_THROWS_WITH(AliasTable(std::vector<double>{1, -2}), ContainsSubstring("weight 1 is -2"));
  CHECK_THROWS_WITH(AliasTable(std::vector<double>{1, HUGE_VAL}), ContainsSubstring("weight 1 is inf"));
  CHECK_THROWS_WITH(AliasTable(std::vector<double>{0, 0}), ContainsSubstring("sum of the weights is 0"));
  CHECK_THROWS_WITH(AliasTable(std::vector<double>{}), ContainsSubstring("sum of the weights is 0"));
}
