#pragma once
#include <filesystem>

#include "onedial/model/state.hpp"

namespace onedial {

/// Reads a tour through that many cities: their numbers in order, counted from 1, with 0 for a place that has
/// none; or a TSPLIB file of TYPE TOUR with one TOUR_SECTION. Throws InputError unless every place is given.
State read_tour(const std::filesystem::path& path, Index cities);

}  // namespace onedial
