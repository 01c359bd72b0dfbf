#include "gap_moments.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "blocks.hpp"
#include "onedial/core/boltzmann.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

/// Sums of a block in the type of the logits.
template <class Real>
class BlockSums {
 public:
  explicit BlockSums(Temperature t) : dial_(weight_dial<Real>(t)) {}

  GapSums<Real> operator()(std::span<const Real> z, Real reference, double pivot, bool ties,
                           double /* weight_so_far */) const {
    return kernels<Real>().gap_sums(z.data(), z.size(), reference, dial_, static_cast<Real>(pivot), ties);
  }

 private:
  Dial<Real> dial_;
};

/// Sums of a block of floats: in floats where their range holds every product, else in doubles.
class FloatBlockSums {
 public:
  explicit FloatBlockSums(Temperature t)
      : single_range_(t.value() >= 0x1p-40 && t.value() <= 0x1p40), single_(t), twice_(t) {}

  GapSums<float> operator()(std::span<const float> z, float reference, double pivot, bool ties,
                            double weight_so_far) const {
    if (single_range_ && std::abs(reference) < 1e30F && std::abs(pivot) < 1e30) {
      const GapSums<float> sums = single_(z, reference, pivot, ties, weight_so_far);
      const bool underflow = sums.second < 1e-28 && sums.weight > 1e-12 * weight_so_far;
      if (!underflow || sums.found.maximum > reference) {
        return sums;
      }
    }
    std::array<double, block_length<float>> copy;
    std::copy(z.begin(), z.end(), copy.begin());
    const GapSums<double> sums =
        twice_(std::span<const double>(copy).first(z.size()), reference, pivot, ties, weight_so_far);
    return {{static_cast<float>(sums.found.maximum), sums.found.suspect},
            sums.weight,
            sums.first,
            sums.second,
            sums.ties};
  }

 private:
  bool single_range_;
  BlockSums<float> single_;
  BlockSums<double> twice_;
};

/// A greater maximum: what was counted so far is excited now, and weighs less.
void raise(GapMoments& moments, double maximum, Temperature t) {
  const double rise = maximum - moments.maximum;
  const double factor = boltzmann_weight(-moments.maximum, -maximum, t);
  const double total = moments.total();
  moments.gap = total > 0 && factor > 0 ? (moments.gap + rise * total) * factor : 0.0;
  moments.weight = total * factor;
  moments.spread *= factor;
  moments.ties = 0;
  moments.maximum = maximum;
}

/// What a group of logits adds to the spread (Chan, Golub, LeVeque 1983).
void add_spread(GapMoments& moments, double weight, double mean_gap, double spread) {
  const double total = moments.total();
  if (total > 0) {
    const double difference = mean_gap - moments.mean_gap();
    spread += difference * difference * (total * (weight / (total + weight)));
  }
  moments.spread += spread;
}

template <class Real>
GapMoments with_block(GapMoments moments, const GapSums<Real>& sums, double pivot) {
  const auto ties = static_cast<double>(sums.ties);
  if (ties > 0) {
    add_spread(moments, ties, 0, 0);
    moments.ties += ties;
  }
  if (sums.weight > 0) {
    const double offset = sums.first / sums.weight;  // pivot − ⟨d⟩ of the block
    add_spread(moments, sums.weight, pivot - offset, std::max(0.0, sums.second - offset * sums.first));
    moments.weight += sums.weight;
    moments.gap += pivot * sums.weight - sums.first;
  }
  return moments;
}

/// A pivot that is a number of the logits' type, where it is within its range.
template <class Real>
double as_pivot(double gap) {
  return std::abs(gap) < std::numeric_limits<Real>::max() ? static_cast<double>(static_cast<Real>(gap)) : gap;
}

/// How many logits are asked for the first pivot.
constexpr std::size_t sample_size = 256;

template <class Real, class Sums>
GapMoments moments_in_blocks(std::span<const Real> logits, Temperature t, const Sums& sums_of) {
  GapMoments moments;
  double pivot = 0;
  const auto sum = [&](std::size_t, std::span<const Real> z, Real reference, bool ties) {
    if (moments.total() > 0) {
      if (reference > moments.maximum) {
        raise(moments, reference, t);
      }
      pivot = as_pivot<Real>(moments.mean_gap());
    } else {
      moments.maximum = reference;
      const GapSums<Real> sample = sums_of(z.first(std::min(z.size(), sample_size)), reference, 0, ties, 0);
      pivot = sample.weight > 0 ? as_pivot<Real>(-sample.first / sample.weight) : 0;
    }
    return sums_of(z, reference, pivot, ties, moments.weight);
  };
  sum_each_block(
      logits, sum, [&](std::size_t, std::span<const Real> z, const GapSums<Real>& sums, bool ties) {
        GapMoments next = with_block(moments, sums, pivot);
        // Squares about a pivot far from the mean would swamp the spread.
        if (sums.second > 8 * next.spread) {
          const double mean = as_pivot<Real>(pivot - sums.first / sums.weight);
          const auto again = sums_of(z, static_cast<Real>(moments.maximum), mean, ties, moments.weight);
          next = with_block(moments, again, mean);
        }
        moments = next;
      });
  return moments;
}

}  // namespace

double GapMoments::log_total() const {
  return elementary::log(ties) + elementary::log1p(weight / ties);
}

GapMoments gap_moments(std::span<const float> logits, Temperature t) {
  return moments_in_blocks(logits, representable<float>(t), FloatBlockSums(representable<float>(t)));
}

GapMoments gap_moments(std::span<const double> logits, Temperature t) {
  return moments_in_blocks(logits, representable<double>(t), BlockSums<double>(representable<double>(t)));
}

}  // namespace onedial
