#include "onedial/plot/cairo_render.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "catch.hpp"
#include "png_image.hpp"

using namespace onedial;

namespace {

using Rgb = PngImage::Rgb;
constexpr Rgb white = {255, 255, 255};
constexpr Rgb blue = {0, 114, 178};
constexpr Rgb vermillion = {213, 94, 0};
constexpr Rgb green = {0, 158, 115};

/// A wide line falling through y = 0 to y = 10 over x = 0 … 10 in exact limits.
Panel falling_line() {
  Panel panel;
  panel.x.limits = AxisLimits{0, 10};
  panel.y.limits = AxisLimits{0, 10};
  panel.series.push_back({{0, 10}, {10, 0}, "", ColourRole::primary, LineStyle::solid, 4});
  return panel;
}

Figure figure_of(std::vector<Panel> panels) {
  Figure figure;
  figure.width = 300;
  figure.height = 200;
  figure.panels = std::move(panels);
  return figure;
}

PngImage drawn(const Figure& figure) {
  return PngImage(render_png(figure));
}

std::size_t occurrences(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    ++count;
  }
  return count;
}

int inked(const PngImage& image) {
  return image.width * image.height - image.count(white);
}

}  // namespace

TEST_CASE("A PNG has its signature, its size and a white background") {
  const std::string png = render_png(figure_of({falling_line()}), 1.5);
  CHECK(png.substr(0, 8) == "\x89PNG\r\n\x1a\n");
  const PngImage image(png);
  CHECK(image.width == 450);
  CHECK(image.height == 300);
  CHECK(image.at(0, 0) == white);
  CHECK(image.at(449, 299) == white);
  CHECK(image.count(white) > 450 * 300 / 2);
}

TEST_CASE("Each kind of item is drawn in the colour of its role") {
  Panel panel = falling_line();
  CHECK(drawn(figure_of({panel})).count(blue) > 200);
  CHECK(drawn(figure_of({panel})).count(vermillion) == 0);
  panel.points.push_back({{2, 3, 4}, {2, 2, 2}, {1, 1, 1}, "", ColourRole::secondary});
  CHECK(drawn(figure_of({panel})).count(vermillion) > 20);

  const int before = drawn(figure_of({panel})).count(white);
  panel.bands.push_back({{0, 10}, {0, 0}, {3, 3}, "", ColourRole::tertiary});
  const PngImage banded = drawn(figure_of({panel}));
  CHECK(banded.count(white) < before - 10000);
  CHECK(banded.count({204, 235, 227}) > 10000);  // a fifth of green on white
  CHECK(banded.count(green) == 0);
}

TEST_CASE("The limits clip what lies outside") {
  Panel panel = falling_line();
  panel.series[0].y = {20, 20};
  CHECK(drawn(figure_of({panel})).count(blue) == 0);
  panel.series[0].x = {-1e200, 1e200};
  panel.series[0].y = {5, 5};
  CHECK(drawn(figure_of({panel})).count(blue) > 200);
}

TEST_CASE("A reversed axis mirrors the data") {
  Panel panel = falling_line();
  panel.series[0] = {{0, 2}, {5, 5}, "", ColourRole::primary, LineStyle::solid, 4};
  const auto mean_column = [](const PngImage& image) {
    double sum = 0;
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < image.width; ++x) {
        sum += image.at(x, y) == blue ? x : 0;
      }
    }
    return sum / image.count(blue);
  };
  CHECK(mean_column(drawn(figure_of({panel}))) < 200);
  panel.x.reversed = true;
  CHECK(mean_column(drawn(figure_of({panel}))) > 400);
}

