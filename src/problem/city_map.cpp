#include "onedial/problem/city_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "great_circle.hpp"
#include "onedial/core/memory.hpp"

namespace onedial {
namespace {

/// TSPLIB's nint.
double nearest_integer(double x) {
  return std::floor(x + 0.5);
}

}  // namespace

double way_length(Metric metric, Point from, Point to) {
  const double dx = std::abs(from.x - to.x);
  const double dy = std::abs(from.y - to.y);
  switch (metric) {
    case Metric::euclidean:
      return nearest_integer(std::sqrt(dx * dx + dy * dy));
    case Metric::euclidean_up:
      return std::ceil(std::sqrt(dx * dx + dy * dy));
    case Metric::pseudo_euclidean: {
      const double length = std::sqrt((dx * dx + dy * dy) / 10.0);
      const double rounded = nearest_integer(length);
      return rounded < length ? rounded + 1 : rounded;
    }
    case Metric::great_circle:
      return great_circle_length(from, to);
    case Metric::manhattan:
      return nearest_integer(dx + dy);
    case Metric::maximum:
      return std::max(nearest_integer(dx), nearest_integer(dy));
    case Metric::explicit_matrix:
      break;
  }
  throw std::invalid_argument("points do not tell the lengths of an explicit matrix");
}

CityMap::CityMap(std::string source, Metric metric, std::vector<Point> points)
    : source_(std::move(source)), metric_(metric), size_(std::ssize(points)), points_(std::move(points)) {
  if (metric == Metric::explicit_matrix) {
    throw std::invalid_argument("points do not tell the lengths of an explicit matrix");
  }
  if (size_ <= most_kept) {
    const auto bytes = static_cast<double>(size_) * static_cast<double>(size_) * sizeof(double);
    require_memory(bytes, fmt::format("the ways between {} cities", size_));
    std::vector<double> lengths(static_cast<std::size_t>(size_ * size_));
    for (Index a = 0; a < size_; ++a) {
      for (Index b = 0; b < size_; ++b) {
        lengths[static_cast<std::size_t>(a * size_ + b)] = length(a, b);
      }
    }
    lengths_ = std::move(lengths);
  }
  find_range();
}

CityMap::CityMap(std::string source, std::vector<double> lengths, std::vector<Point> points)
    : source_(std::move(source)),
      metric_(Metric::explicit_matrix),
      size_(static_cast<Index>(std::llround(std::sqrt(static_cast<double>(lengths.size()))))),
      points_(std::move(points)),
      lengths_(std::move(lengths)) {
  if (size_ * size_ != std::ssize(lengths_) || (!points_.empty() && std::ssize(points_) != size_)) {
    throw std::invalid_argument("a map needs N x N lengths, and N points or none");
  }
  for (Index a = 0; a < size_; ++a) {
    for (Index b = 0; b < a; ++b) {
      if (length(a, b) != length(b, a)) {
        throw std::invalid_argument("the lengths of a map must be the same in both directions");
      }
    }
  }
  find_range();
}

void CityMap::find_range() {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  range_ = {infinity, -infinity};
  for (Index a = 0; a < size_; ++a) {
    for (Index b = 0; b < a; ++b) {
      const double one = length(a, b);
      range_ = {std::min(range_.first, one), std::max(range_.second, one)};
    }
  }
}

std::vector<Point> CityMap::drawing() const {
  std::vector<Point> places = points_;
  if (metric_ == Metric::great_circle) {
    for (Point& place : places) {
      std::swap(place.x, place.y);  // longitude to the right
    }
  }
  return places;
}

}  // namespace onedial
