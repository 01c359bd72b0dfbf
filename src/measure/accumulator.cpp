#include "onedial/measure/accumulator.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

#include "finite.hpp"

namespace onedial {

Accumulator::Accumulator(Index observables) {
  if (observables < 1) {
    throw std::invalid_argument(fmt::format("observables ({}) must be at least 1", observables));
  }
  const auto count = static_cast<std::size_t>(observables);
  origins_.resize(count);
  means_.resize(count);
  products_.resize(count * (count + 1) / 2);
  differences_.resize(count);
}

void Accumulator::add(std::span<const double> values) {
  if (values.size() != means_.size()) {
    throw std::invalid_argument(
        fmt::format("a sample of {} values, but there are {} observables", values.size(), means_.size()));
  }
  require_finite(values);
  if (count_ == 0) {
    std::copy(values.begin(), values.end(), origins_.begin());
  }
  const auto before = static_cast<double>(count_);
  ++count_;
  const auto now = static_cast<double>(count_);
  for (std::size_t a = 0; a < values.size(); ++a) {
    differences_[a] = (values[a] - origins_[a]) - means_[a].value();
    for (std::size_t b = 0; b <= a; ++b) {
      products_[pair(a, b)].add(differences_[a] * (differences_[b] * (before / now)));
    }
  }
  shift_means(differences_, 1 / now);
}

void Accumulator::merge(const Accumulator& other) {
  if (other.observables() != observables()) {
    throw std::invalid_argument(fmt::format("cannot merge accumulators of {} and of {} observables",
                                            observables(), other.observables()));
  }
  if (other.count_ == 0) {
    return;
  }
  if (count_ == 0) {
    *this = other;
    return;
  }
  const auto here = static_cast<double>(count_);
  const auto there = static_cast<double>(other.count_);
  std::vector<double> differences(means_.size());
  for (std::size_t a = 0; a < means_.size(); ++a) {
    differences[a] = (other.origins_[a] - origins_[a]) + (other.means_[a].value() - means_[a].value());
    for (std::size_t b = 0; b <= a; ++b) {
      CompensatedSum& product = products_[pair(a, b)];
      product.add(other.products_[pair(a, b)].value());
      product.add(differences[a] * (differences[b] * (here * there / (here + there))));
    }
  }
  count_ += other.count_;
  shift_means(differences, there / (here + there));
}

void Accumulator::shift_means(std::span<const double> differences, double fraction) {
  for (std::size_t a = 0; a < means_.size(); ++a) {
    means_[a].add(differences[a] * fraction);
  }
}

double Accumulator::mean(Index observable) const {
  if (count_ < 1) {
    throw std::logic_error("a mean needs at least 1 sample");
  }
  const auto a = static_cast<std::size_t>(observable);
  return origins_.at(a) + means_.at(a).value();
}

double Accumulator::covariance(Index a, Index b) const {
  if (count_ < 2) {
    throw std::logic_error(fmt::format("a variance needs at least 2 samples, there are {}", count_));
  }
  const auto low = static_cast<std::size_t>(std::min(a, b));
  const auto high = static_cast<std::size_t>(std::max(a, b));
  return products_.at(pair(high, low)).value() / static_cast<double>(count_ - 1);
}

}  // namespace onedial
