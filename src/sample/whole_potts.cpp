#include "whole_potts.hpp"

#include <cmath>
#include <limits>

namespace onedial {
namespace {

/// The most that the levels of a unit can differ by: infinite unless couplings and fields are whole.
double largest_gap_of(const PottsModel& model, Index unit) {
  double gap = std::abs(model.field());
  bool is_whole = gap == std::round(gap);
  const auto add = [&](double value) {
    gap += 2 * std::abs(value);
    is_whole = is_whole && value == std::round(value);
  };
  for_each_coupling(model.couplings(), unit, [&](Index, double coupling) { add(coupling); });
  if (model.site_fields().size() > 0) {
    for (const double field : model.site_fields().row(unit)) {
      add(field);
    }
  }
  return is_whole ? gap : std::numeric_limits<double>::infinity();
}

double largest_gap_of(const PottsModel& model) {
  double largest = 0;
  for (Index unit = 0; unit < model.size(); ++unit) {
    largest = std::max(largest, largest_gap_of(model, unit));
  }
  return largest;
}

}  // namespace

bool WholePotts::fits(const PottsModel& model) {
  constexpr double most_table_entries = 0x1p20;  // of energies, in each replica
  const auto units = static_cast<double>(model.size());
  return units * model.levels() <= most_table_entries && largest_gap_of(model) <= units * model.levels();
}

WholePotts::WholePotts(std::shared_ptr<const PottsModel> model)
    : model_(std::move(model)), first_{0}, largest_gap_(static_cast<std::size_t>(largest_gap_of(*model_))) {
  const auto levels = static_cast<std::size_t>(model_->levels());
  for (Index unit = 0; unit < model_->size(); ++unit) {
    for_each_coupling(model_->couplings(), unit, [&](Index j, double coupling) {
      neighbours_.push_back({.first_level = static_cast<std::size_t>(j) * levels,
                             .coupling = static_cast<std::int32_t>(coupling)});
    });
    first_.push_back(neighbours_.size());
  }
}

}  // namespace onedial
