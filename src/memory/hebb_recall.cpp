#include "onedial/memory/hebb_recall.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "hebb_kernels.hpp"

namespace onedial {
namespace {

/// As many starts as share one product of matrices.
constexpr Index block_size = 64;

std::vector<std::uint16_t> bits_of(const Patterns& patterns, std::size_t words, std::size_t stride) {
  std::vector<std::uint16_t> bits(words * stride);
  for (Index p = 0; p < patterns.cols(); ++p) {
    std::uint16_t* row = bits.data() + static_cast<std::size_t>(p / 16) * stride;
    for (Index unit = 0; unit < patterns.rows(); ++unit) {
      row[unit] = static_cast<std::uint16_t>(row[unit] | (patterns(unit, p) > 0 ? 1U : 0U) << (p % 16));
    }
  }
  return bits;
}

}  // namespace

/// An EnergyModel in the one state whose fields it was made with, and in those that flips lead to from there.
class HebbRecall::Replica {
 public:
  Replica(const HebbRecall& memory, Fields fields) : memory_(memory), fields_(std::move(fields)) {}

  [[nodiscard]] Index size() const { return memory_.patterns_.rows(); }

  double place(const State& state) {
    state_ = state;
    std::int64_t aligned = 0;
    for (Index unit = 0; unit < size(); ++unit) {
      aligned += drive(unit);
    }
    return -0.5 * static_cast<double>(aligned) / static_cast<double>(size());
  }

  /// With the self-coupling, which no energy has.
  [[nodiscard]] double flip_energy(Index unit) const {
    return 2.0 * (drive(unit) + memory_.diagonal_) / static_cast<double>(size());
  }

  void flip(Index unit) {
    const auto at = static_cast<std::size_t>(unit);
    state_[at] ^= 1;
    turn_spin(memory_.couplings_.data() + at * memory_.stride_, state_[at] != 0, memory_.stride_,
              fields_.data());
  }

 private:
  /// N·s f.
  [[nodiscard]] std::int32_t drive(Index unit) const {
    const auto at = static_cast<std::size_t>(unit);
    return state_[at] != 0 ? fields_[at] : -fields_[at];
  }

  const HebbRecall& memory_;
  Fields fields_;  ///< N·f (stride)
  State state_;
};

bool HebbRecall::fits(Index units, Index patterns) {
  return patterns < Index{1} << 15U && units < (Index{1} << 30U) / patterns;
}

HebbRecall::HebbRecall(const Patterns& patterns, bool self_coupling)
    : patterns_(patterns),
      stride_((static_cast<std::size_t>(patterns.rows()) + hebb_padding - 1) / hebb_padding * hebb_padding),
      diagonal_(self_coupling ? static_cast<std::int32_t>(patterns.cols()) : 0) {
  require_spins(patterns);
  if (!fits(patterns.rows(), patterns.cols())) {
    throw std::invalid_argument(
        fmt::format("{} patterns of {} units are too many for 32-bit integers; must be fewer than 2^15, and "
                    "their product below 2^30",
                    patterns.cols(), patterns.rows()));
  }
  const auto units = static_cast<std::size_t>(patterns.rows());
  const auto words = static_cast<std::size_t>(patterns.cols() + 15) / 16;
  const std::vector<std::uint16_t> bits = bits_of(patterns, words, stride_);
  couplings_.resize(units * stride_);
  for (std::size_t unit = 0; unit < units; ++unit) {
    std::int16_t* row = couplings_.data() + unit * stride_;
    hebb_row({.bits = bits.data(), .words = words, .stride = stride_}, unit,
             static_cast<std::int16_t>(patterns.cols()), row);
    row[unit] = 0;
  }
}

std::vector<HebbRecall::Fields> HebbRecall::first_fields(std::span<const State> starts) const {
  const auto count = static_cast<Index>(starts.size());
  Eigen::MatrixXd spins(patterns_.rows(), count);
  for (Index k = 0; k < count; ++k) {
    spins.col(k) = spins_of(starts[static_cast<std::size_t>(k)]);
  }
  const Eigen::MatrixXd sums = patterns_.transpose() * spins;
  spins *= -static_cast<double>(patterns_.cols());
  spins += patterns_ * sums;
  std::vector<Fields> fields(starts.size(), Fields(stride_));
  for (Index k = 0; k < count; ++k) {
    std::transform(spins.col(k).begin(), spins.col(k).end(), fields[static_cast<std::size_t>(k)].begin(),
                   [](double field) { return static_cast<std::int32_t>(field); });
  }
  return fields;
}

std::vector<Recalled> HebbRecall::recall(std::span<const State> starts, Index most_sweeps, Index threads,
                                         const RecallObserver& observe) const {
  for (const State& start : starts) {
    if (static_cast<Index>(start.size()) != patterns_.rows()) {
      throw std::invalid_argument(
          fmt::format("a start has {} units, the network has {}", start.size(), patterns_.rows()));
    }
  }
  std::vector<Recalled> results(starts.size());
  WorkerPool pool(threads);
  pool.for_each_slice(static_cast<Index>(starts.size()), [&](Index first, Index last) {
    for (Index begin = first; begin < last; begin += block_size) {
      const Index end = std::min(begin + block_size, last);
      const auto block =
          starts.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
      std::vector<Fields> fields = first_fields(block);
      for (Index k = begin; k < end; ++k) {
        Replica replica(*this, std::move(fields[static_cast<std::size_t>(k - begin)]));
        const auto watch = [&](Index sweep, const State& state) { observe(k, sweep, state); };
        results[static_cast<std::size_t>(k)] =
            observe ? descend(replica, starts[static_cast<std::size_t>(k)], most_sweeps, watch)
                    : descend(replica, starts[static_cast<std::size_t>(k)], most_sweeps);
      }
    }
  });
  return results;
}

}  // namespace onedial
