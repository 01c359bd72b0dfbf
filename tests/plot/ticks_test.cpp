#include "onedial/plot/ticks.hpp"

#include <algorithm>
#include <set>

#include "catch.hpp"

using namespace onedial;

namespace {

std::vector<std::string> labels(const Ticks& ticks) {
  std::vector<std::string> out;
  for (const Tick& tick : ticks.major) {
    out.push_back(tick.label);
  }
  return out;
}

std::vector<double> values(const Ticks& ticks) {
  std::vector<double> out;
  for (const Tick& tick : ticks.major) {
    out.push_back(tick.value);
  }
  return out;
}

using Labels = std::vector<std::string>;

void require_sane(const Ticks& ticks, double lower, double upper, std::size_t most) {
  CAPTURE(lower, upper, most);
  REQUIRE(!ticks.major.empty());
  CHECK(ticks.major.size() <= most);
  const std::vector<double> at = values(ticks);
  CHECK(std::is_sorted(at.begin(), at.end()));
  const double slack = 1e-8 * (upper - lower);
  CHECK(at.front() >= lower - slack);
  CHECK(at.back() <= upper + slack);
  const Labels words = labels(ticks);
  CHECK(std::set<std::string>(words.begin(), words.end()).size() == words.size());
}

}  // namespace

TEST_CASE("Linear ticks are round and inside the range") {
  CHECK(labels(linear_ticks(0, 1000, 6)) == Labels{"0", "200", "400", "600", "800", "1,000"});
  CHECK(labels(linear_ticks(0, 1, 5)) == Labels{"0.00", "0.25", "0.50", "0.75", "1.00"});
  CHECK(labels(linear_ticks(0.01, 0.53, 6)) == Labels{"0.1", "0.2", "0.3", "0.4", "0.5"});
  CHECK(labels(linear_ticks(-11624, -9600, 5)) == Labels{"−11,500", "−11,000", "−10,500", "−10,000"});
  CHECK(labels(linear_ticks(-1, 1, 5)) == Labels{"−1.0", "−0.5", "0.0", "0.5", "1.0"});
}

TEST_CASE("Linear tick values are the doubles nearest to their decimals") {
  CHECK(values(linear_ticks(0, 0.7, 8)) == std::vector<double>{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7});
}

TEST_CASE("Tiny and huge linear ranges use a common power of ten") {
  CHECK(labels(linear_ticks(0, 1e-12, 3)) == Labels{"0", "0.5×10⁻¹²", "1.0×10⁻¹²"});
  CHECK(labels(linear_ticks(0, 1e15, 3)) == Labels{"0", "0.5×10¹⁵", "1.0×10¹⁵"});
  CHECK(labels(linear_ticks(1e15, 1e15 + 40, 3)) ==
        Labels{"1.00000000000000×10¹⁵", "1.00000000000002×10¹⁵", "1.00000000000004×10¹⁵"});
}

TEST_CASE("A range without two values has one tick") {
  CHECK(labels(linear_ticks(5, 5, 6)) == Labels{"5"});
  CHECK(labels(linear_ticks(0, 0, 6)) == Labels{"0"});
  CHECK(labels(linear_ticks(0, 1e-300, 6)).size() == 1);
  CHECK(labels(log_ticks(5, 5, 6)) == Labels{"5"});
}

TEST_CASE("Linear ticks are sane for any range and room") {
  for (int exponent = -200; exponent <= 290; exponent += 7) {
    const double scale = std::stod("1e" + std::to_string(exponent));
    for (const double lower : {-3.7, -1.0, 0.0, 0.12, 7.0}) {
      for (const int most : {1, 2, 3, 6, 9}) {
        // A step of at most 5/2 of the one before leaves room for one tick, where one falls into the range.
        const Ticks ticks = linear_ticks(lower * scale, (lower + 8.3) * scale, most);
        if (!ticks.major.empty()) {
          require_sane(ticks, lower * scale, (lower + 8.3) * scale, static_cast<std::size_t>(most));
        }
        if (most > 1) {
          CHECK(!ticks.major.empty());
        }
      }
    }
  }
}

TEST_CASE("Log ticks are 1-2-5 where there is room, else decades") {
  CHECK(labels(log_ticks(0.3, 30, 7)) == Labels{"0.5", "1", "2", "5", "10", "20"});
  CHECK(labels(log_ticks(0.3, 30, 4)) == Labels{"1", "10"});
  CHECK(labels(log_ticks(0.01, 1000, 6)) == Labels{"0.01", "0.1", "1", "10", "100", "1,000"});
}

TEST_CASE("Log ticks over many decades are powers of ten with a stride through 1") {
  CHECK(labels(log_ticks(1e-6, 1e6, 5)) == Labels{"10⁻⁶", "10⁻³", "10⁰", "10³", "10⁶"});
  CHECK(labels(log_ticks(2e-12, 2.5e-11, 5)) == Labels{"2×10⁻¹²", "5×10⁻¹²", "10⁻¹¹", "2×10⁻¹¹"});
}

TEST_CASE("Log ticks fall back to linear ones within a narrow range") {
  CHECK(labels(log_ticks(2.1, 2.9, 4)) == Labels{"2.2", "2.4", "2.6", "2.8"});
}

TEST_CASE("Minor log ticks fill the decade and repeat no major one") {
  const Ticks ticks = log_ticks(1, 100, 3);
  CHECK(values(ticks) == std::vector<double>{1, 10, 100});
  CHECK(ticks.minor == std::vector<double>{2, 3, 4, 5, 6, 7, 8, 9, 20, 30, 40, 50, 60, 70, 80, 90});
  CHECK(log_ticks(1, 1e6, 4).minor == std::vector<double>{10, 1e3, 1e5});
}

TEST_CASE("Log ticks are sane for any range and room") {
  for (int first = -290; first <= 280; first += 13) {
    for (const double ratio : {1.5, 4.0, 11.0, 300.0, 1e7, 1e19}) {
      for (const int most : {2, 3, 6, 9}) {
        const double lower = 3 * std::stod("1e" + std::to_string(first));
        require_sane(log_ticks(lower, lower * ratio, most), lower, lower * ratio,
                     static_cast<std::size_t>(most));
      }
    }
  }
}
