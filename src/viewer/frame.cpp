#include "onedial/viewer/frame.hpp"

#include <bit>
#include <span>

namespace onedial::viewer {
namespace {

/// FNV-1a over 64-bit words, with a final mix: plenty to tell states apart.
class Hash {
 public:
  void add(std::uint64_t word) {
    value_ = (value_ ^ word) * 0x100000001b3ULL;
    value_ ^= value_ >> 29U;
  }
  void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }
  void add(std::span<const std::uint8_t> bytes) {
    for (const std::uint8_t byte : bytes) {
      add(std::uint64_t{byte});
    }
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

struct AddPane {
  Hash& hash;

  void operator()(const Grid& grid) const { hash.add(grid.values); }
  void operator()(const Bars& bars) const {
    for (const double value : bars.values) {
      hash.add(value);
    }
    for (const double value : bars.references) {
      hash.add(value);
    }
  }
  void operator()(const Graph& graph) const {
    for (const Graph::Node& node : graph.nodes) {
      hash.add(std::uint64_t{node.level});
    }
  }
  void operator()(const Drawing& drawing) const {
    for (const auto& line : drawing.picture.lines) {
      for (const double place : {line.x0, line.y0, line.x1, line.y1}) {
        hash.add(place);
      }
    }
    for (const auto& dot : drawing.picture.dots) {
      hash.add(static_cast<std::uint64_t>(dot.group));
    }
    if (drawing.picture.grid) {
      for (const int group : drawing.picture.grid->groups) {
        hash.add(static_cast<std::uint64_t>(group));
      }
    }
  }
};

}  // namespace

std::uint64_t fingerprint(const Frame& frame) {
  Hash hash;
  hash.add(static_cast<std::uint64_t>(frame.sweep));
  hash.add(frame.temperature.value());
  hash.add(frame.energy);
  for (const Pane& pane : frame.panes) {
    std::visit(AddPane{hash}, pane);
  }
  return hash.value();
}

}  // namespace onedial::viewer
