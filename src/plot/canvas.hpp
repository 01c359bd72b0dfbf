#pragma once
#include <cairo.h>

#include <memory>
#include <span>
#include <string>

#include "geometry.hpp"
#include "onedial/plot/palette.hpp"

namespace onedial {

constexpr Colour ink{0.13, 0.13, 0.13, 1};
constexpr Colour soft_ink{0.36, 0.36, 0.36, 1};

struct TextStyle {
  double size = 8;
  bool bold = false;
  Colour colour = ink;
};

struct Stroke {
  Colour colour;
  double width = 1;
  std::span<const double> dashes{};
};

enum class Align { left, centre, right };

/// The strokes, fills and words a figure is made of, on any Cairo surface.
///
/// Metrics are unhinted, so that a figure has one layout in vectors and in pixels.
class Canvas {
 public:
  /// Throws std::runtime_error with Cairo's words if the surface is in error.
  explicit Canvas(cairo_surface_t* surface);

  [[nodiscard]] double text_width(const std::string& text, const TextStyle& style) const;

  /// Words on a baseline that starts, is centred or ends at `at`; set smaller where they are wider than
  /// `widest`.
  void text(Position at, Align align, const std::string& words, TextStyle style, double widest);
  /// The same, read from bottom to top.
  void text_upwards(Position at, Align align, const std::string& words, TextStyle style, double widest);

  void line(Position from, Position to, const Stroke& stroke);
  void path(std::span<const Position> points, const Stroke& stroke);
  void fill(std::span<const Position> polygon, const Colour& colour);
  void fill(const Box& box, const Colour& colour);
  void disc(Position centre, double radius, const Colour& colour);
  void ring(Position centre, double radius, const Stroke& stroke);

  /// Draws only inside the box, until `unclip`.
  void clip(const Box& box);
  void unclip();

  /// Throws std::runtime_error with Cairo's words if anything failed so far.
  void check() const;

 private:
  struct Destroy {
    void operator()(cairo_t* context) const { cairo_destroy(context); }
  };

  void set_colour(const Colour& colour);
  void set_font(const TextStyle& style) const;
  void trace(std::span<const Position> points);
  void finish_stroke(const Stroke& stroke);

  std::unique_ptr<cairo_t, Destroy> context_;
};

}  // namespace onedial
