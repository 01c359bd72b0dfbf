#pragma once
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace onedial::viewer {

struct NumberSetting {
  double value;
  double least;
  double most;
  bool is_whole = false;
  bool is_logarithmic = false;  ///< the slider moves in ln(value)
};
struct ChoiceSetting {
  std::vector<std::string> options;
  std::string value;  ///< one of them
};
struct ToggleSetting {
  bool value;
};
struct TextSetting {
  std::string value;
};
/// Something that is done when it is pressed.
struct ButtonSetting {};

/// Something of a scene that can be set while it runs.
struct Setting {
  std::string key;    ///< lower_snake, for the command line and the log of a session
  std::string label;  ///< for the window
  std::string help;   ///< one sentence for the tooltip
  std::variant<NumberSetting, ChoiceSetting, ToggleSetting, TextSetting, ButtonSetting> kind;
};

/// The settings of a scene, by key. Values come in and go out as text, so that commands can be logged, typed
/// and replayed.
class Settings {
 public:
  explicit Settings(std::vector<Setting> settings) : settings_(std::move(settings)) {}

  /// Sets a value from text: a number, an option, "on" or "off"; a button takes any text. Throws
  /// std::invalid_argument that names the key, the value and what was expected, and changes nothing then.
  void set(std::string_view key, std::string_view value);

  /// Throws std::logic_error, as the three below, if there is no such setting of this kind.
  [[nodiscard]] double number(std::string_view key) const;
  [[nodiscard]] const std::string& choice(std::string_view key) const;
  [[nodiscard]] bool is_on(std::string_view key) const;
  [[nodiscard]] const std::string& text(std::string_view key) const;

  [[nodiscard]] const std::vector<Setting>& all() const { return settings_; }

 private:
  [[nodiscard]] const Setting& find(std::string_view key) const;

  std::vector<Setting> settings_;
};

/// The value as text that `Settings::set` takes; empty for a button.
std::string value_text(const Setting& setting);

}  // namespace onedial::viewer
