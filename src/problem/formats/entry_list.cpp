#include "entry_list.hpp"

#include <fmt/format.h>

namespace onedial {

std::int64_t read_sizes(const LineReader& lines, std::size_t word, const EntryNames& names,
                        std::size_t shortest_line, InstanceFile& file) {
  const std::int64_t units = lines.integer(word, fmt::format("number of {}", names.units));
  if (units < 1 || units > most_instance_units) {
    lines.fail(fmt::format("{} {}; from 1 to {} are possible", units, names.units, most_instance_units));
  }
  file.units = static_cast<Index>(units);
  const std::int64_t entries = lines.integer(word + 1, fmt::format("number of {}", names.entries));
  if (entries < 0) {
    lines.fail(fmt::format("{} {}; a number of at least 0 is expected", entries, names.entries));
  }
  // The end of the last line may be lacking.
  if (static_cast<std::size_t>(entries) > (lines.rest().size() + 1) / shortest_line) {
    lines.fail(fmt::format("announces {} {}, but so many do not fit into the rest of the file", entries,
                           names.entries));
  }
  file.entries.reserve(static_cast<std::size_t>(entries));
  return entries;
}

Index read_unit(const LineReader& lines, std::size_t k, const EntryNames& names, Index units) {
  const std::int64_t number = lines.integer(k, names.unit);
  if (number < 1 || number > units) {
    lines.fail(fmt::format("{} {} does not exist; {} are numbered from 1 to {}", names.unit, number,
                           names.units, units));
  }
  return static_cast<Index>(number - 1);
}

}  // namespace onedial
