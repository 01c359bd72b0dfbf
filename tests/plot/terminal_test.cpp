#include "onedial/plot/terminal.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "catch.hpp"

using namespace onedial;

namespace {

TerminalPlotOptions small() {
  TerminalPlotOptions options;
  options.width = 24;
  options.height = 7;
  options.title = "⟨E⟩";
  options.x_label = "T";
  return options;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t start = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', start)) {
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

bool is_printable_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7f); });
}

const std::vector<double> ramp = {1, 2, 3};
const std::vector<double> values = {-2, 0, -1};

}  // namespace

TEST_CASE("A small Unicode plot") {
  CHECK(terminal_plot(ramp, values, small()) ==
        "⟨E⟩\n"
        " 0 ┤        ⡠⠒⠉⠒⠤⣀⡀\n"
        "   │     ⣀⠔⠉      ⠈⠑⠒⠤⣀\n"
        "   │  ⢀⠤⠊              ⠉\n"
        "−2 ┤⡠⠒⠁\n"
        "   └────────────────────\n"
        "    1        T         3\n");
}

TEST_CASE("A small ASCII plot") {
  TerminalPlotOptions options = small();
  options.unicode = false;
  CHECK(terminal_plot(ramp, values, options) ==
        "<E>\n"
        " 0 +         ****\n"
        "   |     ****    ****\n"
        "   |  ***            ***\n"
        "-2 +**\n"
        "   +--------------------\n"
        "    1        T         3\n");
}

TEST_CASE("A reversed axis mirrors the plot and its labels") {
  TerminalPlotOptions options = small();
  options.unicode = false;
  options.reversed_x = true;
  CHECK(terminal_plot(ramp, values, options) ==
        "<E>\n"
        " 0 +        ****\n"
        "   |   *****    ***\n"
        "   |***            ***\n"
        "-2 +                  **\n"
        "   +--------------------\n"
        "    3        T         1\n");
}

TEST_CASE("The default plot is 72 columns by 14 lines") {
  TerminalPlotOptions options;
  options.unicode = false;
  options.title = "title";
  const std::vector<std::string> lines = lines_of(terminal_plot(ramp, values, options));
  CHECK(lines.size() == 14);
  std::size_t widest = 0;
  for (const std::string& line : lines) {
    widest = std::max(widest, line.size());
  }
  CHECK(widest == 72);
}

TEST_CASE("A logarithmic axis spaces decades equally") {
  TerminalPlotOptions options = small();
  options.unicode = false;
  const std::vector<double> decades = {0.1, 1, 10};
  CHECK(terminal_plot(decades, values, options) != terminal_plot(ramp, values, options));
  options.x_axis = AxisKind::logarithmic;
  const std::vector<std::string> log = lines_of(terminal_plot(decades, values, options));
  options.x_axis = AxisKind::linear;
  const std::vector<std::string> linear = lines_of(terminal_plot(ramp, values, options));
  REQUIRE(log.size() == linear.size());
  for (std::size_t i = 0; i + 1 < log.size(); ++i) {
    CHECK(log[i] == linear[i]);
  }
}

TEST_CASE("Points that have no place are gaps") {
  TerminalPlotOptions options = small();
  options.unicode = false;
  const std::vector<double> x = {1, 2, 3, 4, 5};
  const std::vector<double> y = {0, 0, std::nan(""), 0, 0};
  const std::string plot = terminal_plot(x, y, options);
  CHECK_THAT(plot, ContainsSubstring("******         *****") || ContainsSubstring("*     "));
  const std::vector<double> temperatures = {HUGE_VAL, 2, 0};
  options.x_axis = AxisKind::logarithmic;
  CHECK_THAT(terminal_plot(temperatures, values, options), ContainsSubstring("T = 2"));
}

TEST_CASE("One point, a constant and nothing at all") {
  TerminalPlotOptions options = small();
  options.unicode = false;
  const std::string one = terminal_plot(std::vector<double>{3}, std::vector<double>{-5}, options);
  CHECK(std::count(one.begin(), one.end(), '*') == 1);
  CHECK_THAT(one, ContainsSubstring("T = 3"));
  const std::string flat = terminal_plot(ramp, std::vector<double>{7, 7, 7}, options);
  CHECK(lines_of(flat).size() == 7);
  CHECK(terminal_plot({}, {}, options) == "<E>: no data to plot\n");
  CHECK(terminal_plot(std::vector<double>{1}, std::vector<double>{std::nan("")}) == "no data to plot\n");
}

TEST_CASE("ASCII plots are printable whatever the numbers and words") {
  TerminalPlotOptions options = small();
  options.unicode = false;
  options.title = "Ω⟨E⟩ ± σ\x1b";
  const std::string plot =
      terminal_plot(std::vector<double>{-1e9, 2e-9}, std::vector<double>{-3e12, 4e12}, options);
  CHECK(is_printable_ascii(plot));
  CHECK_THAT(plot,
             ContainsSubstring("?<E> +- sigma?") && ContainsSubstring("2e-9") && ContainsSubstring("-1e9"));
}

TEST_CASE("Colour adds escape sequences around the same text") {
  TerminalPlotOptions options = small();
  const std::string plain = terminal_plot(ramp, values, options);
  CHECK(plain.find('\x1b') == std::string::npos);
  options.colour = true;
  std::string coloured = terminal_plot(ramp, values, options);
  CHECK(coloured != plain);
  for (std::size_t at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b')) {
    coloured.erase(at, coloured.find('m', at) + 1 - at);
  }
  CHECK(coloured == plain);
}

TEST_CASE("Sizes too small are raised and unequal lengths refused") {
  TerminalPlotOptions options = small();
  const std::string least = terminal_plot(ramp, values, options);
  options.width = -3;
  CHECK(terminal_plot(ramp, values, options) == least);
  options.height = 0;
  CHECK(lines_of(terminal_plot(ramp, values, options)).size() == 5);
  CHECK_THROWS_AS(terminal_plot(ramp, {}, options), std::invalid_argument);
}

TEST_CASE("LC_ALL decides before LC_CTYPE and LANG") {
  const auto utf8_with = [](const char* all, const char* ctype, const char* lang) {
    setenv("LC_ALL", all, 1);
    setenv("LC_CTYPE", ctype, 1);
    setenv("LANG", lang, 1);
    return terminal_is_utf8();
  };
  CHECK(utf8_with("en_GB.UTF-8", "C", "C"));
  CHECK(utf8_with("", "de_DE.utf8", "C"));
  CHECK(utf8_with("", "", "C.UTF-8"));
  CHECK_FALSE(utf8_with("C", "C.UTF-8", "C.UTF-8"));
  CHECK_FALSE(utf8_with("", "POSIX", "C.UTF-8"));
  CHECK_FALSE(utf8_with("", "", ""));
}

TEST_CASE("The axis points out what is marked, and nothing beyond it") {
  TerminalPlotOptions options = small();
  const std::vector<double> marks = {1, 2, 3, 7};
  options.marks = marks;
  const auto count = [&](const std::string& mark) {
    const auto lines = lines_of(terminal_plot(ramp, values, options));
    const std::string& axis = lines.at(lines.size() - 2);
    std::size_t found = 0;
    for (std::size_t at = axis.find(mark); at != std::string::npos; at = axis.find(mark, at + 1)) {
      ++found;
    }
    return found;
  };
  CHECK(count("▲") == 3);
  options.unicode = false;
  CHECK(count("^") == 3);
}
