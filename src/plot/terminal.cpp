#include "onedial/plot/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "dot_raster.hpp"
#include "onedial/plot/axis_scale.hpp"
#include "onedial/plot/number_format.hpp"
#include "plain_text.hpp"

namespace onedial {
namespace {

constexpr int least_width = 24;
constexpr int least_height = 5;
constexpr int rows_per_tick = 2;

struct DataLimits {
  AxisLimits x;
  AxisLimits y;
};

void extend(AxisLimits& limits, double value) {
  limits = {std::min(limits.lower, value), std::max(limits.upper, value)};
}

class Plot {
 public:
  Plot(std::span<const double> x, std::span<const double> y, const TerminalPlotOptions& options)
      : x_(x), y_(y), options_(options) {}

  std::string text() {
    find_limits();
    if (!limits_) {
      return options_.title.empty() ? "no data to plot\n"
                                    : styled("1", in_charset(options_.title)) + ": no data to plot\n";
    }
    choose_size();
    DotRaster raster(columns_, rows_, options_.unicode);
    draw(raster);
    return compose(raster);
  }

 private:
  [[nodiscard]] bool drawable(std::size_t i) const {
    return has_place(x_[i], options_.x_axis) && has_place(y_[i], AxisKind::linear);
  }

  void find_limits() {
    for (std::size_t i = 0; i < x_.size(); ++i) {
      if (!drawable(i)) {
        continue;
      }
      if (!limits_) {
        limits_ = DataLimits{{x_[i], x_[i]}, {y_[i], y_[i]}};
      }
      extend(limits_->x, x_[i]);
      extend(limits_->y, y_[i]);
    }
  }

  void choose_size() {
    rows_ = std::max(options_.height, least_height) - 2 - (options_.title.empty() ? 0 : 1);
    y_scale_ = scale_around(AxisKind::linear, limits_->y, 0, false);
    y_ticks_ = y_scale_->ticks(std::max(rows_ / rows_per_tick, 2)).major;
    for (Tick& tick : y_ticks_) {
      tick.label = in_charset(tick.label);
      label_width_ = std::max(label_width_, text_columns(tick.label));
    }
    // Beside the labels: a blank and the axis.
    columns_ = std::max(std::max(options_.width, least_width) - label_width_ - 2, 8);
  }

  [[nodiscard]] int dot_row(const DotRaster& raster, double y) const {
    return static_cast<int>(std::lround((1 - y_scale_->position(y)) * (raster.dots_y() - 1)));
  }

  void draw(DotRaster& raster) const {
    const AxisScale x_scale = scale_around(options_.x_axis, limits_->x, 0, options_.reversed_x);
    std::pair<int, int> previous;
    bool after_gap = true;
    for (std::size_t i = 0; i < x_.size(); ++i) {
      if (!drawable(i)) {
        after_gap = true;
        continue;
      }
      const int column = static_cast<int>(std::lround(x_scale.position(x_[i]) * (raster.dots_x() - 1)));
      const std::pair<int, int> here{column, dot_row(raster, y_[i])};
      if (after_gap) {
        previous = here;
      }
      raster.line(previous.first, previous.second, here.first, here.second);
      previous = here;
      after_gap = false;
    }
  }

  [[nodiscard]] std::string compose(const DotRaster& raster) const {
    std::string out;
    if (!options_.title.empty()) {
      out += styled("1", in_charset(options_.title)) + "\n";
    }
    for (int row = 0; row < rows_; ++row) {
      const std::string* label = nullptr;
      for (const Tick& tick : y_ticks_) {
        if (raster.row_of(dot_row(raster, tick.value)) == row) {
          label = &tick.label;
        }
      }
      const std::string words = label != nullptr ? *label : "";
      out += std::string(static_cast<std::size_t>(label_width_ - text_columns(words)), ' ') + words + ' ';
      out += styled("2", label != nullptr ? in_charset("┤") : in_charset("│"));
      const std::string dots = raster.row_text(row);
      if (!dots.empty()) {
        out += styled("34", dots);
      }
      out += '\n';
    }
    std::string axis = in_charset("└");
    for (int i = 0; i < columns_; ++i) {
      axis += is_marked(i) ? (options_.unicode ? "▲" : "^") : in_charset("─");
    }
    const std::string indent(static_cast<std::size_t>(label_width_) + 1, ' ');
    return out + indent + styled("2", axis) + "\n" + indent + " " + x_labels() + "\n";
  }

  [[nodiscard]] bool is_marked(int column) const {
    const AxisScale x_scale = scale_around(options_.x_axis, limits_->x, 0, options_.reversed_x);
    return std::any_of(options_.marks.begin(), options_.marks.end(), [&](double mark) {
      return mark >= limits_->x.lower && mark <= limits_->x.upper &&
             std::lround(x_scale.position(mark) * (columns_ - 1)) == column;
    });
  }

  [[nodiscard]] std::string x_labels() const {
    const std::string name = in_charset(options_.x_label);
    std::string first = in_charset(format_compact(limits_->x.lower));
    std::string last = in_charset(format_compact(limits_->x.upper));
    if (limits_->x.lower == limits_->x.upper) {
      const std::string words = name.empty() ? first : name + " = " + first;
      return blanks((columns_ - text_columns(words)) / 2) + words;
    }
    if (options_.reversed_x) {
      std::swap(first, last);
    }
    const int room = columns_ - text_columns(first) - text_columns(last);
    const int free = room - text_columns(name);
    if (free < 2) {
      return first + blanks(std::max(room, 1)) + last;
    }
    return first + blanks(free / 2) + name + blanks(free - free / 2) + last;
  }

  static std::string blanks(int count) {
    std::string out;
    out.resize(static_cast<std::size_t>(std::max(count, 0)), ' ');
    return out;
  }

  [[nodiscard]] std::string in_charset(std::string_view text) const {
    return options_.unicode ? std::string(text) : to_ascii(text);
  }

  [[nodiscard]] std::string styled(std::string_view code, const std::string& text) const {
    return options_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
  }

  std::span<const double> x_;
  std::span<const double> y_;
  const TerminalPlotOptions& options_;
  std::optional<DataLimits> limits_;
  std::optional<AxisScale> y_scale_;
  std::vector<Tick> y_ticks_;
  int label_width_ = 0;
  int columns_ = 0;
  int rows_ = 0;
};

}  // namespace

std::string terminal_plot(std::span<const double> x, std::span<const double> y,
                          const TerminalPlotOptions& options) {
  if (x.size() != y.size()) {
    throw std::invalid_argument(
        fmt::format("x ({} values) and y ({}) must be of one length", x.size(), y.size()));
  }
  return Plot(x, y, options).text();
}

bool terminal_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') {
      continue;
    }
    std::string locale = value;
    std::transform(locale.begin(), locale.end(), locale.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
  }
  return false;
}

}  // namespace onedial
