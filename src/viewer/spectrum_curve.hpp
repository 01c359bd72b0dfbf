#pragma once
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "onedial/core/peaks.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/plot/figure.hpp"
#include "onedial/viewer/frame.hpp"

namespace onedial::viewer {

inline constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// How a curve is told apart from its neighbours.
struct CurveLook {
  std::string label = {};
  ColourRole colour = ColourRole::primary;
  LineStyle style = LineStyle::solid;
};

/// A curve of these values that looks like this.
Series curve(std::vector<double> x, std::vector<double> y, const CurveLook& look);

/// An empty panel over ln T between two temperatures, with the dial as a line labelled "T"; a dial outside,
/// at T = 0 or at T = ∞ has no line.
Panel panel_over_dial(const std::string& title, const std::string& y_label, AxisLimits temperatures,
                      Temperature dial);

/// The exact thermodynamics of a spectrum along the dial, in equal steps of ln T, with all peaks.
class SpectrumCurve {
 public:
  SpectrumCurve(Spectrum spectrum, Temperature coldest, Temperature hottest);

  [[nodiscard]] const Spectrum& spectrum() const { return spectrum_; }
  [[nodiscard]] const std::vector<Thermodynamics>& points() const { return points_; }
  [[nodiscard]] const std::vector<Peak>& capacity_peaks() const { return capacity_peaks_; }
  [[nodiscard]] const std::vector<Peak>& slope_peaks() const { return slope_peaks_; }
  [[nodiscard]] std::vector<double> temperatures() const;

  /// T*, where C(T) is highest; nothing where no state can be excited.
  [[nodiscard]] std::optional<Temperature> peak() const;

  [[nodiscard]] Panel panel(const std::string& title, const std::string& y_label, Temperature dial) const;
  /// `factor` times a quantity, such as 1/ln 2 for bits.
  [[nodiscard]] Series series(double Thermodynamics::*quantity, const CurveLook& look,
                              double factor = 1) const;

  /// H in bits with T* and the ceiling log₂ N.
  [[nodiscard]] Panel bits_panel(Temperature dial, const CurveLook& look) const;
  /// ⟨E⟩ and F, cut where F falls far below all energies; C; and dS/dT: with their peaks.
  [[nodiscard]] Panel energy_panel(Temperature dial) const;
  [[nodiscard]] Panel capacity_panel(Temperature dial) const;
  [[nodiscard]] Panel slope_panel(Temperature dial) const;

 private:
  void mark_peaks(Panel& panel, const std::vector<Peak>& peaks, ColourRole colour) const;

  Spectrum spectrum_;
  AxisLimits limits_;
  std::vector<Thermodynamics> points_;
  std::vector<Peak> capacity_peaks_;
  std::vector<Peak> slope_peaks_;
};

/// H and S, perplexity, ⟨E⟩, F, C and dS/dT. What is not finite, F at T = ∞, is NaN.
std::vector<Fact> thermodynamic_facts(const Thermodynamics& at);

}  // namespace onedial::viewer
