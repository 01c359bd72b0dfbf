#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onedial/viewer/settings.hpp"

namespace onedial::viewer {

/// Draws widgets for the settings, two columns where there is room, and calls `set` with the key and the new
/// value of each that is changed. `texts` keeps what is being typed, by key.
void draw_settings_form(const std::vector<Setting>& settings, std::map<std::string, std::string>& texts,
                        const std::function<void(const std::string&, const std::string&)>& set);

/// The height that the form takes in a given width, in pixels.
float settings_form_height(const std::vector<Setting>& settings, float width);

/// The option after the present one of a choice; empty if there is no such choice.
std::optional<std::string> next_choice(const std::vector<Setting>& settings, std::string_view key);

}  // namespace onedial::viewer
