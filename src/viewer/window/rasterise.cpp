#include "rasterise.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

namespace onedial::viewer {
namespace {

constexpr std::int64_t subpixels = 256;
constexpr std::int64_t half_a_pixel = subpixels / 2;
constexpr double farthest = 1e6;  // pixels; coordinates beyond it are drawn there

struct Clip {
  int left;
  int top;
  int right;   // first column beyond it
  int bottom;  // first row beyond it
};

struct Vertex {
  std::int64_t x;  // in subpixels
  std::int64_t y;
  float u;
  float v;
  std::uint32_t colour;
};

/// A value that changes evenly over the page, in pixels from the centre of pixel (0, 0).
struct Plane {
  double start;
  double along_x;
  double along_y;

  [[nodiscard]] double at(double x, double y) const { return start + along_x * x + along_y * y; }
};

int channel(std::uint32_t pixel, int index) {
  return static_cast<int>(pixel >> (8 * index) & 0xff);
}

/// x/255, rounded, for 0 ≤ x ≤ 255².
int over_255(int x) {
  return (x + 128 + ((x + 128) >> 8)) >> 8;
}

std::uint32_t product(std::uint32_t a, std::uint32_t b) {
  std::uint32_t result = 0;
  for (int i = 0; i < 4; ++i) {
    result |= static_cast<std::uint32_t>(over_255(channel(a, i) * channel(b, i))) << (8 * i);
  }
  return result;
}

/// What lies below is opaque, and stays it.
void blend(std::uint32_t& below, std::uint32_t above) {
  const int opacity = channel(above, 3);
  if (opacity == 255) {
    below = above;
    return;
  }
  std::uint32_t result = 0xff000000;
  for (int i = 0; i < 3; ++i) {
    const int mixed = over_255(channel(above, i) * opacity + channel(below, i) * (255 - opacity));
    result |= static_cast<std::uint32_t>(mixed) << (8 * i);
  }
  below = result;
}

std::uint32_t nearest_pixel(const Picture& picture, double u, double v) {
  return picture.at(std::clamp(static_cast<int>(std::floor(u * picture.width)), 0, picture.width - 1),
                    std::clamp(static_cast<int>(std::floor(v * picture.height)), 0, picture.height - 1));
}

std::uint32_t blended_pixel(const Picture& picture, double u, double v) {
  const double x = std::clamp(u * picture.width - 0.5, 0.0, picture.width - 1.0);
  const double y = std::clamp(v * picture.height - 0.5, 0.0, picture.height - 1.0);
  const int left = static_cast<int>(x);
  const int top = static_cast<int>(y);
  const int right = std::min(left + 1, picture.width - 1);
  const int bottom = std::min(top + 1, picture.height - 1);
  const std::array<std::uint32_t, 4> around = {picture.at(left, top), picture.at(right, top),
                                               picture.at(left, bottom), picture.at(right, bottom)};
  const auto share_x = static_cast<int>((x - left) * 256);
  const auto share_y = static_cast<int>((y - top) * 256);
  std::uint32_t result = 0;
  for (int i = 0; i < 4; ++i) {
    const int above = channel(around[0], i) * (256 - share_x) + channel(around[1], i) * share_x;
    const int below = channel(around[2], i) * (256 - share_x) + channel(around[3], i) * share_x;
    result |= static_cast<std::uint32_t>((above * (256 - share_y) + below * share_y + 32768) >> 16)
              << (8 * i);
  }
  return result;
}

std::uint32_t sample(const Picture& picture, double u, double v) {
  return picture.is_smooth ? blended_pixel(picture, u, v) : nearest_pixel(picture, u, v);
}

std::int64_t floor_ratio(std::int64_t numerator, std::int64_t denominator) {
  const std::int64_t quotient = numerator / denominator;
  return numerator % denominator < 0 ? quotient - 1 : quotient;
}

/// The half-plane to the right of an edge, where a triangle that runs clockwise on the screen lies.
class Edge {
 public:
  Edge(const Vertex& a, const Vertex& b) : a_(a), dx_(b.x - a.x), dy_(b.y - a.y) {
    const bool is_top_or_left = dy_ < 0 || (dy_ == 0 && dx_ > 0);
    least_ = is_top_or_left ? 0 : 1;
  }

