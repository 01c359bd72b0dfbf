#include "report_files.hpp"

#include <fmt/format.h>

#include "onedial/core/error.hpp"
#include "onedial/plot/cairo_render.hpp"

namespace onedial::cli {

void add_report(RunDirectory& directory, const std::function<Figure()>& make_figure) {
  try {
    const Figure report = make_figure();
    std::string svg = render_svg(report);
    directory.add("report.png", render_png(report));
    directory.add("report.svg", std::move(svg));
  } catch (const std::exception& error) {
    fmt::print(stderr, "onedial: no report is drawn: {}\n", on_one_line(error.what()));
  }
}

}  // namespace onedial::cli
