#include "onedial/measure/thinned_series.hpp"

#include "catch.hpp"

using namespace onedial;

TEST_CASE("a series keeps every sweep until it is full, and then equally spaced ones from the first on") {
  for (const Index most_rows : {8, 7}) {
    ThinnedSeries record(2, 3, most_rows);
    for (Index sweep = 0; sweep < 1000; ++sweep) {
      if (record.opens(sweep)) {
        const auto at = static_cast<double>(sweep);
        record.add(0, std::vector{at, at + 0.25, at + 0.5});
        record.add(1, std::vector{-at, -at - 0.25, -at - 0.5});
      }
      INFO(most_rows << " rows at most, sweep " << sweep);
      REQUIRE(record.rows() <= most_rows);
      REQUIRE(record.rows() == sweep / record.stride() + 1);
      if (sweep < most_rows) {
        REQUIRE(record.stride() == 1);
      } else {
        REQUIRE(2 * record.rows() >= most_rows);
      }
      for (Index row = 0; row < record.rows(); ++row) {
        const auto at = static_cast<double>(row * record.stride());
        const auto k = static_cast<std::size_t>(row);
        REQUIRE(record.series()[0][0][k] == at);
        REQUIRE(record.series()[0][2][k] == at + 0.5);
        REQUIRE(record.series()[1][1][k] == -at - 0.25);
      }
    }
    CHECK(record.stride() > 100);
  }
}
