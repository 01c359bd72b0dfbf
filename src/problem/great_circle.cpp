#include "great_circle.hpp"

#include <algorithm>
#include <cmath>

namespace onedial {
namespace {

constexpr double pi = 3.141592;  // as TSPLIB has it
constexpr double half_turn = 0x1.921fb54442d18p+1;

/// Σ (−x²)ᵏ/(first + 2k)!·first!, which is cos x for first = 0 and sin x / x for first = 1, |x| ≤ π/2.
double alternating_series(double x, int first) {
  constexpr int terms = 13;  // the last is below 1e−17
  double sum = 1;
  for (int k = terms; k > 0; --k) {  // Horner
    sum = 1 - sum * x * x / ((first + 2 * k) * (first + 2 * k - 1));
  }
  return sum;
}

/// For any |x| up to a few turns.
double cosine(double x) {
  x = std::fmod(std::abs(x), 2 * half_turn);
  x = x > half_turn ? 2 * half_turn - x : x;
  return x > half_turn / 2 ? -alternating_series(half_turn - x, 0) : alternating_series(x, 0);
}

/// By Newton's steps for sin(y) = √((1 − c)/2), y ≤ π/4, where the sine is steep.
double arc_cosine(double c) {
  if (c < 0) {
    return half_turn - arc_cosine(-c);
  }
  const double sine = std::sqrt((1 - c) / 2);
  double y = sine;
  constexpr int steps = 6;
  for (int k = 0; k < steps; ++k) {
    y -= (y * alternating_series(y, 1) - sine) / alternating_series(y, 0);
  }
  return 2 * y;
}

double radians(double degrees_and_minutes) {
  const double degrees = std::trunc(degrees_and_minutes);
  const double minutes = degrees_and_minutes - degrees;
  return pi * (degrees + 5.0 * minutes / 3.0) / 180.0;
}

}  // namespace

double great_circle_length(Point from, Point to) {
  constexpr double earth_radius = 6378.388;
  const double between_meridians = cosine(radians(from.y) - radians(to.y));
  const double difference = cosine(radians(from.x) - radians(to.x));
  const double sum = cosine(radians(from.x) + radians(to.x));
  const double c = 0.5 * ((1.0 + between_meridians) * difference - (1.0 - between_meridians) * sum);
  return std::trunc(earth_radius * arc_cosine(std::clamp(c, -1.0, 1.0)) + 1.0);
}

}  // namespace onedial
