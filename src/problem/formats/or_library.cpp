#include <fmt/format.h>

#include <iterator>

#include "entry_list.hpp"
#include "formats.hpp"

namespace onedial {
namespace {

constexpr EntryNames names = {.unit = "variable", .units = "variables", .entries = "entries"};

/// The lines of one problem, from its line `n m` on. xᵀQx is maximised there and minimised here.
InstanceFile read_problem(LineReader& lines, const std::string& path) {
  if (!lines.next()) {
    lines.fail_whole("ends before all of the problems that its first line announces");
  }
  if (lines.words().size() != 2) {
    lines.fail(
        fmt::format("{} words; the numbers of variables and of entries are expected", lines.words().size()));
  }
  InstanceFile file{
      .path = path, .format = InstanceFormat::or_library, .first_index = 1, .domain = Domain::binary};
  constexpr std::size_t shortest_line = 6;  // "1 2 3" and its end
  const std::int64_t entries = read_sizes(lines, 0, names, shortest_line, file);
  while (std::ssize(file.entries) < entries) {
    if (!lines.next()) {
      lines.fail_whole(
          fmt::format("ends after {} of the {} entries of a problem", file.entries.size(), entries));
    }
    if (lines.words().size() != 3) {
      lines.fail(fmt::format("{} words; two variables and a number are expected", lines.words().size()));
    }
    file.entries.push_back({.row = read_unit(lines, 0, names, file.units),
                            .column = read_unit(lines, 1, names, file.units),
                            .value = 0 - lines.number(2, "entry"),
                            .line = lines.line()});
  }
  return file;
}

/// How many problems the first line announces.
std::int64_t read_count(LineReader& lines) {
  if (!lines.next()) {
    lines.fail_whole("is empty; a first line with the number of problems is expected");
  }
  if (lines.words().size() != 1) {
    lines.fail(fmt::format("{} words; the number of problems is expected", lines.words().size()));
  }
  const std::int64_t count = lines.integer(0, "number of problems");
  if (count < 1) {
    lines.fail(fmt::format("{} problems; at least 1 is expected", count));
  }
  return count;
}

}  // namespace

/// The number of problems; for each of them `n m`, then m lines `i j q`.
InstanceFile read_or_library(const std::string& path, std::string_view text, std::optional<Index> number) {
  LineReader lines(path, text);
  const std::int64_t count = read_count(lines);
  if (!number && count > 1) {
    lines.fail(
        fmt::format("holds {} problems; the number of one, from 1, is expected beside the file", count));
  }
  const Index chosen = number.value_or(1);
  if (chosen < 1 || chosen > count) {
    lines.fail(fmt::format("there is no problem {}; they are numbered from 1 to {}", chosen, count));
  }
  InstanceFile file;
  for (std::int64_t problem = 1; problem <= count; ++problem) {
    InstanceFile next = read_problem(lines, path);
    if (problem == chosen) {
      file = std::move(next);
    }
  }
  if (lines.next()) {
    lines.fail(fmt::format("goes on after its {} problems", count));
  }
  return file;
}

std::string write_or_library(const InstanceFile& file) {
  fmt::memory_buffer text;
  const auto to = std::back_inserter(text);
  fmt::format_to(to, "1\n{} {}\n", file.units, file.entries.size());
  for (const InstanceFile::Entry& entry : file.entries) {
    fmt::format_to(to, "{} {} {}\n", entry.row + 1, entry.column + 1, 0 - entry.value);
  }
  return fmt::to_string(text) + lost_offset(file);
}

}  // namespace onedial
