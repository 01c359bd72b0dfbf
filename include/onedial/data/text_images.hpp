#pragma once
#include <string>
#include <string_view>

#include "onedial/data/dataset.hpp"

namespace onedial {

/// Images drawn in text: lines of '#' (1) and '.' (0), images separated by empty lines, all of one size; the
/// first `limit`, or all for 0. A line "label: 7" before an image, an integer, begins it and is its label;
/// all images have one, or none. `name` is for the errors. Throws InputError, which names the line.
Dataset read_text_images(const std::string& name, std::string_view text, Index limit = 0);

/// Whether the first line that is not empty is of '#' and '.' alone, or a label.
bool is_text_images(std::string_view text);

}  // namespace onedial
