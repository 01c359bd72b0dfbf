#include "spin_model.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <optional>

namespace onedial {
namespace {

RealSpinModel real_spin_model(const PairwiseModel& spins, std::span<const std::uint32_t> order) {
  const auto size = static_cast<std::size_t>(spins.size());
  const auto outer = [&](std::size_t unit) { return order.empty() ? unit : std::size_t{order[unit]}; };
  std::vector<std::uint32_t> inner(size);
  for (std::size_t unit = 0; unit < size; ++unit) {
    inner[outer(unit)] = static_cast<std::uint32_t>(unit);
  }
  RealSpinModel result;
  result.offset = spins.offset();
  result.row_starts.reserve(size + 1);
  result.row_starts.push_back(0);
  std::vector<std::pair<std::uint32_t, double>> row;
  for (std::size_t unit = 0; unit < size; ++unit) {
    row.clear();
    for_each_coupling(spins, static_cast<Index>(outer(unit)), [&](Index column, double coupling) {
      if (coupling != 0) {
        row.emplace_back(inner[static_cast<std::size_t>(column)], coupling);
      }
    });
    if (!order.empty()) {
      std::sort(row.begin(), row.end());
    }
    for (const auto& [column, coupling] : row) {
      result.columns.push_back(column);
      result.couplings.push_back(coupling);
    }
    result.row_starts.push_back(result.columns.size());
    result.fields.push_back(spins.fields()[static_cast<Index>(outer(unit))]);
  }
  return result;
}

constexpr double tolerance = 1e-14;
constexpr double greatest_strength = 0x1p30;

/// A number of which all others are integer multiples: by Euclid's algorithm, which ends at once where there
/// is none, since the remainders of rounded numbers do not get to 0 before they get too small.
std::optional<double> common_unit(const RealSpinModel& model) {
  double unit = 0;
  for (const std::vector<double>* values : {&model.couplings, &model.fields}) {
    for (const double value : *values) {
      double a = std::abs(value);
      if (a == 0 || a == unit) {
        continue;
      }
      const double smallest = a * 1e-9;
      double b = unit;
      while (b > smallest) {
        const double remainder = std::abs(std::remainder(a, b));
        a = b;
        // What is left of rounded multiples is no divisor, but rounding.
        b = remainder > 1e-9 * b ? remainder : 0;
      }
      if (b != 0) {
        return std::nullopt;
      }
      unit = a;
    }
  }
  return unit > 0 ? unit : 1;
}

std::optional<IntegerSpinModel> integer_spin_model(const RealSpinModel& model) {
  if (!(model.max_strength() > 0)) {
    return IntegerSpinModel{.offset = model.offset,
                            .row_starts = model.row_starts,
                            .columns = model.columns,
                            .couplings = {},
                            .fields = std::vector<std::int32_t>(model.size())};
  }
  const auto unit = common_unit(model);
  if (!unit || !(model.max_strength() / *unit < greatest_strength)) {
    return std::nullopt;
  }
  // The unit itself may be a rounded number: the greatest multiple gives its last digits.
  double greatest = 0;
  for (const std::vector<double>* values : {&model.couplings, &model.fields}) {
    for (const double value : *values) {
      greatest = std::max(greatest, std::abs(value));
    }
  }
  IntegerSpinModel result;
  result.unit = greatest / std::round(greatest / *unit);
  result.offset = model.offset;
  result.row_starts = model.row_starts;
  result.columns = model.columns;
  const auto convert = [&](const std::vector<double>& from, std::vector<std::int32_t>& to) {
    to.reserve(from.size());
    for (const double value : from) {
      const double multiple = std::round(value / result.unit);
      if (!(std::abs(multiple * result.unit - value) <= tolerance * std::abs(value))) {
        return false;
      }
      to.push_back(static_cast<std::int32_t>(multiple));
    }
    return true;
  };
  if (!convert(model.couplings, result.couplings) || !convert(model.fields, result.fields)) {
    return std::nullopt;
  }
  return result;
}

}  // namespace

template <class Value>
std::conditional_t<std::is_integral_v<Value>, std::int64_t, double> SpinModel<Value>::energy(
    std::span<const std::uint8_t> levels) const {
  using Energy = std::conditional_t<std::is_integral_v<Value>, std::int64_t, double>;
  const auto spin = [&](std::size_t i) { return levels[i] != 0 ? Energy{1} : Energy{-1}; };
  Energy twice = 0;
  for (std::size_t row = 0; row < size(); ++row) {
    const auto row_columns = columns_of(row);
    const auto row_couplings = couplings_of(row);
    Energy field = 2 * static_cast<Energy>(fields[row]);
    for (std::size_t k = 0; k < row_columns.size(); ++k) {
      field += row_couplings[k] * spin(row_columns[k]);
    }
    twice -= spin(row) * field;
  }
  return twice / 2;
}

template <class Value>
Value SpinModel<Value>::strength(std::size_t row) const {
  const auto row_couplings = couplings_of(row);
  return std::accumulate(row_couplings.begin(), row_couplings.end(), std::abs(fields[row]),
                         [](Value sum, Value coupling) { return sum + std::abs(coupling); });
}

template <class Value>
Value SpinModel<Value>::max_strength() const {
  Value greatest = 0;
  for (std::size_t row = 0; row < size(); ++row) {
    greatest = std::max(greatest, strength(row));
  }
  return greatest;
}

template struct SpinModel<std::int32_t>;
template struct SpinModel<double>;

std::variant<IntegerSpinModel, RealSpinModel> make_spin_model(const PairwiseModel& model,
                                                              std::span<const std::uint32_t> order) {
  RealSpinModel reals = model.domain() == Domain::spin
                            ? real_spin_model(model, order)
                            : real_spin_model(model.in_domain(Domain::spin), order);
  if (auto integers = integer_spin_model(reals)) {
    return *std::move(integers);
  }
  return reals;
}

}  // namespace onedial
