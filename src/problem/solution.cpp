#include "onedial/problem/solution.hpp"

#include <fmt/format.h>

#include "onedial/core/line_reader.hpp"
#include "onedial/core/text_file.hpp"

namespace onedial {
namespace {

/// Which numbers stand for the levels 0 and 1. The sides of a cut have no names, so either pair serves, but
/// only one in a file.
class Alphabet {
 public:
  explicit Alphabet(const Problem& problem)
      : spins_(domain(problem) == Domain::spin),
        bits_(domain(problem) == Domain::binary || std::holds_alternative<MaxCut>(problem)) {}

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

std::string solution_text(const Problem& problem, const State& state) {
  fmt::memory_buffer text;
  Index index = terms(problem).first_index;
  for (const Level level : state) {
    fmt::format_to(std::back_inserter(text), "{} {}\n", index++,
                   static_cast<int>(level_value(domain(problem), level)));
  }
  return fmt::to_string(text);
}

State read_solution(const Problem& problem, const std::filesystem::path& path) {
  const std::string text = read_text_file(path, "a solution, one unit a line");
  const Index units = terms(problem).units();
  const Index first = terms(problem).first_index;
  Alphabet alphabet(problem);
  State state(static_cast<std::size_t>(units), -1);
  Index given = 0;
  LineReader lines(path.string(), text);
  for (; lines.next(); ++given) {
    if (lines.words().size() != 2) {
      lines.fail(fmt::format("{} words; a unit and its value are expected", lines.words().size()));
    }
    const std::int64_t unit = lines.integer(0, "unit");
    if (unit < first || unit >= first + units) {
      lines.fail(fmt::format("unit {} does not exist; units are numbered from {} to {}", unit, first,
                             first + units - 1));
    }
    Level& level = state[static_cast<std::size_t>(unit - first)];
    if (level != -1) {
      lines.fail(fmt::format("unit {} was given before; each is expected once", unit));
    }
    level = alphabet.level(lines, lines.integer(1, "value"));
  }
  if (given < units) {
    lines.fail_whole(fmt::format("gives {} of {} units; all are expected", given, units));
  }
  return state;
}

}  // namespace onedial
