#include "onedial/viewer/history.hpp"

#include <algorithm>
#include <stdexcept>

namespace onedial::viewer {

History::History(std::size_t columns, std::size_t buckets) : columns_(columns), buckets_(buckets) {
  if (columns < 1 || buckets < 2) {
    throw std::invalid_argument("a history needs at least one column and two buckets");
  }
  cells_.reserve(columns * buckets);
}

void History::add(std::span<const double> values) {
  if (values.size() != columns_) {
    throw std::invalid_argument("a history of " + std::to_string(columns_) + " columns got " +
                                std::to_string(values.size()) + " values");
  }
  const auto needs_bucket = [&] { return in_last_ == 0 || in_last_ == per_bucket_; };
  if (needs_bucket() && filled() == buckets_) {
    merge_pairs();  // which may leave room in the last bucket
  }
  if (needs_bucket()) {
    for (const double value : values) {
      cells_.push_back({value, value, value});
    }
    in_last_ = 1;
  } else {
    Cell* last = cells_.data() + (filled() - 1) * columns_;
    for (std::size_t c = 0; c < columns_; ++c) {
      last[c].sum += values[c];
      last[c].least = std::min(last[c].least, values[c]);
      last[c].greatest = std::max(last[c].greatest, values[c]);
    }
    ++in_last_;
  }
  ++sweeps_;
}

void History::clear() {
  cells_.clear();
  per_bucket_ = 1;
  in_last_ = 0;
  sweeps_ = 0;
}

/// Full buckets only; an odd one at the end stays as one that is half full.
void History::merge_pairs() {
  const std::size_t full = filled();
  const std::size_t merged = (full + 1) / 2;
  for (std::size_t b = 0; b < merged; ++b) {
    for (std::size_t c = 0; c < columns_; ++c) {
      Cell cell = cells_[2 * b * columns_ + c];
      if (2 * b + 1 < full) {
        const Cell& next = cells_[(2 * b + 1) * columns_ + c];
        cell.sum += next.sum;
        cell.least = std::min(cell.least, next.least);
        cell.greatest = std::max(cell.greatest, next.greatest);
      }
      cells_[b * columns_ + c] = cell;
    }
  }
  cells_.resize(merged * columns_);
  in_last_ = full % 2 == 0 ? 2 * per_bucket_ : per_bucket_;
  per_bucket_ *= 2;
}

double History::count(std::size_t bucket) const {
  return static_cast<double>(bucket + 1 == filled() ? in_last_ : per_bucket_);
}

std::vector<double> History::times() const {
  std::vector<double> out(filled());
  for (std::size_t b = 0; b < out.size(); ++b) {
    out[b] = static_cast<double>(b) * static_cast<double>(per_bucket_) + 0.5 * (1 + count(b));
  }
  return out;
}

std::vector<double> History::means(std::size_t column) const {
  std::vector<double> out(filled());
  for (std::size_t b = 0; b < out.size(); ++b) {
    out[b] = cells_.at(b * columns_ + column).sum / count(b);
  }
  return out;
}

std::vector<double> History::least(std::size_t column) const {
  std::vector<double> out(filled());
  for (std::size_t b = 0; b < out.size(); ++b) {
    out[b] = cells_.at(b * columns_ + column).least;
  }
  return out;
}

std::vector<double> History::greatest(std::size_t column) const {
  std::vector<double> out(filled());
  for (std::size_t b = 0; b < out.size(); ++b) {
    out[b] = cells_.at(b * columns_ + column).greatest;
  }
  return out;
}

}  // namespace onedial::viewer
