#pragma once
#include <string>

#include "onedial/plot/figure.hpp"
#include "onedial/problem/picture.hpp"

namespace onedial {

/// An answer as a picture, its caption below: lines, dots above them, and boards of cells. Groups are shades
/// of one scale that tell apart for all common kinds of colour vision; what is violated is vermillion.
/// Throws std::invalid_argument for a grid whose groups or labels are not as many as its cells.
Panel answer_panel(const std::string& title, const Picture& picture);

}  // namespace onedial
