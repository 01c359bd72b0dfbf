#include "onedial/anneal/temperature_range.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The number of which all values are multiples, if they are at most a thousand of it; such as 0.1 for
/// decimals with one digit, whose rounding errors do not count.
std::optional<double> common_quantum(const std::vector<double>& values) {
  constexpr double most_levels = 1000;
  constexpr double rounding = 1e-9;
  const double largest = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
  double quantum = 0;
  for (double a : values) {
    double b = quantum;
    while (a > rounding * largest) {  // Euclid's algorithm
      double rest = std::fmod(b, a);
      rest = a - rest <= rounding * largest ? 0 : rest;
      b = a;
      a = rest;
    }
    quantum = b;
    if (largest > most_levels * quantum) {
      return std::nullopt;
    }
  }
  // The largest value is a whole number of quanta, which takes the rounding out of the quantum.
  return quantum > 0 ? std::optional(largest / std::round(largest / quantum)) : std::nullopt;
}

/// The smallest |ΔE| > 0 of a flip of a unit whose local field is hᵢ + Σ±Jᵢⱼ, all multiples of q: the field
/// moves in steps of 2q from hᵢ + ΣJᵢⱼ (at least: a common factor of the Jᵢⱼ alone can only widen it).
double smallest_gap(double field_at_alignment, double quantum) {
  const bool is_odd = std::fmod(std::round(std::abs(field_at_alignment) / quantum), 2.0) == 1;
  return 2 * (is_odd ? quantum : 2 * quantum);
}

/// The value with a share `fraction` of all below it.
double quantile(std::vector<double> values, double fraction) {
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(fraction * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

/// The lowest decile of the magnitudes that are not 0; infinite where less than one unit in twenty has one.
double usual_field(const Eigen::VectorXd& fields, double largest) {
  constexpr double rounding = 1e-12;
  std::vector<double> magnitudes;
  for (const double field : fields) {
    if (std::abs(field) > rounding * largest) {
      magnitudes.push_back(std::abs(field));
    }
  }
  const bool is_usual = 20 * std::ssize(magnitudes) >= fields.size() && !magnitudes.empty();
  return is_usual ? quantile(std::move(magnitudes), 0.1) : infinity;
}

/// By how much the fields of different units differ; infinite where most are equal.
double spread_of_fields(const Eigen::VectorXd& fields, double largest) {
  constexpr double rounding = 1e-12;
  const std::vector<double> values(fields.begin(), fields.end());
  const double spread = quantile(values, 0.75) - quantile(values, 0.25);
  return spread > rounding * largest ? spread : infinity;
}

/// What the two forms of a model say about one scale each.
struct Scales {
  double widest = 0;                    ///< the largest σᵢ
  std::vector<double> values;           ///< magnitudes of all couplings and fields
  std::vector<double> usual_couplings;  ///< the lower quartile of 2|Jᵢⱼ| of each unit that has any
};

Scales scales_of(const PairwiseModel& spins) {
  Scales scales;
  std::vector<double> row;
  for (Index i = 0; i < spins.size(); ++i) {
    row.clear();
    double squares = spins.fields()[i] * spins.fields()[i];
    scales.values.push_back(std::abs(spins.fields()[i]));
    for_each_coupling(spins, i, [&](Index, double coupling) {
      if (coupling != 0) {
        squares += coupling * coupling;
        scales.values.push_back(std::abs(coupling));
        row.push_back(2 * std::abs(coupling));
      }
    });
    scales.widest = std::max(scales.widest, 2 * std::sqrt(squares));
    if (!row.empty()) {
      scales.usual_couplings.push_back(quantile(row, 0.25));
    }
  }
  return scales;
}

double discrete_gap(const PairwiseModel& spins, double quantum) {
  double gap = infinity;
  for (Index i = 0; i < spins.size(); ++i) {
    double aligned = spins.fields()[i];
    for_each_coupling(spins, i, [&](Index, double coupling) { aligned += coupling; });
    gap = std::min(gap, smallest_gap(aligned, quantum));
  }
  return gap;
}

double continuous_gap(const PairwiseModel& spins, const PairwiseModel& bits, const Scales& scales) {
  const double couplings = scales.usual_couplings.empty() ? infinity : quantile(scales.usual_couplings, 0.1);
  const double gap =
      std::min({couplings, 2 * usual_field(spins.fields(), scales.widest),
                usual_field(bits.fields(), scales.widest), spread_of_fields(bits.fields(), scales.widest)});
  return gap < infinity ? gap : scales.widest;
}

}  // namespace

TemperatureRange temperature_range(const PairwiseModel& model) {
  const PairwiseModel spins = model.in_domain(Domain::spin);
  const Scales scales = scales_of(spins);
  if (scales.widest == 0) {
    return {Temperature(1.0), Temperature(1.0)};
  }
  const std::optional<double> quantum = common_quantum(scales.values);
  const double gap = quantum ? discrete_gap(spins, *quantum)
                             : continuous_gap(spins, model.in_domain(Domain::binary), scales);
  const double hot = 4 * scales.widest;
  const double cold = gap / elementary::log(100.0 * static_cast<double>(spins.size()));
  return {Temperature(hot), Temperature(std::min(hot, cold))};
}

TemperatureRange temperature_range(const PottsModel& model) {
  double widest = 0;
  std::vector<double> gaps;
  for (Index i = 0; i < model.size(); ++i) {
    double squares = model.field() * model.field();
    if (model.site_fields().size() > 0) {
      const auto fields = model.site_fields().row(i);
      squares = fields.squaredNorm();
      for (const double field : fields) {
        if (field != 0) {
          gaps.push_back(std::abs(field));
        }
      }
    }
    for_each_coupling(model.couplings(), i, [&](Index, double coupling) {
      squares += coupling * coupling;
      if (coupling != 0) {
        gaps.push_back(std::abs(coupling));
      }
    });
    if (model.field() != 0) {
      gaps.push_back(std::abs(model.field()));
    }
    widest = std::max(widest, std::sqrt(2 * squares / model.levels()));
  }
  if (widest == 0) {
    return {Temperature(1.0), Temperature(1.0)};
  }
  const double hot = 4 * widest;
  const double cold =
      quantile(std::move(gaps), 0.1) / elementary::log(100.0 * static_cast<double>(model.size()));
  return {Temperature(hot), Temperature(std::min(hot, cold))};
}

}  // namespace onedial
