#include <fmt/format.h>

#include "dataset_formats.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/line_reader.hpp"

namespace onedial {
namespace {

std::vector<std::int32_t> read_text_labels(const std::string& name, std::string_view text) {
  LineReader reader(name, text);
  std::vector<std::int32_t> labels;
  while (reader.next()) {
    if (reader.words().size() != 1) {
      reader.fail(fmt::format("has {} words; one label a line is expected", reader.words().size()));
    }
    const std::int64_t label = reader.integer(0, "label");
    if (label != static_cast<std::int32_t>(label)) {
      reader.fail(fmt::format("label {} is beyond 32 bits", label));
    }
    labels.push_back(static_cast<std::int32_t>(label));
  }
  return labels;
}

}  // namespace

std::vector<std::int32_t> read_labels(const DatasetSettings& settings, Index examples, Index taken) {
  if (settings.labels.empty()) {
    return {};
  }
  const std::string name = name_of(settings.labels);
  const std::string bytes = read_sized_file(settings.labels, "a file of labels");
  std::vector<std::int32_t> labels = is_idx(bytes)   ? read_idx_labels(name, bytes)
                                     : is_npy(bytes) ? read_npy_labels(name, bytes)
                                                     : read_text_labels(name, bytes);
  if (std::ssize(labels) != examples) {
    throw InputError(fmt::format("{}: has {} labels for {} examples", name, labels.size(), examples));
  }
  labels.resize(static_cast<std::size_t>(taken));
  return labels;
}

}  // namespace onedial
