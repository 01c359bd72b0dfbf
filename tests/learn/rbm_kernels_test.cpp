#include "learn/rbm_kernels.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "onedial/core/boltzmann.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/core/random.hpp"

using namespace onedial;

namespace {

template <class Body>
void on_every_instruction_set(Body body) {
  const std::string_view before = instruction_set();
  for (const std::string_view set : available_instruction_sets()) {
    CAPTURE(set);
    use_instruction_set(set);
    body();
  }
  use_instruction_set(before);
}

LaneMatrix random_matrix(Index rows, Index columns, std::uint64_t seed, double spread = 2) {
  RandomStream random(seed, 0);
  return LaneMatrix(FloatRows(FloatRows::Zero(rows, columns).unaryExpr([&](float) {
    return static_cast<float>(spread * (uniform01(random) - 0.5));
  })));
}

bool equal_bits(float a, float b) {
  return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

}  // namespace

TEST_CASE("sums over active rows are those of plain code, bit by bit") {
  for (const Index columns : {1, 16, 17, 100, 131, 500}) {
    const LaneMatrix matrix = random_matrix(40, columns, 1);
    const LaneMatrix start = random_matrix(1, columns, 2);
    RandomStream random(3, 0);
    std::vector<std::vector<std::uint32_t>> units(5);
    std::vector<std::vector<float>> values(5);
    for (std::size_t row = 0; row < 5; ++row) {
      values[row].reserve(40);  // of a row of none, too, so that it has values
      for (std::uint32_t k = 0; k < 40; ++k) {
        if (uniform01(random) < 0.25 * static_cast<double>(row)) {
          units[row].push_back(k);
          values[row].push_back(static_cast<float>(uniform01(random)));
        }
      }
    }
    for (const bool weighted : {false, true}) {
      std::vector<ActiveUnits> rows;
      for (std::size_t row = 0; row < 5; ++row) {
        rows.push_back({units[row].data(), weighted ? values[row].data() : nullptr, units[row].size()});
      }
      on_every_instruction_set([&] {
        LaneMatrix out(5, columns);
        rbm_kernels().sum_rows(rows, matrix, start.row(0), 2, out.row(0), out.stride());
        bool equal = true;
        for (std::size_t row = 0; row < 5; ++row) {
          for (std::size_t column = 0; column < out.columns(); ++column) {
            volatile float sum = 0;  // no contraction, no other order
            for (std::size_t k = 0; k < units[row].size(); ++k) {
              volatile float term = matrix.row(units[row][k])[column];
              if (weighted) {
                term = term * values[row][k];
              }
              sum = sum + term;
            }
            volatile float doubled = 2 * sum;
            equal = equal && equal_bits(out.row(row)[column], start.row(0)[column] + doubled);
          }
        }
        CHECK(equal);
      });
    }
  }
}

TEST_CASE("units are drawn as their random bits and the exact probability say") {
  const Index count = 1000;
  const LaneMatrix fields = random_matrix(1, count, 4, 60);
  const DrawCounter counter{0x123456789ABCDEFULL, 7, 3};
  for (const double t : {0.3, 1.0, 5.0}) {
    CAPTURE(t);
    std::vector<std::uint32_t> first;
    on_every_instruction_set([&] {
      std::vector<std::uint32_t> on(static_cast<std::size_t>(count) + 16);
      on.resize(rbm_kernels().draw_units(fields.row(0), static_cast<std::size_t>(count),
                                         weight_dial<float>(Temperature(t)), counter, 11, on.data()));
      if (first.empty()) {
        first = on;
      }
      CHECK(on == first);
    });
    std::size_t next = 0;
    Index wrong = 0;
    Index close = 0;
    for (std::uint32_t unit = 0; unit < static_cast<std::uint32_t>(count); ++unit) {
      const bool is_on = next < first.size() && first[next] == unit;
      next += is_on ? 1 : 0;
      // The bits choose the less likely of the two levels where they are low.
      const auto field = static_cast<double>(fields.row(0)[unit]);
      const double other = heat_bath_probability(std::abs(field), Temperature(t));
      const double u = (unit_bits(counter, 11, unit) + 0.5) * 0x1p-32;
      close += std::abs(u - other) < 1e-6 * other ? 1 : 0;
      wrong += is_on != ((field > 0) != (u < other)) ? 1 : 0;
    }
    CHECK(next == first.size());
    CHECK(wrong <= close);
  }
}

TEST_CASE("draws at the ends of the dial, of certain fields, and of any number of units") {
  on_every_instruction_set([&] {
    constexpr float certain = std::numeric_limits<float>::infinity();
    LaneMatrix fields(1, 1001);
    for (std::size_t unit = 0; unit < fields.columns(); ++unit) {
      fields.row(0)[unit] = unit % 4 == 0 ? certain : unit % 4 == 1 ? -certain : unit % 4 == 2 ? 3.0F : -3.0F;
    }
    const auto count_on = [&](Temperature t, std::size_t units, std::size_t remainder) {
      std::vector<std::uint32_t> on(units + 16);
      on.resize(
          rbm_kernels().draw_units(fields.row(0), units, weight_dial<float>(t), {1, 2, 3}, 4, on.data()));
      return std::count_if(on.begin(), on.end(), [&](std::uint32_t unit) { return unit % 4 == remainder; });
    };
    for (const std::size_t units : {1U, 15U, 16U, 17U, 33U, 1001U}) {
      const auto quarter = [&](std::size_t remainder) {
        return (static_cast<std::ptrdiff_t>(units) + 3 - static_cast<std::ptrdiff_t>(remainder)) / 4;
      };
      for (const Temperature t : {Temperature::zero(), Temperature(1), Temperature::infinite()}) {
        CHECK(count_on(t, units, 0) == quarter(0));
        CHECK(count_on(t, units, 1) == 0);
      }
      CHECK(count_on(Temperature::zero(), units, 2) == quarter(2));
      CHECK(count_on(Temperature::zero(), units, 3) == 0);
    }
    // 250 fair coins: 125 ± 40.
    for (const std::size_t remainder : {2U, 3U}) {
      CHECK(std::abs(static_cast<double>(count_on(Temperature::infinite(), 1001, remainder)) - 125) < 40);
    }
  });
}

TEST_CASE("means are heat-bath probabilities in single precision") {
  const LaneMatrix fields = random_matrix(1, 1000, 5, 100);
  on_every_instruction_set([&] {
    for (const double t : {0.5, 1.0, 20.0}) {
      LaneMatrix means = fields;
      rbm_kernels().to_means(means.row(0), means.padded(), weight_dial<float>(Temperature(t)), 2, -1);
      double worst = 0;
      for (std::size_t k = 0; k < 1000; ++k) {
        const double exact =
            2 * heat_bath_probability(-static_cast<double>(fields.row(0)[k]), Temperature(t)) - 1;
        worst = std::max(worst, std::abs(static_cast<double>(means.row(0)[k]) - exact));
      }
      CHECK(worst < 3e-7);
    }
  });
}

TEST_CASE("steps of the optimisers follow their formulas") {
  const Index size = 37;
  const LaneMatrix start = random_matrix(6, size, 6);
  const auto row = [&](std::size_t r, std::size_t k) { return static_cast<double>(start.row(r)[k]); };
  on_every_instruction_set([&] {
    LaneMatrix m = start;
    for (std::size_t k = 0; k < m.columns(); ++k) {
      m.row(3)[k] = std::abs(m.row(3)[k]);
    }
    m.row(1)[0] = 0;  // a weight that L1 does not pull
    LaneMatrix copy = m;
    const auto step_of = [](LaneMatrix& lanes) {
      return StepRow{lanes.padded(), lanes.row(0), lanes.row(1), lanes.row(2), lanes.row(3)};
    };
    rbm_kernels().centre(step_of(m), {0.3F, -0.2F, m.row(4), m.row(5)}, {0.01F, 0.02F});
    for (std::size_t k = 0; k < m.columns(); ++k) {
      const double weight = k == 0 ? 0 : row(1, k);
      const double sign = weight > 0 ? 1 : weight < 0 ? -1 : 0;
      const double exact = row(0, k) - 0.3 * row(5, k) + 0.2 * row(4, k) - 0.01 * weight - 0.02 * sign;
      CHECK(std::abs(static_cast<double>(m.row(0)[k]) - exact) < 3e-7);
    }
    m = copy;
    std::uint32_t greatest = rbm_kernels().momentum_step(step_of(m), 0.1F, 0.9F);
    float largest = 0;
    for (std::size_t k = 0; k < m.columns(); ++k) {
      const double weight = k == 0 ? 0 : row(1, k);
      const double step = 0.9 * row(2, k) + 0.1 * row(0, k);
      CHECK(std::abs(static_cast<double>(m.row(2)[k]) - step) < 3e-7);
      CHECK(equal_bits(m.row(0)[k], m.row(2)[k]));
      CHECK(std::abs(static_cast<double>(m.row(1)[k]) - weight - step) < 3e-7);
      largest = std::max(largest, std::abs(m.row(1)[k]));
    }
    CHECK(greatest == std::bit_cast<std::uint32_t>(largest));

    m = copy;
    m.row(0)[5] = std::numeric_limits<float>::quiet_NaN();
    rbm_kernels().adam_step(step_of(m), {0.1F, 0.9F, 0.99F, 2.0F, 1e-3F});
    for (std::size_t k = 0; k < m.columns(); ++k) {
      const double weight = k == 0 ? 0 : row(1, k);
      const double first = 0.9 * row(2, k) + 0.1 * row(0, k);
      const double second = 0.99 * std::abs(row(3, k)) + 0.01 * row(0, k) * row(0, k);
      const double exact = weight + 0.1 * first / (2 * std::sqrt(second) + 1e-3);
      if (k != 5) {
        CHECK(std::abs(static_cast<double>(m.row(1)[k]) - exact) < 1e-6);
      }
    }
    greatest = rbm_kernels().momentum_step(step_of(m), 0.1F, 0.9F);
    CHECK(greatest > std::bit_cast<std::uint32_t>(std::numeric_limits<float>::infinity()));
  });
}

TEST_CASE("scalar products have the same bits on every instruction set") {
  const LaneMatrix m = random_matrix(2, 333, 7);
  double exact = 0;
  for (std::size_t k = 0; k < 333; ++k) {
    exact += static_cast<double>(m.row(0)[k]) * static_cast<double>(m.row(1)[k]);
  }
  const float first = rbm_kernels().dot(m.row(0), m.row(1), m.padded());
  CHECK(std::abs(static_cast<double>(first) - exact) < 1e-5);
  on_every_instruction_set(
      [&] { CHECK(equal_bits(rbm_kernels().dot(m.row(0), m.row(1), m.padded()), first)); });
}
