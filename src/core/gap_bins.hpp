#pragma once
#include <vector>

#include "onedial/core/spectrum.hpp"

namespace onedial {

/// A weighted gap.
struct Node {
  double gap;
  double weight;
};

/// The gaps d of a bin: moments of u, the place of d between the ends of the bin, in [−1, 1).
struct GapBin {
  double lower = 0;  ///< the ends of the bin, as gaps
  double upper = 0;
  double count = 0;  ///< how many levels were added up
  double m0 = 0;     ///< Σ g
  double m1 = 0;     ///< Σ g u
  double m2 = 0;     ///< Σ g u²
  double m3 = 0;     ///< Σ g u³

  /// Bounds the relative rounding error of the moments.
  [[nodiscard]] double rounding() const;
};

/// The gaps above the ground level in bins of their binary exponent and the first four bits or more of their
/// mantissa; empty bins are left out.
std::vector<GapBin> bin_gaps(const Spectrum& spectrum);

/// The one or two nodes of the Gauss rule with the moments 0 to 3 of a bin.
std::vector<Node> gauss_nodes(const GapBin& bin);

/// The two or three nodes of the Lobatto rule with the moments 0 to 3 of a bin, its ends among them.
std::vector<Node> lobatto_nodes(const GapBin& bin);

}  // namespace onedial
