#include "level_list.hpp"

#include <fmt/format.h>

#include <tuple>

#include "onedial/core/text_file.hpp"

namespace onedial {
namespace {

/// Which numbers stand for the levels 0 and 1.
class Alphabet {
 public:
  explicit Alphabet(const LevelListFormat& format)
      : spins_(format.domain == Domain::spin),
        bits_(format.domain == Domain::binary || format.takes_bits_for_spins) {}

  Level level(const LineReader& lines, std::int64_t value) {
    const bool fits = value == 1 || (value == -1 && spins_) || (value == 0 && bits_);
    if (!fits) {
      lines.fail(fmt::format("the value {} does not fit; {} is expected", value, expected()));
    }
    if (value != 1) {
      (value == 0 ? spins_ : bits_) = false;
    }
    return value == 1 ? 1 : 0;
  }

 private:
  [[nodiscard]] std::string_view expected() const {
    if (spins_ && bits_) {
      return "0 or 1, or else -1 or 1,";
    }
    return spins_ ? "-1 or 1" : "0 or 1";
  }

  bool spins_;
  bool bits_;
};

}  // namespace

std::string level_list_text(const State& state, const LevelListFormat& format) {
  fmt::memory_buffer text;
  Index index = format.first_index;
  for (const Level level : state) {
    fmt::format_to(std::back_inserter(text), "{} {}\n", index++,
                   static_cast<int>(level_value(format.domain, level)));
  }
  return fmt::to_string(text);
}

State read_level_list(const std::filesystem::path& path, Index units, const LevelListFormat& format) {
  Alphabet alphabet(format);
  return read_unit_values(path, units, format, [&](const LineReader& lines, std::int64_t value) {
    return alphabet.level(lines, value);
  });
}

State read_unit_values(const std::filesystem::path& path, Index units, const LevelListFormat& format,
                       const std::function<Level(const LineReader&, std::int64_t)>& level_of) {
  const auto [first, name, names] = std::tuple(format.first_index, format.unit_name, format.units_name);
  const std::string text = read_text_file(path, fmt::format("a solution, one {} a line", name));
  State state(static_cast<std::size_t>(units));
  std::vector<bool> is_given(state.size(), false);
  Index given = 0;
  LineReader lines(path.string(), text);
  for (; lines.next(); ++given) {
    if (lines.words().size() != 2) {
      lines.fail(fmt::format("{} words; a {} and its value are expected", lines.words().size(), name));
    }
    const std::int64_t unit = lines.integer(0, name);
    if (unit < first || unit >= first + units) {
      lines.fail(fmt::format("{} {} does not exist; {} are numbered from {} to {}", name, unit, names, first,
                             first + units - 1));
    }
    const auto k = static_cast<std::size_t>(unit - first);
    if (is_given[k]) {
      lines.fail(fmt::format("{} {} was given before; each is expected once", name, unit));
    }
    is_given[k] = true;
    state[k] = level_of(lines, lines.integer(1, "value"));
  }
  if (given < units) {
    lines.fail_whole(fmt::format("gives {} of {} {}; all are expected", given, units, names));
  }
  return state;
}

}  // namespace onedial
