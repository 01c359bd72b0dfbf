#pragma once
#include <cairo.h>

#include <memory>
#include <span>
#include <string>

#include "onedial/plot/canvas.hpp"

namespace onedial {

/// A canvas on a surface of Cairo.
///
/// Metrics are unhinted, so that a figure has one layout in vectors and in pixels.
class CairoCanvas final : public Canvas {
 public:
  /// Throws std::runtime_error with Cairo's words if the surface is in error.
  CairoCanvas(cairo_surface_t* surface, const PlotTheme& theme);

  [[nodiscard]] double text_width(const std::string& text, const TextStyle& style) const override;
  void text(Position at, Align align, const std::string& words, TextStyle style, double widest) override;
  void text_upwards(Position at, Align align, const std::string& words, TextStyle style,
                    double widest) override;
  void path(std::span<const Position> points, const Stroke& stroke) override;
  void fill(std::span<const Position> polygon, const Colour& colour) override;
  void fill(const Box& box, const Colour& colour) override;
  void cells(const Box& box, std::size_t columns, std::span<const Colour> colours) override;
  void disc(Position centre, double radius, const Colour& colour) override;
  void ring(Position centre, double radius, const Stroke& stroke) override;
  void clip(const Box& box) override;
  void unclip() override;

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
