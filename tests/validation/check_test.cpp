#include "onedial/validation/check.hpp"

#include <cmath>

#include "catch.hpp"

using namespace onedial;

namespace {

ValidationGroup group_of(const std::vector<double>& z_scores) {
  ValidationGroup group{.name = "test", .checks = {}};
  for (const double z : z_scores) {
    group.checks.push_back({.what = "x", .exact = 10, .estimate = 10 + 0.5 * z, .error = 0.5});
  }
  return group;
}

ValidationVerdict judge_one(const ValidationGroup& group) {
  return judge({&group, 1});
}

}  // namespace

TEST_CASE("z is the distance in errors, and without an error it is all or nothing") {
  CHECK(ValidationCheck{.what = "", .exact = 2, .estimate = 3, .error = 0.5}.z() == 2);
  CHECK(ValidationCheck{.what = "", .exact = 2, .estimate = 2, .error = 0}.z() == 0);
  CHECK(ValidationCheck{.what = "", .exact = 2, .estimate = 1, .error = 0}.z() == -HUGE_VAL);
}

TEST_CASE("one check is judged at five sigma, more of them at a little more") {
  CHECK(judge_one(group_of({4.99})).threshold == Approx(5).epsilon(1e-6));
  CHECK(judge_one(group_of({4.9})).passed);
  CHECK_FALSE(judge_one(group_of({-5.01})).passed);
  std::vector<double> many(1000, 0.5);
  many[7] = 5.5;
  const ValidationVerdict verdict = judge_one(group_of(many));
  CHECK(verdict.checks == 1000);
  CHECK(verdict.threshold > 6.1);
  CHECK(verdict.threshold < 6.3);
  CHECK(verdict.largest_z == Approx(5.5));
  CHECK(verdict.passed);
  many[7] = 6.5;
  CHECK_FALSE(judge_one(group_of(many)).passed);
}

TEST_CASE("errors that are too small all over are found, though none alone is") {
  std::vector<double> wide;
  for (int i = 0; i < 400; ++i) {
    wide.push_back(i % 2 == 0 ? 1.6 : -1.6);
  }
  const ValidationVerdict verdict = judge_one(group_of(wide));
  CHECK(verdict.rms_z == Approx(1.6));
  CHECK(verdict.rms_threshold < 1.5);
  CHECK_FALSE(verdict.passed);
  CHECK(judge_one(group_of(std::vector<double>(400, 1.0))).passed);
}

TEST_CASE("nothing checked is not passed, and neither is what is no number") {
  CHECK_FALSE(judge({}).passed);
  CHECK_FALSE(judge_one(group_of({0.1, std::nan("")})).passed);
}
