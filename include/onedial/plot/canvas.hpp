#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>

#include "onedial/plot/geometry.hpp"
#include "onedial/plot/palette.hpp"
#include "onedial/plot/plot_theme.hpp"

namespace onedial {

struct TextStyle {
  double size = 8;
  bool bold = false;
  std::optional<Colour> colour = std::nullopt;  ///< the theme's ink without one
};

struct Stroke {
  Colour colour;
  double width = 1;
  std::span<const double> dashes{};
};

enum class Align { left, centre, right };

/// The strokes, fills and words that plots are made of, in points, on any surface: a file or a window.
class Canvas {
 public:
  explicit Canvas(const PlotTheme& theme) : theme_(theme) {}
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;
  virtual ~Canvas() = default;

  [[nodiscard]] const PlotTheme& theme() const { return theme_; }

  [[nodiscard]] virtual double text_width(const std::string& text, const TextStyle& style) const = 0;

  /// Words on a baseline that starts, is centred or ends at `at`; set smaller where they are wider than
  /// `widest`.
  virtual void text(Position at, Align align, const std::string& words, TextStyle style, double widest) = 0;
  /// The same, read from bottom to top.
  virtual void text_upwards(Position at, Align align, const std::string& words, TextStyle style,
                            double widest) = 0;

  void line(Position from, Position to, const Stroke& stroke) {
    const std::array<Position, 2> ends = {from, to};
    path(ends, stroke);
  }
  virtual void path(std::span<const Position> points, const Stroke& stroke) = 0;
  virtual void fill(std::span<const Position> polygon, const Colour& colour) = 0;
  virtual void fill(const Box& box, const Colour& colour) = 0;
  /// A box of equal cells in rows of `columns`, the uppermost row first, without seams.
  virtual void cells(const Box& box, std::size_t columns, std::span<const Colour> colours) = 0;
  virtual void disc(Position centre, double radius, const Colour& colour) = 0;
  virtual void ring(Position centre, double radius, const Stroke& stroke) = 0;

  /// Draws only inside the box, until `unclip`.
  virtual void clip(const Box& box) = 0;
  virtual void unclip() = 0;

 private:
  PlotTheme theme_;
};

}  // namespace onedial
