#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "onedial/model/solvable_models.hpp"

namespace onedial {
namespace {

/// Σ e^{−βΔ}, ΣΔ e^{−βΔ} and ΣΔ² e^{−βΔ} over states with energies Δ ≥ 0: sums that cancel nothing.
struct Moments {
  double zeroth = 0;
  double first = 0;
  double second = 0;
};

Moments operator+(const Moments& a, const Moments& b) {
  return {a.zeroth + b.zeroth, a.first + b.first, a.second + b.second};
}
/// Of both together, whose energies add.
Moments operator*(const Moments& a, const Moments& b) {
  return {a.zeroth * b.zeroth, a.first * b.zeroth + a.zeroth * b.first,
          a.second * b.zeroth + 2 * a.first * b.first + a.zeroth * b.second};
}
Moments scaled(const Moments& a, double factor) {
  return {a.zeroth * factor, a.first * factor, a.second * factor};
}
Moments of_state(double energy, double beta) {
  const double weight = std::exp(-beta * energy);
  return {weight, energy * weight, energy * energy * weight};
}

/// Of spins up and down at both ends of a piece of chain, times e^{log_scale}.
struct Transfer {
  std::array<std::array<Moments, 2>, 2> ends;
  double log_scale = 0;
};

Transfer operator*(const Transfer& a, const Transfer& b) {
  Transfer product{.ends = {}, .log_scale = a.log_scale + b.log_scale};
  double largest = 0;
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t j = 0; j < 2; ++j) {
      product.ends.at(i).at(j) = a.ends.at(i)[0] * b.ends[0].at(j) + a.ends.at(i)[1] * b.ends[1].at(j);
      largest = std::max(largest, product.ends.at(i).at(j).zeroth);
    }
  }
  for (auto& row : product.ends) {
    for (Moments& one : row) {
      one = scaled(one, 1 / largest);
    }
  }
  product.log_scale += std::log(largest);
  return product;
}

Transfer power(Transfer base, Index exponent) {
  Transfer result{.ends = {{{Moments{1}, Moments{0}}, {Moments{0}, Moments{1}}}}};
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 == 1) {
      result = result * base;
    }
    base = base * base;
  }
  return result;
}

/// A chain whose bonds carry half of the fields of their ends.
class Chain {
 public:
  Chain(Index units, double coupling, double field, Temperature t) : field_(field), temperature_(t) {
    if (units < 2) {
      throw std::invalid_argument("units (" + std::to_string(units) + ") must be at least 2");
    }
    for (const auto& [name, value] : {std::pair("coupling", coupling), std::pair("field", field)}) {
      if (!std::isfinite(value)) {
        throw std::invalid_argument(std::string(name) + " (" + std::to_string(value) + ") must be finite");
      }
    }
    if (t.is_zero()) {
      throw std::invalid_argument("a transfer matrix is of temperatures above 0");
    }
    lowest_bond_ = std::min(-coupling - std::abs(field), coupling);
    for (std::size_t i = 0; i < 2; ++i) {
      for (std::size_t j = 0; j < 2; ++j) {
        const double energy = -coupling * spin(i) * spin(j) - field * (spin(i) + spin(j)) / 2;
        bond_.ends.at(i).at(j) = of_state(energy - lowest_bond_, beta());
      }
    }
  }

  [[nodiscard]] Thermodynamics closed(Index units) const {
    const Transfer around = power(bond_, units);
    return told_by(around.ends[0][0] + around.ends[1][1], around.log_scale,
                   static_cast<double>(units) * lowest_bond_);
  }

  [[nodiscard]] Thermodynamics open(Index units) const {
    const Transfer along = power(bond_, units - 1);
    const double lowest_end = -std::abs(field_) / 2;
    Moments sum;
    for (std::size_t i = 0; i < 2; ++i) {
      for (std::size_t j = 0; j < 2; ++j) {
        const double ends = -field_ * (spin(i) + spin(j)) / 2 - 2 * lowest_end;
        sum = sum + along.ends.at(i).at(j) * of_state(ends, beta());
      }
    }
    return told_by(sum, along.log_scale, static_cast<double>(units - 1) * lowest_bond_ + 2 * lowest_end);
  }

 private:
  static double spin(std::size_t end) { return end == 0 ? 1 : -1; }
  [[nodiscard]] double beta() const { return temperature_.is_infinite() ? 0 : 1 / temperature_.value(); }

  [[nodiscard]] Thermodynamics told_by(const Moments& sum, double log_scale, double lowest) const {
    const double mean = sum.first / sum.zeroth;
    const double difference = sum.second / sum.zeroth - mean * mean;
    // Where not all bonds can be at their lowest, the mean stays above 0 in the cold, and only rounding
    // differs.
    constexpr double rounding = 1e-13;
    const double variance = difference > rounding * mean * mean ? difference : 0;
    const double log_sum = std::log(sum.zeroth) + log_scale;
    const double entropy = log_sum + beta() * mean;
    return {.temperature = temperature_,
            .log_z = log_sum - beta() * lowest,
            .mean_energy = lowest + mean,
            .energy_variance = variance,
            .entropy = entropy,
            .free_energy = lowest + mean - temperature_.value() * entropy,
            .heat_capacity = variance * beta() * beta(),
            .entropy_slope = variance * beta() * beta() * beta()};
  }

  double field_;
  Temperature temperature_;
  double lowest_bond_ = 0;
  Transfer bond_;
};

}  // namespace

Thermodynamics ring_thermodynamics(Index units, double coupling, double field, Temperature t) {
  return Chain(units, coupling, field, t).closed(units);
}

Thermodynamics open_chain_thermodynamics(Index units, double coupling, double field, Temperature t) {
  return Chain(units, coupling, field, t).open(units);
}

}  // namespace onedial
