#include "onedial/viewer/history.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "catch.hpp"

using onedial::Index;
using onedial::viewer::History;

TEST_CASE("A history of few sweeps has each of them") {
  History history(2, 8);
  for (const double value : {3.0, -1.0, 4.0}) {
    history.add(std::array{value, 10 * value});
  }
  CHECK(history.sweeps() == 3);
  CHECK(history.times() == std::vector<double>{1, 2, 3});
  CHECK(history.means(0) == std::vector<double>{3, -1, 4});
  CHECK(history.greatest(1) == std::vector<double>{30, -10, 40});
}

TEST_CASE("A long history keeps its size, its sum and every extreme") {
  constexpr std::size_t buckets = 16;
  History history(1, buckets);
  double sum = 0;
  for (Index sweep = 1; sweep <= 100'003; ++sweep) {
    double value = std::sin(static_cast<double>(sweep) * 0.01);
    value = sweep == 31'337 ? 50 : sweep == 77'777 ? -50 : value;
    sum += value;
    history.add(std::array{value});
    if (sweep % 997 == 0) {
      CHECK(history.times().size() <= buckets);
      CHECK(history.times().size() >= buckets / 2);
    }
  }
  const auto least = history.least(0);
  const auto greatest = history.greatest(0);
  CHECK(*std::max_element(greatest.begin(), greatest.end()) == 50);
  CHECK(*std::min_element(least.begin(), least.end()) == -50);
  // Where the peak is, and what all buckets add up to.
  const auto at =
      static_cast<std::size_t>(std::max_element(greatest.begin(), greatest.end()) - greatest.begin());
  const auto width = static_cast<double>(history.sweeps_per_bucket());
  CHECK(std::abs(history.times().at(at) - 31'337) <= width / 2);
  const auto means = history.means(0);
  double total = 0;
  for (std::size_t b = 0; b < means.size(); ++b) {
    const double count =
        b + 1 < means.size() ? width : 100'003 - width * static_cast<double>(means.size() - 1);
    total += means[b] * count;
  }
  CHECK(total == Approx(sum));
}

TEST_CASE("Histories refuse what makes none") {
  CHECK_THROWS_AS(History(0), std::invalid_argument);
  CHECK_THROWS_AS(History(1, 1), std::invalid_argument);
  History history(2);
  CHECK_THROWS_AS(history.add(std::array{1.0}), std::invalid_argument);
}
