#include "onedial/memory/dense_memory.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace onedial {
namespace {

constexpr Index most_power = 30;

double whole_power(double base, Index exponent) {
  double power = 1;
  for (; exponent > 0; exponent /= 2) {
    power *= exponent % 2 == 1 ? base : 1;
    base *= base;
  }
  return power;
}

}  // namespace

DenseMemory::DenseMemory(const Patterns& patterns, Index power, bool is_rectified) {
  require_spins(patterns);
  if (power < 2 || power > most_power) {
    throw std::invalid_argument(fmt::format("power ({}) must be 2 to {}", power, most_power));
  }
  shared_ = std::make_shared<const Shared>(
      Shared{.patterns = patterns,
             .power = power,
             .is_rectified = is_rectified,
             .scale = 1 / whole_power(static_cast<double>(patterns.rows()), power - 1)});
  raised_.resize(static_cast<std::size_t>(patterns.cols()));
  place(State(static_cast<std::size_t>(size()), 0));
}

double DenseMemory::raised(double sum) const {
  return shared_->is_rectified && sum < 0 ? 0 : whole_power(sum, shared_->power);
}

double DenseMemory::place(const State& state) {
  if (static_cast<Index>(state.size()) != size()) {
    throw std::invalid_argument(fmt::format("state has {} units, the memory has {}", state.size(), size()));
  }
  const Eigen::VectorXd spins = spins_of(state);
  spins_.assign(spins.begin(), spins.end());
  sums_ = shared_->patterns.transpose() * spins;
  double total = 0;
  for (std::size_t p = 0; p < raised_.size(); ++p) {
    raised_[p] = raised(sums_(static_cast<Index>(p)));
    total += raised_[p];
  }
  return -total * shared_->scale;
}

double DenseMemory::flip_energy(Index unit) const {
  const double change = -2 * spins_[static_cast<std::size_t>(unit)];
  const auto row = shared_->patterns.row(unit);
  double gain = 0;
  for (Index p = 0; p < row.size(); ++p) {
    gain += raised(sums_(p) + change * row(p)) - raised_[static_cast<std::size_t>(p)];
  }
  return -gain * shared_->scale;
}

void DenseMemory::flip(Index unit) {
  double& spin = spins_[static_cast<std::size_t>(unit)];
  spin = -spin;
  const auto row = shared_->patterns.row(unit);
  for (Index p = 0; p < row.size(); ++p) {
    sums_(p) += 2 * spin * row(p);
    raised_[static_cast<std::size_t>(p)] = raised(sums_(p));
  }
}

double dense_capacity(Index power, Index units) {
  if (power < 2 || units < 2) {
    throw std::invalid_argument("a capacity needs a power and a number of units of at least 2");
  }
  double factorial = 1;  // (2n − 3)!!
  for (Index k = 2 * power - 3; k > 1; k -= 2) {
    factorial *= static_cast<double>(k);
  }
  const auto n = static_cast<double>(units);
  return whole_power(n, power - 2) / (2 * factorial * std::log(n));
}

}  // namespace onedial
