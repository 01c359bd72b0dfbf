#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "dataset_formats.hpp"
#include "example_rows.hpp"
#include "onedial/core/line_reader.hpp"

namespace onedial {
namespace {

bool is_number(std::string_view word) {
  double value = 0;
  word.remove_prefix(word.starts_with('+') ? 1 : 0);
  return std::from_chars(word.data(), word.data() + word.size(), value).ptr == word.data() + word.size();
}

}  // namespace

Dataset read_table(const std::string& name, std::string_view text, const DatasetSettings& settings) {
  LineReader reader(name, text);
  const auto fail = [&reader](const std::string& what) { reader.fail(what); };
  const auto& words = reader.words();
  std::optional<ExampleRows> rows;
  std::vector<double> row;
  bool may_be_names = true;
  for (Index count = 0; (settings.limit == 0 || count < settings.limit) && reader.next();) {
    if (may_be_names) {
      may_be_names = false;
      if (std::none_of(words.begin(), words.end(), is_number)) {
        continue;
      }
    }
    // Commas part words as blanks do, so that an empty cell between two of them would go unseen.
    const auto commas = std::count(reader.text().begin(), reader.text().end(), ',');
    if (commas > 0 && commas + 1 != std::ssize(words)) {
      reader.fail(
          fmt::format("has {} cells but {} numbers; one in each is expected", commas + 1, words.size()));
    }
    if (!rows) {
      rows.emplace(settings, std::ssize(words), fail);
      row.resize(words.size());
    }
    if (words.size() != row.size()) {
      reader.fail(fmt::format("has {} columns; must be {}, as the lines before", words.size(), row.size()));
    }
    for (std::size_t k = 0; k < words.size(); ++k) {
      row[k] = reader.number(k, "value");
    }
    rows->add(row, fail);
    ++count;
  }
  return rows ? std::move(*rows).finish() : Dataset{};
}

}  // namespace onedial