TEST_CASE("Gaps are left out of lines, bands and points") {
  const double nan = std::nan("");
  const double infinity = std::numeric_limits<double>::infinity();
  Panel whole = falling_line();
  Panel holed = falling_line();
  whole.series[0].x = holed.series[0].x = {0, 2, 4, 6, 8, 10};
  whole.series[0].y = {5, 5, 5, 5, 5, 5};
  holed.series[0].y = {5, 5, nan, 5, 5, -infinity};
  const int all = drawn(figure_of({whole})).count(blue);
  const int some = drawn(figure_of({holed})).count(blue);
  CHECK(some > all / 4);
  CHECK(some < all / 2);

  Panel log = falling_line();
  log.x.limits.reset();
  log.y.limits.reset();
  log.y.kind = AxisKind::logarithmic;
  log.series[0] = {{1, 2, 3, 4}, {1, 0, -1, 10}};
  log.bands.push_back({{1, 2, 3, 4}, {nan, 0, 1, 2}, {infinity, 1, 2, 3}});
  log.points.push_back({{1, 2, 3}, {1, -1, 2}, {5, 1, infinity}});
  CHECK(inked(drawn(figure_of({log}))) > 0);
}

TEST_CASE("A panel without data shows its note") {
  Panel panel;
  panel.series.push_back({{1, 2}, {std::nan(""), std::nan("")}});
  const int empty = inked(drawn(figure_of({panel})));
  panel.note = "C(T) needs two or more replicas";
  CHECK(inked(drawn(figure_of({panel}))) > empty + 300);
  panel.series[0].y = {1, 2};
  const int with_data = inked(drawn(figure_of({panel})));
  panel.note.clear();
  CHECK(inked(drawn(figure_of({panel}))) == with_data);
}

TEST_CASE("Words, letters, references and marks all appear") {
  Figure figure = figure_of({falling_line()});
  int before = inked(drawn(figure));
  const auto grows = [&] {
    const int now = inked(drawn(figure));
    const bool more = now > before + 10;
    before = now;
    return more;
  };
  figure.panels[0].series[0].label = "mean";
  CHECK(grows());
  figure.panels[0].references.push_back({ReferenceDirection::horizontal, 9, ""});
  CHECK(grows());
  figure.panels[0].references[0].label = "best known 11,624";
  CHECK(grows());
  figure.panels[0].marks.push_back({2, 2, "T* = 1.23", ColourRole::secondary});
  CHECK(grows());
  // These two take room from the plot, so that only their own places are looked at.
  const auto inked_rows = [&](int first, int last) {
    const PngImage image = drawn(figure);
    int count = 0;
    for (int y = first; y < last; ++y) {
      for (int x = 0; x < image.width; ++x) {
        count += image.at(x, y) == white ? 0 : 1;
      }
    }
    return count;
  };
  const int tick_labels = inked_rows(366, 400);
  figure.panels[0].x.label = "Temperature";
  CHECK(inked_rows(366, 400) > tick_labels + 50);
  CHECK(inked_rows(0, 14) == 0);
  figure.title = "⟨E⟩";
  CHECK(inked_rows(0, 40) > 50);
}

TEST_CASE("Degenerate panels are drawn") {
  Panel one;
  one.points.push_back({{3}, {-11624}});
  Panel flat;
  flat.series.push_back({{1, 2, 3}, {4, 4, 4}});
  Panel huge;
  huge.series.push_back({{1e-290, 1e290}, {-1e299, 1e299}});
  huge.x.kind = AxisKind::logarithmic;
  for (const Panel& panel : {one, flat, huge}) {
    CHECK(drawn(figure_of({panel})).count(blue) > 5);
  }
  CHECK(inked(drawn(figure_of({}))) == 0);
}

