#pragma once
#include <Eigen/Core>
#include <string>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// What the report of a dream shows: chains of a machine that follow a schedule of temperatures.
struct DreamReport {
  struct Frame {
    Index sweep = 0;
    Temperature temperature = Temperature(1);
    double mean_energy = 0;                    ///< over all chains
    double energy_sd = 0;                      ///< the spread between them, not the error of the mean
    std::vector<Eigen::VectorXd> images = {};  ///< visible means of some chains (V each); empty for none
  };

  std::string title;
  std::string subtitle;
  std::vector<Frame> frames = {};
  Index height = 0;  ///< of the images that visible units are, or 0
  Index width = 0;
  AxisLimits visible_range = {0, 1};  ///< the values of visible units that are paper and ink
};

/// How many chains' images there is room for, of that size, in so many frames.
Index dream_chains_drawn(Index frames, Index height, Index width);

/// Panels: the visible means, and the energy with its spread over the sweeps. If the temperature changes also
/// T over the sweeps, and the energy over T. Where visible units are images, a column of them is a frame, at
/// most 12 from the first to the last, and a row is a chain; a single frame with images fills the panel with
/// its chains. Where they are none, a map shows chains × units in the last frame that has them, at most 2,000
/// units. Throws std::invalid_argument for visible means of another number of units.
Figure dream_figure(const DreamReport& report);

}  // namespace onedial
