#pragma once
#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "onedial/viewer/scene.hpp"

// A scene that a test drives by hand, and what is read off its frames.
namespace onedial::viewer {

class DrivenScene {
 public:
  /// Starts from `seed` with the settings given.
  DrivenScene(std::unique_ptr<Scene> scene, std::uint64_t seed,
              const std::vector<std::pair<std::string, std::string>>& settings = {})
      : scene_(std::move(scene)), dial_(scene_->info().start) {
    for (const auto& [key, value] : settings) {
      scene_->set(key, value);
    }
    scene_->reset(seed);
  }

  void sweep(Temperature t, int sweeps) {
    dial_ = t;
    for (int k = 0; k < sweeps; ++k) {
      scene_->sweep(t);
    }
  }

  [[nodiscard]] Frame frame() const {
    Frame frame;
    scene_->show(frame, dial_);
    return frame;
  }
  Scene& scene() { return *scene_; }

 private:
  std::unique_ptr<Scene> scene_;
  Temperature dial_;
};

inline const Fact& fact_of(const Frame& frame, std::string_view symbol) {
  for (const Fact& fact : frame.facts) {
    if (fact.symbol == symbol) {
      return fact;
    }
  }
  throw std::logic_error("no fact " + std::string(symbol));
}

inline const Panel& panel_of(const Frame& frame, std::string_view title) {
  for (const Panel& panel : frame.panels) {
    if (panel.title == title) {
      return panel;
    }
  }
  throw std::logic_error("no panel " + std::string(title));
}

/// Every number of the panels is finite and has a place on its axis.
inline void check_places(const Frame& frame) {
  const auto check = [](const std::vector<double>& values, const Axis& axis) {
    for (const double value : values) {
      CHECK(has_place(value, axis.kind));
    }
  };
  for (const Panel& panel : frame.panels) {
    INFO(panel.title);
    for (const Series& series : panel.series) {
      check(series.x, panel.x);
      check(series.y, panel.y);
    }
    for (const Band& band : panel.bands) {
      check(band.lower, panel.y);
      check(band.upper, panel.y);
    }
    for (const Points& points : panel.points) {
      check(points.x, panel.x);
      check(points.y, panel.y);
      check(points.y_error, {});
    }
    for (const ReferenceLine& line : panel.references) {
      CHECK(has_place(line.value,
                      line.direction == ReferenceDirection::vertical ? panel.x.kind : panel.y.kind));
    }
  }
  CHECK(std::isfinite(frame.energy));
  CHECK(std::isfinite(frame.best_energy));
  CHECK(std::isfinite(frame.flip_rate));
  for (const Fact& fact : frame.facts) {
    INFO(fact.symbol);
    CHECK_FALSE(std::isinf(fact.value));
    CHECK(std::isfinite(fact.error));
  }
}

/// The energy of the spins of a grid on the square lattice.
inline double energy_of(const Grid& grid, bool periodic, double field) {
  double energy = 0;
  const auto spin = [&](Index x, Index y) {
    return 2.0 * grid.values[static_cast<std::size_t>(y % grid.height * grid.width + x % grid.width)] - 1;
  };
  for (Index y = 0; y < grid.height; ++y) {
    for (Index x = 0; x < grid.width; ++x) {
      const double right = periodic || x + 1 < grid.width ? spin(x + 1, y) : 0;
      const double below = periodic || y + 1 < grid.height ? spin(x, y + 1) : 0;
      energy -= spin(x, y) * (right + below + field);
    }
  }
  return energy;
}

}  // namespace onedial::viewer
