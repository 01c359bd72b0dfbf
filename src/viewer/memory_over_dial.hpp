#pragma once
#include <array>
#include <optional>
#include <string>

#include "onedial/viewer/sampled_system.hpp"

namespace onedial::viewer {

/// The latest τ of the energy at every temperature at which the dial stood for long enough to trust it.
class MemoryOverDial {
 public:
  MemoryOverDial(Temperature coldest, Temperature hottest);

  /// To be called after every sweep; looks at the memory now and then while the dial stands still.
  void follow(const SampledSystem& system, Temperature dial);

  [[nodiscard]] Points points(std::string label, ColourRole colour) const;

 private:
  struct Reading {
    double temperature;
    AutocorrelationTime memory;
  };

  double log_coldest_;
  double log_width_;
  std::array<std::optional<Reading>, TemperatureBins::count> readings_;
};

}  // namespace onedial::viewer
