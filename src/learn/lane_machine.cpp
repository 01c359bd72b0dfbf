#include "lane_machine.hpp"

#include <algorithm>
#include <cmath>

#include "onedial/core/random.hpp"
#include "onedial/softmax/draw.hpp"
#include "onedial/softmax/softmax.hpp"

namespace onedial {
namespace {

LaneMatrix one_row(const Eigen::VectorXf& values) {
  return LaneMatrix(FloatRows(values.transpose()));
}

/// A row's stream of random numbers, for units that take more than 32 bits. Its two blocks are beyond those
/// of `unit_bits`; Philox maps no two to one, so that the state cannot be all zeros.
RandomStream row_stream(const DrawCounter& counter, std::uint32_t row) {
  RandomStream::State state{};
  for (const std::uint32_t half : {0U, 1U}) {
    const auto block = philox4x32(
        {0xFFFFFFFEU + half, row, counter.step, counter.draw + DrawCounter::first_tag},
        {static_cast<std::uint32_t>(counter.seed), static_cast<std::uint32_t>(counter.seed >> 32U)});
    for (std::size_t word = 0; word < 2; ++word) {
      state[std::size_t{2} * half + word] = (std::uint64_t{block[2 * word + 1]} << 32U) | block[2 * word];
    }
  }
  return RandomStream(state);
}

}  // namespace

LaneMachine::LaneMachine(const RestrictedMachine& machine)
    : visible_units(machine.visible_units),
      levels(machine.levels),
      weights(machine.weights),
      transposed(machine.hidden(), machine.visible()),
      visible_biases(one_row(machine.visible_biases)),
      hidden_biases(one_row(machine.hidden_biases)),
      visible_start_(1, machine.visible()),
      hidden_start_(1, machine.hidden()),
      ones_(one_row(Eigen::VectorXf::Ones(machine.visible()))) {
  require_valid(machine);
  transpose_columns(0, hidden());
  refresh_hidden(0, hidden());
  refresh_visible();
}

void LaneMachine::transpose_columns(Index first, Index last) {
  const auto begin = static_cast<std::size_t>(first);
  const auto end = static_cast<std::size_t>(last);
  constexpr std::size_t block = 16;
  for (std::size_t i = 0; i < weights.rows(); i += block) {
    const std::size_t i_end = std::min(i + block, weights.rows());
    for (std::size_t j = begin; j < end; ++j) {
      float* to = transposed.row(j);
      for (std::size_t k = i; k < i_end; ++k) {
        to[k] = weights.row(k)[j];
      }
    }
  }
}

void LaneMachine::refresh_hidden(Index first, Index last) {
  for (auto j = static_cast<std::size_t>(first); j < static_cast<std::size_t>(last); ++j) {
    float start = hidden_biases.row(0)[j];
    if (visible_units == VisibleUnits::spin) {
      start -= rbm_kernels().dot(transposed.row(j), ones_.row(0), transposed.padded());
    }
    hidden_start_.row(0)[j] = start;
  }
}

void LaneMachine::refresh_visible() {
  visible_start_.view(0) = factor() * visible_biases.view(0);
}

void LaneMachine::hidden_fields(std::span<const ActiveUnits> rows, LaneMatrix& fields,
                                Index first_row) const {
  rbm_kernels().sum_rows(rows, weights, hidden_start_.row(0), factor(),
                         fields.row(static_cast<std::size_t>(first_row)), fields.stride());
}

void LaneMachine::visible_fields(std::span<const ActiveUnits> rows, LaneMatrix& fields,
                                 Index first_row) const {
  rbm_kernels().sum_rows(rows, transposed, visible_start_.row(0), factor(),
                         fields.row(static_cast<std::size_t>(first_row)), fields.stride());
}

void LaneMachine::to_hidden_means(LaneMatrix& fields, Index row, float factor) {
  rbm_kernels().to_means(fields.row(static_cast<std::size_t>(row)), fields.padded(),
                         weight_dial<float>(Temperature(1)), factor, 0);
}

void LaneMachine::to_visible_means(LaneMatrix& fields, Index row) const {
  float* values = fields.row(static_cast<std::size_t>(row));
  const auto q = static_cast<std::size_t>(levels);
  switch (visible_units) {
    case VisibleUnits::gaussian:
      return;
    case VisibleUnits::softmax:
      for (std::size_t first = 0; first < fields.columns(); first += q) {
        softmax(std::span<const float>(values + first, q), Temperature(1), {values + first, q});
      }
      return;
    case VisibleUnits::binary:
    case VisibleUnits::spin:
      rbm_kernels().to_means(values, fields.padded(), weight_dial<float>(Temperature(1)), factor(),
                             1 - factor());
  }
}

void LaneMachine::draw_hidden(const LaneMatrix& fields, Index row, Temperature t, const DrawCounter& counter,
                              UnitRows& units) const {
  const auto at = static_cast<std::size_t>(row);
  units.set_count(at, rbm_kernels().draw_units(fields.row(at), fields.columns(), weight_dial<float>(t),
                                               counter, static_cast<std::uint32_t>(row), units.units(at)));
}

void LaneMachine::draw_visible(const LaneMatrix& fields, Index row, Temperature t, const DrawCounter& counter,
                               UnitRows& units) const {
  if (visible_units == VisibleUnits::binary || visible_units == VisibleUnits::spin) {
    draw_hidden(fields, row, t, counter, units);
    return;
  }
  const auto at = static_cast<std::size_t>(row);
  RandomStream random = row_stream(counter, static_cast<std::uint32_t>(row));
  const float* values = fields.row(at);
  std::size_t count = 0;
  if (visible_units == VisibleUnits::softmax) {
    const auto q = static_cast<std::size_t>(levels);
    for (std::size_t first = 0; first < fields.columns(); first += q) {
      const Index level = draw_token(std::span<const float>(values + first, q), t, random);
      units.units(at)[count++] = static_cast<std::uint32_t>(first + static_cast<std::size_t>(level));
    }
  } else {
    const double spread = std::sqrt(t.value());
    for (; count < fields.columns(); ++count) {
      units.units(at)[count] = static_cast<std::uint32_t>(count);
      units.values(at)[count] =
          static_cast<float>(static_cast<double>(values[count]) + spread * draw_normal(random));
    }
  }
  units.set_count(at, count);
}

void LaneMachine::write(RestrictedMachine& machine) const {
  machine.weights = weights.values();
  machine.visible_biases = visible_biases.view(0);
  machine.hidden_biases = hidden_biases.view(0);
}

}  // namespace onedial
