#include "byte_lanes_model.hpp"

#include <algorithm>
#include <cassert>

#include "neighbour_order.hpp"

namespace onedial {
namespace {

/// Rows with couplings of both signs and fewer neighbours than this are "and"ed rather than sorted by sign:
/// the processor cannot guess where such short lists end.
constexpr std::size_t sorted_degree = 16;

bool has(const IntegerSpinModel& model, std::int32_t coupling) {
  return std::find(model.couplings.begin(), model.couplings.end(), coupling) != model.couplings.end();
}

}  // namespace

ByteLanesModel make_byte_lanes_model(const IntegerSpinModel& model) {
  ByteLanesModel result;
  result.unit = model.unit;
  result.max_strength = model.max_strength();
  assert(result.max_strength <= max_byte_strength);
  result.units.reserve(model.size() + 1);
  const bool both_signs = has(model, 1) && has(model, -1);
  for (std::size_t row = 0; row < model.size(); ++row) {
    const std::vector<std::size_t> places = newest_last(model, row);
    const bool sorted = !both_signs || places.size() >= sorted_degree;
    const auto list = [&](std::int32_t coupling) {
      for (const std::size_t k : places) {
        if (model.couplings[k] == coupling) {
          result.columns.push_back(model.columns[k]);
        }
      }
    };
    ByteLanesModel::Unit unit{.added = result.columns.size(), .weighted = result.weighted.size()};
    if (sorted) {
      list(1);
    }
    unit.subtracted = result.columns.size();
    if (sorted) {
      list(-1);
    }
    std::int32_t constant = model.fields[row];
    for (const std::size_t k : places) {
      const std::int32_t coupling = model.couplings[k];
      constant += coupling;
      if (!sorted || (coupling != 1 && coupling != -1)) {
        const std::uint32_t byte = static_cast<std::uint32_t>(-coupling) & 0xFFU;
        result.weighted.push_back({model.columns[k], byte * 0x01010101U});
      }
    }
    unit.odd = constant % 2 != 0;
    unit.half = static_cast<std::int8_t>((constant - (unit.odd ? 1 : 0)) / 2);
    result.units.push_back(unit);
  }
  const std::size_t end = result.columns.size();
  result.units.push_back({.added = end, .subtracted = end, .weighted = result.weighted.size()});
  return result;
}

}  // namespace onedial
