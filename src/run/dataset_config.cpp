#include "onedial/run/dataset_config.hpp"

#include <map>
#include <string>

namespace onedial {

DatasetSettings read_dataset_settings(Config& config, std::string_view section) {
  DatasetSettings settings;
  const auto count = [&](std::string_view name, std::string_view doc, Index fallback, std::int64_t least) {
    return static_cast<Index>(
        config.read({section, name, doc}, IntegerIn{.min = least, .max = 10'000}, fallback));
  };
  settings.height = count(
      "height", "Of each image: a PNG is brought to it, rows of a table are read so; 0 as it is.", 0, 0);
  settings.width = count("width", "Likewise.", 0, 0);
  if ((settings.height == 0) != (settings.width == 0)) {
    throw config.error_at(section, settings.height == 0 ? "width" : "height",
                          "stands alone; give height and width, or neither");
  }
  settings.sheet_rows = count("sheet_rows", "Images of a PNG, from top to bottom.", 1, 1);
  settings.sheet_columns = count("sheet_columns", "Images of a PNG, from left to right.", 1, 1);
  settings.white =
      config.read({section, "white", "The number of a table or array that stands for 1; 0 as they are."},
                  RealIn{.min = 0, .max = 1e30}, 0);
  using LabelColumn = DatasetSettings::LabelColumn;
  const std::map<std::string, LabelColumn> columns = {
      {"none", LabelColumn::none}, {"first", LabelColumn::first}, {"last", LabelColumn::last}};
  settings.label_column =
      columns.at(config.read({section, "label_column", "Column of a table that holds a label and no value."},
                             OneOf{{"none", "first", "last"}}, "none"));
  return settings;
}

}  // namespace onedial
