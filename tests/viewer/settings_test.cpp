#include "onedial/viewer/settings.hpp"

#include <stdexcept>

#include "catch.hpp"

namespace onedial::viewer {
namespace {

Settings some_settings() {
  return Settings({{"size", "Size", "", NumberSetting{.value = 16, .least = 2, .most = 64, .is_whole = true}},
                   {"field", "Field", "", NumberSetting{.value = 0, .least = -1, .most = 1}},
                   {"kernel", "Kernel", "", ChoiceSetting{{"heat_bath", "metropolis"}, "heat_bath"}},
                   {"walls", "Walls", "", ToggleSetting{false}},
                   {"logits", "Logits", "", TextSetting{"a=1"}},
                   {"tie", "Tie", "", ButtonSetting{}}});
}

TEST_CASE("Settings take text by their kind and give it back") {
  Settings settings = some_settings();
  settings.set("size", "32");
  settings.set("field", "-0.25");
  settings.set("kernel", "metropolis");
  settings.set("walls", "on");
  settings.set("logits", "b=2");
  settings.set("tie", "");
  CHECK(settings.number("size") == 32);
  CHECK(settings.number("field") == -0.25);
  CHECK(settings.choice("kernel") == "metropolis");
  CHECK(settings.is_on("walls"));
  CHECK(settings.text("logits") == "b=2");
  std::vector<std::string> texts;
  for (const Setting& setting : settings.all()) {
    texts.push_back(value_text(setting));
  }
  CHECK(texts == std::vector<std::string>{"32", "-0.25", "metropolis", "on", "b=2", ""});
}

TEST_CASE("Settings refuse bad values in words and stay as they were") {
  Settings settings = some_settings();
  const auto message = [&](const char* key, const char* value) -> std::string {
    try {
      settings.set(key, value);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "no error";
  };
  CHECK(message("size", "1") == "size ('1') must be a whole number from 2 to 64");
  CHECK(message("size", "2.5") == "size ('2.5') must be a whole number from 2 to 64");
  CHECK(message("field", "nan") == "field ('nan') must be a number from -1 to 1");
  CHECK(message("field", "0.5x") == "field ('0.5x') must be a number from -1 to 1");
  CHECK(message("kernel", "wolff") == "kernel ('wolff') must be one of heat_bath, metropolis");
  CHECK(message("walls", "yes") == "walls ('yes') must be on or off");
  CHECK(message("colour", "1") ==
        "there is no setting 'colour'; there are size, field, kernel, walls, logits, tie");
  CHECK(settings.number("size") == 16);
  CHECK_THROWS_AS(settings.number("kernel"), std::logic_error);
  CHECK_THROWS_AS(settings.is_on("colour"), std::logic_error);
}

}  // namespace
}  // namespace onedial::viewer
