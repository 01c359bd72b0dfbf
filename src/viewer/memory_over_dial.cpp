#include "memory_over_dial.hpp"

#include <algorithm>
#include <utility>

#include "onedial/core/elementary.hpp"

namespace onedial::viewer {

MemoryOverDial::MemoryOverDial(Temperature coldest, Temperature hottest)
    : log_coldest_(elementary::log(coldest.value())),
      log_width_((elementary::log(hottest.value()) - log_coldest_) /
                 static_cast<double>(TemperatureBins::count)) {}

void MemoryOverDial::follow(const SampledSystem& system, Temperature dial) {
  constexpr Index interval = 128;  // in sweeps
  if (dial.is_zero() || dial.is_infinite() || system.sweeps_at_temperature() % interval != 0) {
    return;
  }
  const auto memory = system.trusted_memory();
  if (!memory) {
    return;
  }
  const double position = (elementary::log(dial.value()) - log_coldest_) / log_width_;
  const auto bin =
      static_cast<std::size_t>(std::clamp(position, 0.0, static_cast<double>(TemperatureBins::count - 1)));
  readings_[bin] = Reading{.temperature = dial.value(), .memory = *memory};
}

Points MemoryOverDial::points(std::string label, ColourRole colour) const {
  Points points{.label = std::move(label), .colour = colour};
  for (const auto& reading : readings_) {
    if (reading) {
      points.x.push_back(reading->temperature);
      points.y.push_back(reading->memory.tau);
      points.y_error.push_back(reading->memory.error);
    }
  }
  return points;
}

}  // namespace onedial::viewer
