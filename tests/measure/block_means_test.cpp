#include "onedial/measure/block_means.hpp"

#include <array>
#include <cmath>
#include <stdexcept>

#include "catch.hpp"

using namespace onedial;

TEST_CASE("blocks join neighbours as the series grows, and hold the means of all that is full") {
  BlockMeans means(2, 4);
  for (int i = 0; i < 1003; ++i) {
    means.add(std::array{static_cast<double>(i), 5.0});
  }
  // 4 blocks of 2ᵏ are at most 1003 < 8 blocks: 128 samples each, 7 of them full.
  CHECK(means.block_length() == 128);
  REQUIRE(means.blocks().size() == 7);
  for (std::size_t b = 0; b < 7; ++b) {
    CHECK(means.blocks()[b][0] == Approx(128.0 * static_cast<double>(b) + 63.5));
    CHECK(means.blocks()[b][1] == 5);
  }
}

TEST_CASE("short series have a block a sample") {
  BlockMeans means(1);
  for (int i = 0; i < 63; ++i) {
    means.add(std::array{static_cast<double>(i)});
  }
  CHECK(means.block_length() == 1);
  CHECK(means.blocks().size() == 63);
  means.add(std::array{63.0});
  CHECK(means.block_length() == 2);
  REQUIRE(means.blocks().size() == 32);
  CHECK(means.blocks()[31][0] == 62.5);
}

TEST_CASE("block means refuse what they cannot hold, and count nothing then") {
  BlockMeans means(2);
  CHECK_THROWS_AS(means.add(std::array{1.0}), std::invalid_argument);
  CHECK_THROWS_AS(means.add(std::array{1.0, std::nan("")}), std::invalid_argument);
  CHECK(means.blocks().empty());
  CHECK_THROWS_AS(BlockMeans(0), std::invalid_argument);
  CHECK_THROWS_AS(BlockMeans(1, 1), std::invalid_argument);
}
