#include "onedial/data/dataset.hpp"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <stdexcept>

#include "dataset_formats.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/packed_file.hpp"
#include "onedial/data/text_images.hpp"

namespace onedial {
namespace {

void require_sound(const DatasetSettings& settings) {
  constexpr Index most = 1'000'000;
  const auto is_count = [](Index number, Index least) { return number >= least && number <= most; };
  if (!is_count(settings.height, 0) || !is_count(settings.width, 0) ||
      (settings.height == 0) != (settings.width == 0)) {
    throw std::invalid_argument("an image needs a height and a width, both from 1 to 1000000, or neither");
  }
  if (!is_count(settings.sheet_rows, 1) || !is_count(settings.sheet_columns, 1)) {
    throw std::invalid_argument("rows and columns of a sheet must be from 1 to 1000000");
  }
  if (settings.limit < 0 || !(settings.white >= 0 && settings.white <= std::numeric_limits<float>::max())) {
    throw std::invalid_argument("limit and white must be finite, and 0 or above");
  }
}

enum class Format : std::uint8_t { idx, npy, png, text_images, table };

Format format_of(const std::string& name, std::string_view bytes) {
  if (is_idx(bytes)) {
    return Format::idx;
  }
  if (is_npy(bytes)) {
    return Format::npy;
  }
  if (is_png(bytes)) {
    return Format::png;
  }
  if (bytes.find('\0') != std::string_view::npos) {
    throw InputError(fmt::format(
        "{}: is of no known format; IDX, .npy, PNG, a table of numbers, or images of '#' and '.' are "
        "expected",
        name));
  }
  return is_text_images(bytes) ? Format::text_images : Format::table;
}

/// Refuses settings that the format would ignore.
void require_fit(const std::string& name, Format format, const DatasetSettings& settings) {
  const bool has_columns = format == Format::table || format == Format::npy;
  const bool is_text = format == Format::table || format == Format::text_images;
  const auto require = [&](bool fits, std::string_view what) {
    if (!fits) {
      throw InputError(fmt::format("{}: {}", name, what));
    }
  };
  require(has_columns || (settings.label_column == DatasetSettings::LabelColumn::none && settings.white == 0),
          "a column of labels and a number for white are for tables and arrays only; this file is neither");
  require(format == Format::png || (settings.sheet_rows == 1 && settings.sheet_columns == 1),
          "a sheet of several images is expected, which is for PNG only; this file is none");
  require(!is_text || settings.labels.empty(),
          "a file of labels goes with IDX, .npy or PNG only; text has its labels in a column or in lines of "
          "its own");
}

Dataset parse(const std::string& name, std::string_view bytes, const DatasetSettings& settings) {
  const Format format = format_of(name, bytes);
  require_fit(name, format, settings);
  switch (format) {
    case Format::idx:
      return read_idx(name, bytes, settings);
    case Format::npy:
      return read_npy(name, bytes, settings);
    case Format::png:
      return read_png(name, bytes, settings);
    case Format::text_images:
      return read_text_images(name, bytes, settings.limit);
    case Format::table:
      break;
  }
  return read_table(name, bytes, settings);
}

}  // namespace

std::string name_of(const std::filesystem::path& path) {
  return path == "-" ? "standard input" : path.string();
}

std::string read_sized_file(const std::filesystem::path& path, std::string_view what) {
  constexpr std::size_t most_bytes = std::size_t{1} << 32;
  return read_packed_file(path, what, most_bytes,
                          [&](std::string_view beginning) -> std::optional<std::size_t> {
                            if (is_idx(beginning)) {
                              return declared_idx_size(name_of(path), beginning);
                            }
                            if (is_npy(beginning)) {
                              return declared_npy_size(name_of(path), beginning);
                            }
                            return std::nullopt;
                          });
}

Dataset read_dataset(const std::filesystem::path& path, const DatasetSettings& settings) {
  require_sound(settings);
  const std::string name = name_of(path);
  Dataset dataset = parse(name, read_sized_file(path, "a file of examples"), settings);
  if (dataset.size() == 0 || dataset.features() == 0) {
    throw InputError(fmt::format("{}: holds no examples", name));
  }
  if (settings.height > 0 && (dataset.height != settings.height || dataset.width != settings.width)) {
    throw InputError(fmt::format("{}: its images are {} x {} pixels; must be {} x {} as asked for", name,
                                 dataset.height, dataset.width, settings.height, settings.width));
  }
  return dataset;
}

}  // namespace onedial
