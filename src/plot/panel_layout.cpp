#include "panel_layout.hpp"

#include <algorithm>

namespace onedial {
namespace {

using namespace layout;

constexpr double column_gap = 14;
constexpr double row_gap = 8;
constexpr double least_plot_side = 24;
constexpr double label_gap_x = 7;       // free room between two tick labels of the x axis
constexpr double height_per_tick = 17;  // of the y axis
constexpr double width_per_tick = 22;   // at least, of the x axis

constexpr TextStyle tick_text{tick_size};

bool has_bar(const Panel& panel) {
  return std::any_of(panel.maps.begin(), panel.maps.end(),
                     [](const HeatMap& map) { return !map.label.empty(); });
}

/// The largest part of a box in the middle of its top in which one unit of x is as long as one of y.
Box with_equal_units(const Box& box, const AxisScale& x, const AxisScale& y) {
  const double width = x.limits().upper - x.limits().lower;
  const double height = y.limits().upper - y.limits().lower;
  const double unit = std::min(box.width / width, box.height / height);
  return {box.x + (box.width - unit * width) / 2, box.y, unit * width, unit * height};
}

double position_on_page(const std::optional<AxisScale>& scale, double value, double start, double length) {
  // Far beyond the page Cairo's fixed-point coordinates overflow; 50 lengths away is as good as anywhere.
  return scale ? start + length * std::clamp(scale->position(value), -50.0, 50.0) : start;
}

bool labels_collide(const PanelLayout& panel, const Canvas& canvas) {
  struct Interval {
    double from;
    double to;
  };
  std::vector<Interval> labels;
  for (const Tick& tick : panel.x.ticks.major) {
    const double centre = panel.page_x(tick.value);
    const double half = canvas.text_width(tick.label, tick_text) / 2;
    labels.push_back({centre - half, centre + half});
  }
  std::sort(labels.begin(), labels.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
  for (std::size_t i = 1; i < labels.size(); ++i) {
    if (labels[i].from - labels[i - 1].to < label_gap_x) {
      return true;
    }
  }
  return false;
}

/// The names of an axis that lie within its limits.
Ticks named_ticks(const Axis& axis, const AxisScale& scale) {
  Ticks ticks;
  for (const Tick& tick : axis.names) {
    if (scale.contains(tick.value)) {
      ticks.major.push_back(tick);
    }
  }
  return ticks;
}

void choose_x_ticks(PanelLayout& panel, const Axis& axis, const Canvas& canvas) {
  if (!panel.x.scale) {
    return;
  }
  if (!axis.names.empty()) {
    panel.x.ticks = named_ticks(axis, *panel.x.scale);
    return;
  }
  for (int most = std::clamp(static_cast<int>(panel.plot.width / width_per_tick), 1, 8); most >= 1; --most) {
    panel.x.ticks = panel.x.scale->ticks(most);
    if (!labels_collide(panel, canvas)) {
      return;
    }
  }
}

double widest_y_label(const PanelLayout& panel, const Canvas& canvas) {
  double widest = 0;
  for (const Tick& tick : panel.y.ticks.major) {
    widest = std::max(widest, canvas.text_width(tick.label, tick_text));
  }
  return widest;
}

/// The room a column needs beside its plot areas.
struct ColumnRoom {
  double left = 0;
  double right = 0;
};

/// The grid of panels, and the lengths its rows and columns share.
class Grid {
 public:
  Grid(std::span<const Panel> panels, const Page& page, const Canvas& canvas)
      : described_(panels), page_(page), canvas_(canvas) {
    columns_ = std::min(static_cast<std::size_t>(page.columns), panels.size());
    rows_ = (panels.size() + columns_ - 1) / columns_;
    column_room_.resize(columns_);
    panels_.resize(panels.size());
  }

  std::vector<PanelLayout> place() {
    place_vertically();
    if (!fits_) {
      return {};
    }
    for (std::size_t i = 0; i < panels_.size(); ++i) {
      reserve_sides(i);
    }
    place_horizontally();
    // The ticks of x are known only now: make room for labels that stick out, and place once more.
    for (std::size_t i = 0; i < panels_.size(); ++i) {
      reserve_overhang(i);
    }
    place_horizontally();
    for (std::size_t i = 0; i < panels_.size(); ++i) {
      PanelLayout& panel = panels_[i];
      if (described_[i].is_picture && panel.x.scale && panel.y.scale) {
        panel.plot = with_equal_units(panel.plot, *panel.x.scale, *panel.y.scale);
      }
    }
    return fits_ ? panels_ : std::vector<PanelLayout>();
  }

 private:
  void place_vertically() {
    const bool headed = panels_.size() > 1 || std::any_of(described_.begin(), described_.end(),
                                                          [](const Panel& p) { return !p.title.empty(); });
    const bool labelled =
        std::any_of(described_.begin(), described_.end(), [](const Panel& p) { return !p.x.label.empty(); });
    const double head = headed ? panel_header : 0;
    const bool has_ticks = std::any_of(described_.begin(), described_.end(), [](const Panel& p) {
      return !p.is_picture || !p.x.names.empty() || !p.x.label.empty();
    });
    const double foot =
        has_ticks ? tick_length + tick_gap + tick_size + (labelled ? axis_label_height : 0) : 0;
    const auto rows = static_cast<double>(rows_);
    const double free_height =
        page_.height - page_.top - page_.margin - rows * (head + foot) - (rows - 1) * row_gap;
    const double height = free_height / rows;
    require_side(height);
    for (std::size_t i = 0; i < panels_.size(); ++i) {
      const std::size_t row_index = i / columns_;
      const auto row = static_cast<double>(row_index);
      PanelLayout& panel = panels_[i];
      panel.plot.y = page_.top + head + row * (head + height + foot + row_gap);
      panel.plot.height = height;
      panel.x.scale = x_scale(described_[i]);
      panel.y.scale = y_scale(described_[i]);
      if (panel.y.scale && !described_[i].is_picture) {
        const Axis& axis = described_[i].y;
        const int most = std::clamp(static_cast<int>(height / height_per_tick), 2, 8);
        panel.y.ticks = axis.names.empty() ? panel.y.scale->ticks(most) : named_ticks(axis, *panel.y.scale);
      }
    }
  }

  void reserve_sides(std::size_t i) {
    ColumnRoom& room = column_room_[i % columns_];
    if (has_bar(described_[i])) {
      room.right =
          std::max(room.right, bar_gap + bar_width + tick_length + width_of_digits + axis_label_height);
    }
    if (described_[i].is_picture) {
      return;
    }
    const double label = described_[i].y.label.empty() ? 0 : axis_label_height;
    room.left = std::max(room.left, widest_y_label(panels_[i], canvas_) + tick_length + tick_gap + label);
  }

  void reserve_overhang(std::size_t i) {
    const PanelLayout& panel = panels_[i];
    ColumnRoom& room = column_room_[i % columns_];
    for (const Tick& tick : panel.x.ticks.major) {
      const double half = canvas_.text_width(tick.label, tick_text) / 2;
      room.left = std::max(room.left, half - (panel.page_x(tick.value) - panel.plot.x));
      room.right = std::max(room.right, half - (panel.plot.right() - panel.page_x(tick.value)));
    }
  }

  void place_horizontally() {
    const auto columns = static_cast<double>(columns_);
    double free_width = page_.width - 2 * page_.margin - (columns - 1) * column_gap;
    for (const ColumnRoom& room : column_room_) {
      free_width -= room.left + room.right;
    }
    const double width = free_width / columns;
    require_side(width);
    double left = page_.margin;
    for (std::size_t column = 0; column < columns_; ++column) {
      for (std::size_t i = column; i < panels_.size(); i += columns_) {
        PanelLayout& panel = panels_[i];
        panel.left = left;
        panel.plot.x = left + column_room_[column].left;
        panel.plot.width = width;
        if (!described_[i].is_picture || !described_[i].x.names.empty()) {
          choose_x_ticks(panel, described_[i].x, canvas_);
        }
      }
      left += column_room_[column].left + width + column_room_[column].right + column_gap;
    }
  }

  void require_side(double side) { fits_ = fits_ && side >= least_plot_side; }

  std::span<const Panel> described_;
  Page page_;
  const Canvas& canvas_;
  std::size_t columns_;
  std::size_t rows_;
  std::vector<ColumnRoom> column_room_;
  std::vector<PanelLayout> panels_;
  bool fits_ = true;
};

}  // namespace

double PanelLayout::page_x(double value) const {
  return position_on_page(x.scale, value, plot.x, plot.width);
}

double PanelLayout::page_y(double value) const {
  return position_on_page(y.scale, value, plot.bottom(), -plot.height);
}

bool PanelLayout::contains(double x_value, double y_value) const {
  return x.scale && y.scale && x.scale->contains(x_value) && y.scale->contains(y_value);
}

std::vector<PanelLayout> lay_out(std::span<const Panel> panels, const Page& page, const Canvas& canvas) {
  if (panels.empty()) {
    return {};
  }
  return Grid(panels, page, canvas).place();
}

}  // namespace onedial
