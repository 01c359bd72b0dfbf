#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/plot/figure.hpp"
#include "onedial/problem/picture.hpp"
#include "onedial/viewer/settings.hpp"

namespace onedial::viewer {

/// How the values of a grid become colours.
enum class GridColours : std::uint8_t {
  levels,      ///< 0 … q−1, the two ends of the palette for q = 2
  sequential,  ///< a byte 0 … 255 along the palette, dark to bright
  walkers,     ///< 0 … 255 around a circle of hues, for things that are told apart but not ordered
};

/// A picture of one value a cell, row by row from the top: spins of a lattice, or time against temperature.
struct Grid {
  std::string title = {};
  std::string note = {};  ///< a small line below the picture
  Index width = 0;
  Index height = 0;
  std::vector<std::uint8_t> values = {};  ///< (height × width)
  GridColours colours = GridColours::levels;
  int levels = 2;            ///< q, where the colours are those of levels
  bool is_editable = false;  ///< whether cells can be touched
};

/// Named bars of a common scale, from 0.
struct Bars {
  std::string title = {};
  std::string note = {};
  std::vector<std::string> labels = {};
  std::vector<double> values = {};
  std::vector<double> references = {};  ///< a tick across each bar, such as what is measured; empty for none
  std::vector<std::string> words = {};  ///< at the end of each bar; empty for the value
  double most = 1;                      ///< the value of a bar of full length
  std::string reference_label = {};     ///< what the ticks are
  bool is_editable = false;             ///< whether bars can be touched; x is then the value
};

/// Nodes joined by edges; an edge whose ends have different levels is drawn as cut.
struct Graph {
  struct Node {
    double x;  ///< 0 … 1 from the left
    double y;  ///< 0 … 1 from the top
    std::uint8_t level;
  };
  struct Edge {
    Index first;
    Index second;
  };
  std::string title = {};
  std::string note = {};
  std::vector<Node> nodes = {};
  std::vector<Edge> edges = {};
  bool is_editable = false;
};

/// An answer of a problem as the problem draws it.
struct Drawing {
  std::string title = {};
  std::string note = {};
  onedial::Picture picture = {};
};

/// One picture of the state.
using Pane = std::variant<Grid, Bars, Graph, Drawing>;

/// One number beside the state.
struct Fact {
  std::string symbol;   ///< "⟨E⟩"
  double value;         ///< NaN for one that is not known yet
  double error = 0;     ///< one standard error; 0 for none
  std::string meaning;  ///< what it is, its unit and its formula, for the tooltip
  int digits = 4;       ///< significant ones
};

/// Everything a window shows of a scene at one moment; plain data, which no simulation changes any more.
struct Frame {
  // What the scene fills in.
  std::vector<Pane> panes = {};    ///< side by side, the first the most important
  std::vector<Panel> panels = {};  ///< curves, by importance
  std::vector<Fact> facts = {};
  std::string verdict = {};                        ///< one line: what is to be seen now
  std::optional<Temperature> peak = std::nullopt;  ///< T*, where C(T) is highest as far as known
  double energy = 0;                               ///< of the state shown
  double best_energy = 0;                          ///< so far
  double flip_rate = 0;                            ///< of the last sweep, 0 … 1
  std::vector<Setting> settings = {};

  // What the session fills in.
  std::uint64_t seed = 0;
  Index sweep = 0;                           ///< how many were made
  Temperature temperature = Temperature(1);  ///< of the last sweep
};

/// A number that differs, but for chance, where two frames show different states: of the panes, the energy,
/// the sweep and the temperature.
std::uint64_t fingerprint(const Frame& frame);

}  // namespace onedial::viewer