  /// Leaves of a span of pixels in a row those inside.
  void narrow(int row, int& first, int& end) const {
    const std::int64_t y = row * subpixels + subpixels / 2;
    const std::int64_t at_first_pixel = dx_ * (y - a_.y) - dy_ * (subpixels / 2 - a_.x);
    const std::int64_t step = -dy_ * subpixels;
    if (step > 0) {
      first = static_cast<int>(std::max<std::int64_t>(first, -floor_ratio(at_first_pixel - least_, step)));
    } else if (step < 0) {
      end = static_cast<int>(std::min<std::int64_t>(end, floor_ratio(at_first_pixel - least_, -step) + 1));
    } else if (at_first_pixel < least_) {
      end = first;
    }
  }

 private:
  const Vertex& a_;
  std::int64_t dx_;
  std::int64_t dy_;
  std::int64_t least_;
};

/// What the pixels of one triangle get.
class Shade {
 public:
  Shade(const Picture& picture, const std::array<Vertex, 3>& corners, double area)
      : picture_(picture), colour_(corners[0].colour) {
    has_one_colour_ = corners[1].colour == colour_ && corners[2].colour == colour_;
    has_one_place_ = corners[0].u == corners[1].u && corners[0].u == corners[2].u &&
                     corners[0].v == corners[1].v && corners[0].v == corners[2].v;
    const auto plane = [&](double a, double b, double c) { return plane_through(corners, area, a, b, c); };
    if (has_one_place_) {
      texel_ = sample(picture, corners[0].u, corners[0].v);
    } else {
      u_ = plane(corners[0].u, corners[1].u, corners[2].u);
      v_ = plane(corners[0].v, corners[1].v, corners[2].v);
    }
    if (has_one_colour_ && has_one_place_) {
      colour_ = product(colour_, texel_);
    }
    for (int i = 0; i < 4 && !has_one_colour_; ++i) {
      channels_[static_cast<std::size_t>(i)] =
          plane(channel(corners[0].colour, i), channel(corners[1].colour, i), channel(corners[2].colour, i));
    }
  }

  [[nodiscard]] bool is_uniform() const { return has_one_colour_ && has_one_place_; }
  /// Precondition: is_uniform().
  [[nodiscard]] std::uint32_t uniform() const { return colour_; }

  [[nodiscard]] std::uint32_t at(int x, int y) const {
    const std::uint32_t texel = has_one_place_ ? texel_ : sample(picture_, u_.at(x, y), v_.at(x, y));
    return product(has_one_colour_ ? colour_ : mixed_colour(x, y), texel);
  }

 private:
  static Plane plane_through(const std::array<Vertex, 3>& corners, double area, double a, double b,
                             double c) {
    const auto x = [&](std::size_t i) { return static_cast<double>(corners[i].x - corners[0].x); };
    const auto y = [&](std::size_t i) { return static_cast<double>(corners[i].y - corners[0].y); };
    const double along_x = ((b - a) * y(2) - (c - a) * y(1)) / area;
    const double along_y = ((c - a) * x(1) - (b - a) * x(2)) / area;
    const auto from = [](std::int64_t place) { return static_cast<double>(half_a_pixel - place); };
    return {a + along_x * from(corners[0].x) + along_y * from(corners[0].y), along_x * subpixels,
            along_y * subpixels};
  }

  [[nodiscard]] std::uint32_t mixed_colour(int x, int y) const {
    std::uint32_t result = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const double value = std::clamp(channels_[i].at(x, y), 0.0, 255.0);
      result |= static_cast<std::uint32_t>(std::lround(value)) << (8 * i);
    }
    return result;
  }

