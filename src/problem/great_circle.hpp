#pragma once
#include "onedial/problem/city_map.hpp"

namespace onedial {

/// TSPLIB's GEO: kilometres on a sphere between two points given by latitude and longitude as DDD.MM, degrees
/// and minutes, cut to a whole number after adding 1. Degrees are cut towards 0, as the published optima want
/// it. Its cosines are our own, since the C library's differ between machines.
double great_circle_length(Point from, Point to);

}  // namespace onedial
