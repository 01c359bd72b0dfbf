#include "phase_difference.hpp"

#include <algorithm>
#include <numeric>

namespace onedial {

PhaseDifference::PhaseDifference(Index most_rows, Index visible, Index hidden_units)
    : hidden(most_rows, hidden_units),
      visible_difference(1, visible),
      hidden_difference(1, hidden_units),
      hidden_means(1, hidden_units),
      rows_of_unit_(visible, most_rows, true),
      minus_hidden_difference_(1, hidden_units),
      all_(static_cast<std::size_t>(most_rows)) {
  std::iota(all_.begin(), all_.end(), 0U);
}

void PhaseDifference::set_visible(std::span<const ActiveUnits> visible_rows, Index examples,
                                  VisibleUnits units, Index first, Index last) {
  const auto begin = static_cast<std::size_t>(first);
  const auto end = static_cast<std::size_t>(last);
  const bool has_values = std::any_of(visible_rows.begin(), visible_rows.end(),
                                      [](const ActiveUnits& row) { return row.values != nullptr; });
  std::vector<std::size_t> counts(end - begin);
  std::vector<double> data_sums(end - begin);
  std::vector<double> model_sums(end - begin);
  for (std::size_t r = 0; r < visible_rows.size(); ++r) {
    const ActiveUnits& row = visible_rows[r];
    auto& sums = r < static_cast<std::size_t>(examples) ? data_sums : model_sums;
    const std::uint32_t* row_end = row.units + row.count;
    const std::uint32_t* from = std::lower_bound(row.units, row_end, static_cast<std::uint32_t>(begin));
    for (; from != row_end && *from < end; ++from) {
      const std::size_t unit = *from;
      const float value = row.values == nullptr ? 1.0F : row.values[from - row.units];
      std::size_t& count = counts[unit - begin];
      rows_of_unit_.units(unit)[count] = static_cast<std::uint32_t>(r);
      if (has_values) {
        rows_of_unit_.values(unit)[count] = value;
      }
      ++count;
      sums[unit - begin] += static_cast<double>(value);
    }
  }
  const auto n = static_cast<double>(examples);
  const double m = static_cast<double>(visible_rows.size()) - n;
  const double factor = units == VisibleUnits::spin ? 2 : 1;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    rows_of_unit_.set_count(begin + k, counts[k]);
    rows_of_unit_.set_has_values(begin + k, has_values);
    visible_difference.row(0)[begin + k] =
        static_cast<float>(factor * (data_sums[k] / n - model_sums[k] / m));
  }
}

void PhaseDifference::set_hidden(Index examples, Index samples) {
  const auto n = static_cast<std::size_t>(examples);
  const ActiveUnits of_data{all_.data(), nullptr, n};
  const ActiveUnits of_model{all_.data() + n, nullptr, static_cast<std::size_t>(samples)};
  rbm_kernels().sum_rows({&of_data, 1}, hidden, nullptr, 1, hidden_means.row(0), hidden_means.stride());
  rbm_kernels().sum_rows({&of_model, 1}, hidden, hidden_means.row(0), 1, hidden_difference.row(0),
                         hidden_difference.stride());
  minus_hidden_difference_.view(0) = -hidden_difference.view(0);
}

void PhaseDifference::gradient(const LaneMachine& machine, Index first, Index last,
                               LaneMatrix& gradient) const {
  // Of spins v = 2x − 1.
  const float* start =
      machine.visible_units == VisibleUnits::spin ? minus_hidden_difference_.row(0) : nullptr;
  rbm_kernels().sum_rows(rows_of_unit_.rows(first, last), hidden, start, machine.factor(), gradient.row(0),
                         gradient.stride());
}

}  // namespace onedial
