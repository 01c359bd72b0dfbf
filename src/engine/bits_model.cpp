#include "bits_model.hpp"

#include <algorithm>
#include <cstdlib>

namespace onedial {
namespace {

/// Rows this long are filled up to a multiple of `chunk` inputs, since a row's odd end costs more in
/// mispredicted branches than a few additions of 0.
constexpr std::uint32_t long_row = 16;
constexpr std::uint32_t chunk = 8;

}  // namespace

BitsModel make_bits_model(const IntegerSpinModel& model) {
  const auto is_negative = [](std::int32_t coupling) { return coupling < 0; };
  const auto negatives = std::count_if(model.couplings.begin(), model.couplings.end(), is_negative);
  BitsModel result;
  result.mixed = negatives != 0 && negatives != std::ssize(model.couplings);
  result.negated = negatives != 0 && !result.mixed;

  const std::int32_t strongest = model.max_strength();
  result.classes = static_cast<std::size_t>(strongest) / 2 + 1;
  result.sign_bit = result.classes <= 4 ? 2 : 6;  // those that kernels are compiled for
  const auto dummy = static_cast<std::uint32_t>(model.size());
  const auto add_input = [&](std::uint32_t unit, bool negative) {
    result.inputs.push_back(unit);
    result.negative.push_back(negative ? 1 : 0);
  };
  for (std::size_t row = 0; row < model.size(); ++row) {
    const std::int32_t strength = model.strength(row);
    const std::int32_t field = result.negated ? -model.fields[row] : model.fields[row];
    BitsModel::Unit unit{};
    unit.first = static_cast<std::uint32_t>(result.inputs.size());
    unit.heavy_first = static_cast<std::uint32_t>(result.heavy.size());
    unit.bias = static_cast<std::uint8_t>((1 << result.sign_bit) - (strength + 1) / 2 + std::max(field, 0));
    unit.odd = strength % 2 != 0;
    const auto columns = model.columns_of(row);
    const auto couplings = model.couplings_of(row);
    for (std::size_t k = 0; k < columns.size(); ++k) {
      const bool negative = result.mixed && couplings[k] < 0;
      const auto weight = static_cast<std::uint32_t>(std::abs(couplings[k]));
      if ((weight & 1U) != 0) {
        add_input(columns[k], negative);
      }
      for (std::uint8_t level = 1; (weight >> level) != 0; ++level) {
        if (((weight >> level) & 1U) != 0) {
          result.heavy.push_back({columns[k], level, static_cast<std::uint8_t>(negative ? 1 : 0)});
        }
      }
    }
    unit.count = static_cast<std::uint32_t>(result.inputs.size()) - unit.first;
    while (unit.count >= long_row && unit.count % chunk != 0) {
      add_input(dummy, false);
      ++unit.count;
    }
    unit.heavy_count = static_cast<std::uint16_t>(result.heavy.size() - unit.heavy_first);
    result.units.push_back(unit);
  }
  return result;
}

}  // namespace onedial
