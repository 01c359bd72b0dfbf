#include "onedial/viewer/frame_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "onedial/plot/number_format.hpp"

namespace onedial::viewer {
namespace {

/// A field of a CSV file (RFC 4180).
std::string quoted(const std::string& field) {
  std::string out = "\"";
  for (const char c : field) {
    out += c;
    if (c == '"') {
      out += c;
    }
  }
  return out + '"';
}

/// A number, or nothing for one that is not known.
std::string number(double value) {
  return std::isnan(value) ? std::string() : fmt::format("{}", value);
}

std::string html_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string fact_words(const Fact& fact) {
  if (std::isnan(fact.value)) {
    return "not known";
  }
  std::string words = format_compact(fact.value, fact.digits);
  if (fact.error > 0) {
    words += " ± " + format_compact(fact.error, 2);
  }
  return words;
}

}  // namespace

std::string curves_csv(const Frame& frame) {
  std::string csv = "panel,curve,kind,x,y,lower,upper\n";
  for (const Panel& panel : frame.panels) {
    const auto line = [&](const std::string& label, const char* kind, double x, double y, double lower,
                          double upper) {
      csv += fmt::format("{},{},{},{},{},{},{}\n", quoted(panel.title), quoted(label), kind, number(x),
                         number(y), number(lower), number(upper));
    };
    for (const Series& series : panel.series) {
      for (std::size_t i = 0; i < series.x.size(); ++i) {
        line(series.label, "series", series.x[i], series.y[i], NAN, NAN);
      }
    }
    for (const Points& points : panel.points) {
      for (std::size_t i = 0; i < points.x.size(); ++i) {
        const double error = points.y_error.empty() ? NAN : points.y_error[i];
        line(points.label, "points", points.x[i], points.y[i], points.y[i] - error, points.y[i] + error);
      }
    }
    for (const Band& band : panel.bands) {
      for (std::size_t i = 0; i < band.x.size(); ++i) {
        line(band.label, "band", band.x[i], NAN, band.lower[i], band.upper[i]);
      }
    }
  }
  return csv;
}

Figure frame_figure(const Frame& frame, const std::string& title, const std::string& command_line) {
  constexpr double panel_height = 165;
  constexpr double header = 40;
  const std::size_t rows = (frame.panels.size() + 1) / 2;
  return {.title = title,
          .subtitle = fmt::format("seed {}, sweep {}   {}", frame.seed,
                                  format_fixed(static_cast<double>(frame.sweep), 0), command_line),
          .width = 560,
          .height = header + panel_height * static_cast<double>(std::max<std::size_t>(1, rows)),
          .columns = 2,
          .panels = frame.panels};
}

std::string report_html(const Frame& frame, const std::string& title, const std::string& command_line,
                        const std::string& svg) {
  std::string facts;
  for (const Fact& fact : frame.facts) {
    facts += fmt::format("<tr><th>{}</th><td>{}</td><td>{}</td></tr>\n", html_text(fact.symbol),
                         fact_words(fact), html_text(fact.meaning));
  }
  // The SVG's own first line, <?xml …?>, has no place within a page.
  const std::size_t start = svg.find("<svg");
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{0}</title>\n"
      "<style>body{{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em}}"
      "svg{{width:100%;height:auto}}th{{text-align:left}}td,th{{padding:.2em 1em .2em 0;vertical-align:top}}"
      "</style>\n</head>\n<body>\n<h1>{0}</h1>\n<p>{1}</p>\n<p>Seed {2}, sweep {3}, T = {4}. The same again: "
      "<code>{5}</code></p>\n{6}\n<table>\n{7}</table>\n</body>\n</html>\n",
      html_text(title), html_text(frame.verdict), frame.seed, frame.sweep,
      frame.temperature.is_infinite() ? "∞" : format_compact(frame.temperature.value(), 6),
      html_text(command_line), start == std::string::npos ? svg : svg.substr(start), facts);
}

}  // namespace onedial::viewer
