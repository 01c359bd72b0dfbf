#include "settings_form.hpp"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "widgets.hpp"

namespace onedial::viewer {
namespace {

using Set = std::function<void(const std::string&, const std::string&)>;

/// The widget of one setting.
class Widget {
 public:
  Widget(const Setting& setting, std::map<std::string, std::string>& texts, const Set& set)
      : setting_(setting), texts_(texts), set_(set) {}

  void operator()(const NumberSetting& number) const {
    if (number.is_whole) {
      int value = static_cast<int>(number.value);
      if (ImGui::SliderInt(label().c_str(), &value, static_cast<int>(number.least),
                           static_cast<int>(number.most), "%d", flags(number))) {
        set_(setting_.key, fmt::format("{}", std::clamp(value, static_cast<int>(number.least),
                                                        static_cast<int>(number.most))));
      }
      return;
    }
    double value = number.value;
    if (ImGui::SliderScalar(label().c_str(), ImGuiDataType_Double, &value, &number.least, &number.most,
                            "%.4g", flags(number))) {
      set_(setting_.key, fmt::format("{}", std::clamp(value, number.least, number.most)));
    }
  }

  void operator()(const ChoiceSetting& choice) const {
    if (!ImGui::BeginCombo(label().c_str(), choice.value.c_str())) {
      return;
    }
    for (const std::string& option : choice.options) {
      if (ImGui::Selectable(option.c_str(), option == choice.value)) {
        set_(setting_.key, option);
      }
    }
    ImGui::EndCombo();
  }

  void operator()(const ToggleSetting& toggle) const {
    bool value = toggle.value;
    if (ImGui::Checkbox(label().c_str(), &value)) {
      set_(setting_.key, value ? "on" : "off");
    }
  }

  void operator()(const TextSetting& text) const {
    std::string& typed = texts_.try_emplace(setting_.key, text.value).first->second;
    if (ImGui::InputText(label().c_str(), &typed, ImGuiInputTextFlags_EnterReturnsTrue)) {
      set_(setting_.key, typed);
    } else if (!ImGui::IsItemActive()) {
      typed = text.value;
    }
  }

  void operator()(const ButtonSetting& /*button*/) const {
    if (ImGui::Button(label().c_str())) {
      set_(setting_.key, "");
    }
  }

 private:
  [[nodiscard]] std::string label() const { return setting_.label + "##" + setting_.key; }

  static ImGuiSliderFlags flags(const NumberSetting& number) {
    return ImGuiSliderFlags_AlwaysClamp | (number.is_logarithmic ? ImGuiSliderFlags_Logarithmic : 0);
  }

  const Setting& setting_;
  std::map<std::string, std::string>& texts_;
  const Set& set_;
};

int columns_for(float width) {
  return width > 26 * ImGui::GetFontSize() ? 2 : 1;
}

}  // namespace

void draw_settings_form(const std::vector<Setting>& settings, std::map<std::string, std::string>& texts,
                        const Set& set) {
  const int columns = columns_for(ImGui::GetContentRegionAvail().x);
  if (!ImGui::BeginTable("settings", columns, ImGuiTableFlags_SizingStretchSame)) {
    return;
  }
  for (const Setting& setting : settings) {
    ImGui::TableNextColumn();
    ImGui::SetNextItemWidth(0.47F * ImGui::GetContentRegionAvail().x);
    std::visit(Widget(setting, texts, set), setting.kind);
    tooltip(setting.help);
  }
  ImGui::EndTable();
}

float settings_form_height(const std::vector<Setting>& settings, float width) {
  const auto columns = static_cast<std::size_t>(columns_for(width));
  const std::size_t rows = (settings.size() + columns - 1) / columns;
  return static_cast<float>(rows) * (ImGui::GetFrameHeight() + 2 * ImGui::GetStyle().CellPadding.y) + 4;
}

std::optional<std::string> next_choice(const std::vector<Setting>& settings, std::string_view key) {
  for (const Setting& setting : settings) {
    const auto* choice = std::get_if<ChoiceSetting>(&setting.kind);
    if (setting.key == key && choice != nullptr) {
      const auto at = std::find(choice->options.begin(), choice->options.end(), choice->value);
      const auto next = at == choice->options.end() ? at : at + 1;
      return next == choice->options.end() ? choice->options.front() : *next;
    }
  }
  return std::nullopt;
}

}  // namespace onedial::viewer
