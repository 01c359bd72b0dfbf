#include "polyline.hpp"

#include <algorithm>
#include <cmath>

namespace onedial::viewer {
namespace {

using Line = std::vector<ImVec2>;

float distance(ImVec2 a, ImVec2 b) {
  return std::hypot(b.x - a.x, b.y - a.y);
}

ImVec2 between(ImVec2 a, ImVec2 b, float share) {
  return {a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
}

Line without_repeats(std::span<const ImVec2> points) {
  constexpr float nothing = 0.02F;
  Line line;
  for (const ImVec2 p : points) {
    if (line.empty() || distance(line.back(), p) > nothing) {
      line.push_back(p);
    }
  }
  return line;
}

bool is_upright(const Line& line) {
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (std::min(std::abs(line[i].x - line[i - 1].x), std::abs(line[i].y - line[i - 1].y)) > 0.01F) {
      return false;
    }
  }
  return true;
}

/// The nearest place where a line of this thickness covers whole pixels.
float sharp_place(float place, float thickness) {
  const bool odd = std::lround(thickness) % 2 != 0 || thickness < 1;
  return odd ? std::floor(place) + 0.5F : std::round(place);
}

/// The lines drawn by the dashes.
std::vector<Line> dashed(const Line& line, std::span<const float> dashes) {
  std::vector<Line> pieces;
  std::size_t dash = 0;
  float left = dashes[0];
  Line piece = {line.front()};
  for (std::size_t i = 1; i < line.size(); ++i) {
    const float length = distance(line[i - 1], line[i]);
    float done = 0;
    while (length - done > left) {
      done += left;
      piece.push_back(between(line[i - 1], line[i], done / length));
      if (dash % 2 == 0) {
        pieces.push_back(piece);
      }
      piece = {piece.back()};
      dash = (dash + 1) % dashes.size();
      left = dashes[dash];
    }
    left -= length - done;
    piece.push_back(line[i]);
  }
  if (dash % 2 == 0) {
    pieces.push_back(piece);
  }
  return pieces;
}

/// Whether the line turns by more than 60° at b.
bool turns_sharply(ImVec2 a, ImVec2 b, ImVec2 c) {
  const float along = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y);
  return along < 0.5F * distance(a, b) * distance(b, c);
}

void append_cut(const Line& line, float thickness, std::vector<Line>& pieces) {
  const auto beyond = [&](ImVec2 from, ImVec2 to) {
    return between(from, to, 1 + 0.45F * thickness / distance(from, to));
  };
  Line piece = {line.front()};
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (i + 1 == line.size() || !turns_sharply(line[i - 1], line[i], line[i + 1])) {
      piece.push_back(line[i]);
      continue;
    }
    piece.push_back(beyond(line[i - 1], line[i]));
    pieces.push_back(piece);
    piece = {beyond(line[i + 1], line[i])};
  }
  pieces.push_back(piece);
}

}  // namespace

std::vector<std::vector<ImVec2>> line_pieces(std::span<const ImVec2> points, std::span<const float> dashes,
                                             float thickness) {
  Line line = without_repeats(points);
  if (line.size() < 2) {
    return {};
  }
  if (is_upright(line)) {
    for (ImVec2& p : line) {
      p = {sharp_place(p.x, thickness), sharp_place(p.y, thickness)};
    }
  }
  std::vector<Line> pieces;
  for (const Line& piece : dashes.empty() ? std::vector<Line>{line} : dashed(line, dashes)) {
    const Line clean = without_repeats(piece);
    if (clean.size() > 1) {
      append_cut(clean, thickness, pieces);
    }
  }
  return pieces;
}

}  // namespace onedial::viewer
