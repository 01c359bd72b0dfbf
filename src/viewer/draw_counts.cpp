#include "draw_counts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "onedial/plot/number_format.hpp"

namespace onedial::viewer {

void DrawCounts::add(std::size_t outcome) {
  ++counts_.at(outcome);
  ++count_;
  ++last_counts_.at(outcome);
  if (last_.size() < most_last) {
    last_.push_back(outcome);
    return;
  }
  --last_counts_.at(last_[oldest_]);
  last_[oldest_] = outcome;
  oldest_ = (oldest_ + 1) % most_last;
}

void DrawCounts::start_anew() {
  std::fill(counts_.begin(), counts_.end(), 0);
  count_ = 0;
}

bool DrawCounts::is_settled() const {
  return count_ >= static_cast<Index>(last_.size());
}

std::vector<double> DrawCounts::frequencies() const {
  std::vector<double> out;
  const auto total = is_settled() ? static_cast<double>(count_) : static_cast<double>(last_.size());
  if (total == 0) {
    return out;
  }
  for (const Index n : is_settled() ? counts_ : last_counts_) {
    out.push_back(static_cast<double>(n) / total);
  }
  return out;
}

std::string DrawCounts::label() const {
  if (is_settled()) {
    return fmt::format("{} {} at this T", format_fixed(static_cast<double>(count_), 0),
                       count_ == 1 ? "draw" : "draws");
  }
  return last_.size() == 1 ? std::string("the last draw") : fmt::format("the last {} draws", last_.size());
}

}  // namespace onedial::viewer
