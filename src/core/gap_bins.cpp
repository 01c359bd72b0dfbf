#include "gap_bins.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace onedial {
namespace {

/// Bins of 2^bits an octave. Doubles above 0 sort like their bits, so that the leading bits number the bins
/// in order of the gap.
struct Binning {
  unsigned bits;

  [[nodiscard]] std::uint64_t bin_of(double gap) const {
    return std::bit_cast<std::uint64_t>(gap) >> (52 - bits);
  }
  [[nodiscard]] double lower_end(std::uint64_t bin) const {
    return std::bit_cast<double>(bin << (52 - bits));
  }
  /// The other bits as a number in [−1, 1), without rounding.
  [[nodiscard]] double place_in_bin(double gap) const {
    constexpr std::uint64_t mantissa = (std::uint64_t{1} << 52U) - 1;
    constexpr std::uint64_t one = std::uint64_t{0x3ff} << 52U;
    const std::uint64_t rest = (std::bit_cast<std::uint64_t>(gap) << bits) & mantissa;
    return 2 * std::bit_cast<double>(one | rest) - 3;
  }
};

/// Gaps matter up to d/T ~ ln(N/g); the width of their bins should not exceed T.
Binning binning_for(const Spectrum& spectrum) {
  constexpr int least = 4;
  constexpr int most = 10;
  const double reach = std::log(spectrum.state_count() / spectrum.ground_degeneracy());
  return {static_cast<unsigned>(
      std::clamp(static_cast<int>(std::ceil(std::log2(std::max(reach, 1.0)))), least, most))};
}

double gap_at(const GapBin& bin, double place) {
  return bin.lower + 0.5 * (bin.upper - bin.lower) * (1 + place);
}

}  // namespace

double GapBin::rounding() const {
  return std::numeric_limits<double>::epsilon() * (count + 16);
}

std::vector<GapBin> bin_gaps(const Spectrum& spectrum) {
  if (!(spectrum.first_gap() > 0)) {
    return {};
  }
  struct Moments {
    double count = 0;
    std::array<double, 4> m{};
  };
  const Binning binning = binning_for(spectrum);
  const std::uint64_t first = binning.bin_of(spectrum.first_gap());
  std::vector<Moments> moments(binning.bin_of(spectrum.largest_gap()) - first + 1);
  const auto energies = spectrum.energies();
  const double ground = spectrum.ground_energy();
  for (std::size_t i = 0; i < energies.size(); ++i) {
    const double gap = energies[i] - ground;
    const double g = spectrum.degeneracy(static_cast<Index>(i));
    if (!(gap > 0 && gap < std::numeric_limits<double>::infinity() && g > 0)) {
      continue;
    }
    Moments& bin = moments[binning.bin_of(gap) - first];
    const double u = binning.place_in_bin(gap);
    const double gu = g * u;
    bin.count += 1;
    bin.m[0] += g;
    bin.m[1] += gu;
    bin.m[2] += gu * u;
    bin.m[3] += gu * (u * u);
  }
  std::vector<GapBin> bins;
  for (std::size_t k = 0; k < moments.size(); ++k) {
    const Moments& bin = moments[k];
    if (bin.count > 0) {
      bins.push_back({.lower = binning.lower_end(first + k),
                      .upper = std::min(binning.lower_end(first + k + 1), std::numeric_limits<double>::max()),
                      .count = bin.count,
                      .m0 = bin.m[0],
                      .m1 = bin.m[1],
                      .m2 = bin.m[2],
                      .m3 = bin.m[3]});
    }
  }
  return bins;
}

// With mean 0, variance σ² and third moment μ₃, the nodes lie at the distances f and σ²/f on either side, on
// the far side in the direction of the skew: f − σ²/f = |μ₃|/σ². Their weights are as the distances, crossed.
std::vector<Node> gauss_nodes(const GapBin& bin) {
  const double mean = bin.m1 / bin.m0;
  const double square = bin.m2 / bin.m0;
  const double variance = square - mean * mean;
  if (!(variance > bin.rounding())) {
    return {{gap_at(bin, mean), bin.m0}};
  }
  const double third = bin.m3 / bin.m0 - mean * (3 * square - 2 * mean * mean);
  const double half_skew = 0.5 * std::abs(third) / variance;
  const double direction = third < 0 ? -1.0 : 1.0;
  const double room = 1 - direction * mean;  // rounding must not push the far node out of the bin
  const double far = std::min(half_skew + std::sqrt(half_skew * half_skew + variance), room);
  const double near = std::min(variance / far, 1 + direction * mean);
  const double far_weight = bin.m0 * near / (near + far);
  return {{gap_at(bin, mean + direction * far), far_weight},
          {gap_at(bin, mean - direction * near), bin.m0 - far_weight}};
}

// The node inside is the mean of the measure (1 − u²)dμ, which the ends do not feel; the ends take what is
// left of the moments 0 and 1.
std::vector<Node> lobatto_nodes(const GapBin& bin) {
  const double inside = bin.m0 - bin.m2;
  double place = 0;
  double weight = 0;
  if (inside > bin.rounding() * bin.m0) {
    place = std::clamp((bin.m1 - bin.m3) / inside, -1.0, 1.0);
    weight = std::min(inside / (1 - place * place), bin.m0);
  }
  const double rest = bin.m0 - weight;
  const double rest_moment = bin.m1 - weight * place;
  return {{bin.lower, std::max(0.0, 0.5 * (rest - rest_moment))},
          {gap_at(bin, place), weight},
          {bin.upper, std::max(0.0, 0.5 * (rest + rest_moment))}};
}

}  // namespace onedial