  const Picture& picture_;
  std::uint32_t colour_;
  bool has_one_colour_;
  bool has_one_place_;
  std::uint32_t texel_ = 0;
  Plane u_{};
  Plane v_{};
  std::array<Plane, 4> channels_{};
};

void fill_span(std::span<std::uint32_t> pixels, int first, int row, const Shade& shade) {
  if (!shade.is_uniform()) {
    for (std::uint32_t& pixel : pixels) {
      blend(pixel, shade.at(first++, row));
    }
  } else if (channel(shade.uniform(), 3) == 255) {
    std::fill(pixels.begin(), pixels.end(), shade.uniform());
  } else if (channel(shade.uniform(), 3) > 0) {
    for (std::uint32_t& pixel : pixels) {
      blend(pixel, shade.uniform());
    }
  }
}

void fill_triangle(Picture& page, const Clip& clip, const Picture& picture, std::array<Vertex, 3> corners) {
  auto& [a, b, c] = corners;
  std::int64_t area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
  if (area == 0) {
    return;
  }
  if (area < 0) {
    std::swap(b, c);
    area = -area;
  }
  const auto row_of = [](std::int64_t y) { return floor_ratio(y - subpixels / 2, subpixels); };
  const auto top = static_cast<int>(std::max<std::int64_t>(clip.top, row_of(std::min({a.y, b.y, c.y}))));
  const auto bottom =
      static_cast<int>(std::min<std::int64_t>(clip.bottom, row_of(std::max({a.y, b.y, c.y})) + 1));
  if (top >= bottom) {
    return;
  }
  const Shade shade(picture, corners, static_cast<double>(area));
  const std::array<Edge, 3> edges = {Edge(a, b), Edge(b, c), Edge(c, a)};
  for (int row = top; row < bottom; ++row) {
    int first = clip.left;
    int end = clip.right;
    for (const Edge& edge : edges) {
      edge.narrow(row, first, end);
    }
    if (first < end) {
      const std::size_t start = static_cast<std::size_t>(row) * static_cast<std::size_t>(page.width) +
                                static_cast<std::size_t>(first);
      fill_span({page.pixels.data() + start, static_cast<std::size_t>(end - first)}, first, row, shade);
    }
  }
}

/// From the coordinates of draw data to pixels.
struct Projection {
  ImVec2 origin;
  ImVec2 scale;

  [[nodiscard]] double x(float value) const { return static_cast<double>(value - origin.x) * scale.x; }
  [[nodiscard]] double y(float value) const { return static_cast<double>(value - origin.y) * scale.y; }

  [[nodiscard]] Vertex vertex(const ImDrawVert& v) const {
    const auto place = [](double pixels) {
      return std::llround(std::clamp(pixels, -farthest, farthest) * subpixels);
    };
    return {place(x(v.pos.x)), place(y(v.pos.y)), v.uv.x, v.uv.y, v.col};
  }

  [[nodiscard]] Clip clip(const ImVec4& rectangle, const Picture& page) const {
    const auto within = [](double pixels, int most) {
      return static_cast<int>(std::clamp(std::floor(pixels), 0.0, static_cast<double>(most)));
    };
    return {within(x(rectangle.x), page.width), within(y(rectangle.y), page.height),
            within(x(rectangle.z), page.width), within(y(rectangle.w), page.height)};
  }
};

void draw_command(Picture& page, const Projection& projection, const ImDrawList& list,
                  const ImDrawCmd& command) {
  const Clip clip = projection.clip(command.ClipRect, page);
  if (command.UserCallback != nullptr || command.GetTexID() == nullptr || clip.left >= clip.right ||
      clip.top >= clip.bottom) {
    return;
  }
  const auto& picture = *static_cast<const Picture*>(command.GetTexID());
  const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
  const ImDrawIdx* indices = list.IdxBuffer.Data + command.IdxOffset;
  for (unsigned int i = 0; i + 2 < command.ElemCount; i += 3) {
    fill_triangle(page, clip, picture,
                  {projection.vertex(vertices[indices[i]]), projection.vertex(vertices[indices[i + 1]]),
                   projection.vertex(vertices[indices[i + 2]])});
  }
}

}  // namespace

Picture rasterise(const ImDrawData& drawn, const ImVec4& paper) {
  Picture page{.width = static_cast<int>(drawn.DisplaySize.x),
               .height = static_cast<int>(drawn.DisplaySize.y)};
  page.pixels.assign(static_cast<std::size_t>(page.width) * static_cast<std::size_t>(page.height),
                     ImGui::ColorConvertFloat4ToU32(paper) | 0xff000000);
  const Projection projection{drawn.DisplayPos, drawn.FramebufferScale};
  for (int i = 0; i < drawn.CmdListsCount; ++i) {
    for (const ImDrawCmd& command : drawn.CmdLists[i]->CmdBuffer) {
      draw_command(page, projection, *drawn.CmdLists[i], command);
    }
  }
  return page;
}

}  // namespace onedial::viewer
