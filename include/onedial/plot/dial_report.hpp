#pragma once
#include <string>
#include <vector>

#include "onedial/core/spectrum.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// One state that a report follows by name.
struct NamedState {
  std::string name;
  double energy;
};

/// What the report of a spectrum under the dial shows.
struct DialReport {
  std::string title;
  std::string subtitle;
  Spectrum spectrum;
  std::vector<NamedState> states = {};         ///< at most four are drawn
  std::vector<Temperature> temperatures = {};  ///< marked by vertical lines where there are at most three
};

/// Temperatures in equal steps of ln T around everything that happens to a spectrum: from a tenth of the
/// coldest to ten times the hottest peak of C and dS/dT. Around 1 where there is no peak.
std::vector<Temperature> telling_temperatures(const Spectrum& spectrum, Index count);

/// Four panels over ln T: the probabilities of the named states, the entropy with its ceiling ln N, C and
/// dS/dT with all peaks, and ⟨E⟩ with F. All are drawn from the compressed spectrum, which is exact to a few
/// parts in a million.
Figure dial_figure(const DialReport& report);

}  // namespace onedial