TEST_CASE("A long trace is thinned to what can be seen, extremes kept") {
  Panel panel;
  panel.y.limits = AxisLimits{0, 10};
  Series series;
  for (int i = 0; i < 200000; ++i) {
    series.x.push_back(i);
    series.y.push_back(i % 2 == 0 ? 2 : 3);
  }
  series.y[100001] = 9;
  panel.series = {series};
  const Figure figure = figure_of({panel});
  CHECK(render_svg(figure).size() < 300000);
  const PngImage image = drawn(figure);
  int highest = image.height;
  for (int y = image.height - 1; y >= 0; --y) {
    for (int x = 0; x < image.width; ++x) {
      if (image.at(x, y)[0] < 200 && image.at(x, y)[2] > 170) {
        highest = y;
      }
    }
  }
  CHECK(highest < image.height / 5);
}

TEST_CASE("An SVG is one document of the figure's size, with its colours and a shape for each letter") {
  Figure figure = figure_of({falling_line()});
  const std::string svg = render_svg(figure);
  CHECK(svg.starts_with("<?xml"));
  CHECK(occurrences(svg, "<svg ") == 1);
  CHECK(svg.ends_with("</svg>\n"));
  CHECK_THAT(svg, ContainsSubstring("width=\"300pt\"") && ContainsSubstring("height=\"200pt\""));
  CHECK(occurrences(svg, "<g") == occurrences(svg, "</g>"));
  CHECK(occurrences(svg, "stroke-width=\"4\"") + occurrences(svg, "stroke-width:4;") == 1);

  figure.panels[0].note = "unused";
  CHECK(render_svg(figure) == svg);
  figure.title = "⟨E⟩";
  CHECK(occurrences(render_svg(figure), "<use ") == occurrences(svg, "<use ") + 3);
}

TEST_CASE("A figure always gives the same bytes") {
  const Figure figure = figure_of({falling_line(), Panel{}});
  CHECK(render_svg(figure) == render_svg(figure));
  CHECK(render_png(figure) == render_png(figure));
}

TEST_CASE("A PDF is one page of the figure's size") {
  const std::string pdf = render_pdf(figure_of({falling_line()}));
  CHECK(pdf.rfind("%PDF-", 0) == 0);
  CHECK(pdf.find("/Count 1") != std::string::npos);
  CHECK(pdf.find("0 0 300 200") != std::string::npos);
}

TEST_CASE("Line styles differ in what they leave out") {
  const auto ink = [](LineStyle style) {
    Panel panel = falling_line();
    panel.series[0].style = style;
    return inked(drawn(figure_of({panel})));
  };
  CHECK(ink(LineStyle::solid) > ink(LineStyle::dashed));
  CHECK(ink(LineStyle::dashed) > ink(LineStyle::dotted));
  CHECK(ink(LineStyle::dash_dotted) > ink(LineStyle::dotted));
}

TEST_CASE("What cannot be drawn is refused") {
  Figure figure = figure_of({falling_line()});
  CHECK_THROWS_AS(render_png(figure, 0), std::invalid_argument);
  CHECK_THROWS_AS(render_png(figure, 1e9), std::runtime_error);
  figure.height = 20;
  CHECK_THROWS_WITH(render_svg(figure), ContainsSubstring("too small"));
  figure.height = 200;
  figure.title = "\xff";
  CHECK_THROWS_AS(render_svg(figure), std::runtime_error);
  figure.title.clear();
  figure.panels[0].series[0].y.clear();
  CHECK_THROWS_AS(render_png(figure), std::invalid_argument);
}

namespace {

/// Four cells, of which one has no number.
Panel four_cells() {
  Panel panel;
  panel.maps.push_back(
      {.rows = 2, .columns = 2, .values = {0, 1, std::nan(""), 0.5}, .x = {0, 2}, .y = {0, 2}});
  return panel;
}

/// The first and the last column, and the first and the last row, that hold a colour.
std::array<int, 4> bounds_of(const PngImage& image, Rgb colour) {
  std::array<int, 4> bounds = {image.width, -1, image.height, -1};
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      if (image.at(x, y) == colour) {
        bounds = {std::min(bounds[0], x), std::max(bounds[1], x), std::min(bounds[2], y),
                  std::max(bounds[3], y)};
      }
    }
  }
  return bounds;
}

}  // namespace

