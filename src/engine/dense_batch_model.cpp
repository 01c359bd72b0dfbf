#include "dense_batch_model.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

namespace onedial {
namespace {

/// The couplings of all pairs as base + step·m.
struct Scale {
  std::int32_t base = 0;
  std::int32_t step = 1;
  std::size_t planes = 0;
};

Scale scale_of(const IntegerSpinModel& model) {
  const bool has_all_pairs = model.couplings.size() == model.size() * (model.size() - 1);
  std::int32_t least = has_all_pairs ? std::numeric_limits<std::int32_t>::max() : 0;
  std::int32_t greatest = has_all_pairs ? std::numeric_limits<std::int32_t>::min() : 0;
  for (const std::int32_t coupling : model.couplings) {
    least = std::min(least, coupling);
    greatest = std::max(greatest, coupling);
  }
  if (model.couplings.empty()) {
    return {};
  }
  std::int32_t step = has_all_pairs ? 0 : -least;
  for (const std::int32_t coupling : model.couplings) {
    step = std::gcd(step, coupling - least);
  }
  if (step == 0) {
    return {.base = least};
  }
  return {.base = least,
          .step = step,
          .planes = static_cast<std::size_t>(
              std::bit_width(static_cast<std::uint32_t>((greatest - least) / step)))};
}

std::size_t words_of(const IntegerSpinModel& model) {
  return (model.size() + DenseBatchModel::block_bits - 1) / DenseBatchModel::block_bits *
         DenseBatchModel::block_words;
}

}  // namespace

std::size_t dense_batch_bytes(const IntegerSpinModel& model) {
  return model.size() * scale_of(model).planes * words_of(model) * sizeof(std::uint64_t);
}

DenseBatchModel make_dense_batch_model(const IntegerSpinModel& model) {
  const Scale scale = scale_of(model);
  DenseBatchModel result{.unit = model.unit,
                         .offset = model.offset,
                         .base = scale.base,
                         .step = scale.step,
                         .planes = scale.planes,
                         .words = words_of(model),
                         .rows = {},
                         .fields = model.fields,
                         .constants = model.fields};
  result.rows.resize(model.size() * scale.planes * result.words);
  std::vector<std::int32_t> row(model.size());
  for (std::size_t unit = 0; unit < model.size(); ++unit) {
    std::fill(row.begin(), row.end(), 0);
    const auto columns = model.columns_of(unit);
    for (std::size_t k = 0; k < columns.size(); ++k) {
      row[columns[k]] = model.couplings_of(unit)[k];
      result.constants[unit] -= row[columns[k]];
    }
    row[unit] = scale.base;
    std::uint64_t* bits = result.rows.data() + unit * scale.planes * result.words;
    for (std::size_t other = 0; other < row.size(); ++other) {
      const auto m = static_cast<std::uint64_t>((row[other] - scale.base) / scale.step);
      for (std::size_t plane = 0; plane < scale.planes; ++plane) {
        bits[plane * result.words + other / 64] |= ((m >> plane) & 1U) << (other % 64);
      }
    }
  }
  return result;
}

std::int64_t DenseBatchModel::energy(std::span<const std::uint64_t> levels) const {
  std::int64_t ups = 0;
  for (const std::uint64_t word : levels) {
    ups += std::popcount(word);
  }
  std::int64_t twice = 0;
  for (std::size_t unit_index = 0; unit_index < size(); ++unit_index) {
    const bool up = ((levels[unit_index / 64] >> (unit_index % 64)) & 1U) != 0;
    std::int64_t sum = 0;
    for (std::size_t plane = 0; plane < planes; ++plane) {
      const std::uint64_t* bits = row(unit_index) + plane * words;
      std::int64_t count = 0;
      for (std::size_t word = 0; word < words; ++word) {
        count += std::popcount(bits[word] & levels[word]);
      }
      sum += count << plane;
    }
    const std::int64_t field = constants[unit_index] + 2 * (base * (ups - (up ? 1 : 0)) + step * sum);
    twice -= (up ? 1 : -1) * (field + fields[unit_index]);
  }
  return twice / 2;
}

}  // namespace onedial