TEST_CASE("The cells of a map have the colours of their numbers, the uppermost row first") {
  Panel panel = four_cells();
  panel.is_picture = true;
  const PngImage image = drawn(figure_of({panel}));
  constexpr Rgb ink = {33, 33, 33};
  constexpr Rgb half = {144, 144, 144};
  const std::array<int, 4> dark = bounds_of(image, ink);
  const std::array<int, 4> grey = bounds_of(image, half);
  CHECK(dark[0] == grey[0]);
  CHECK(dark[1] == grey[1]);
  CHECK(dark[3] + 1 == grey[2]);
  CHECK(dark[1] - dark[0] == dark[3] - dark[2]);  // square
  CHECK(dark[1] - dark[0] > 100);
  const int cell = (dark[1] - dark[0] + 1) * (dark[3] - dark[2] + 1);
  CHECK(image.count(ink) == cell);
  CHECK(image.count(half) == cell);
  CHECK(inked(image) == 2 * cell);

  panel.is_picture = false;
  const PngImage with_axes = drawn(figure_of({panel}));
  CHECK(with_axes.count(ink) > with_axes.count(half));
  CHECK(bounds_of(with_axes, half)[1] > 560);  // no longer square, up to the end of the axis
}

TEST_CASE("Scales run from paper to ink, from dark blue to yellow, and from blue over paper to vermillion") {
  Panel panel = four_cells();
  panel.is_picture = true;
  panel.maps[0].values = {-7, 0, 0.5, 7};
  panel.maps[0].scale = ColourScale::sequential;
  const PngImage image = drawn(figure_of({panel}));
  CHECK(image.count({0, 34, 78}) == 2 * image.count({254, 232, 56}));  // the last colour beyond the range
  CHECK(image.count({125, 124, 120}) == image.count({254, 232, 56}));
  panel.maps[0].scale = ColourScale::diverging;
  const PngImage signs = drawn(figure_of({panel}));
  CHECK(signs.count(blue) == 2 * signs.count(vermillion));
  CHECK(signs.count(vermillion) > 10000);
}

TEST_CASE("A map with a label has a bar of its colours beside it") {
  Panel panel = four_cells();
  panel.maps[0].values = {0, 0, 0, 0.75};
  panel.maps[0].scale = ColourScale::sequential;
  const PngImage without = drawn(figure_of({panel}));
  panel.maps[0].label = "overlap m";
  const PngImage with = drawn(figure_of({panel}));
  constexpr Rgb colour = {188, 174, 108};  // which no cell of the bar has
  CHECK(bounds_of(with, colour)[1] < bounds_of(without, colour)[1] - 60);
  CHECK(with.count({0, 34, 78}) < without.count({0, 34, 78}));
  CHECK(inked(with) < inked(without));
}

TEST_CASE("Names take the place of numbers along an axis, and stand below a picture") {
  Panel panel = four_cells();
  panel.is_picture = true;
  const PngImage bare = drawn(figure_of({panel}));
  panel.x.names = {{0.5, "cold"}, {1.5, "hot"}};
  const PngImage named = drawn(figure_of({panel}));
  constexpr Rgb half = {144, 144, 144};
  const int foot = bounds_of(named, half)[3];
  CHECK(foot < bounds_of(bare, half)[3] - 20);  // the picture makes room
  int below = 0;
  for (int y = foot + 1; y < named.height; ++y) {
    for (int x = 0; x < named.width; ++x) {
      below += named.at(x, y) == white ? 0 : 1;
    }
  }
  CHECK(below > 50);

  panel.is_picture = false;
  const std::string with_names = render_svg(figure_of({panel}));
  panel.x.names = {{7, "beyond the limits"}};
  const std::string without_any = render_svg(figure_of({panel}));
  CHECK(occurrences(with_names, "<use") > occurrences(without_any, "<use") + 5);
}
