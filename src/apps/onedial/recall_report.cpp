#include <cmath>

#include "recall_outcome.hpp"

namespace onedial::cli {

std::string source_name(const PatternSource& source) {
  return source.file.empty() ? "random" : source.file.filename().string();
}

Panel image_panel(const std::string& title, const std::vector<std::vector<Eigen::VectorXd>>& rows,
                  Index height, Index width) {
  const auto down = static_cast<Index>(rows.size());
  const auto across = static_cast<Index>(rows.front().size());
  HeatMap map{.rows = static_cast<std::size_t>(down * (height + 1) - 1),
              .columns = static_cast<std::size_t>(across * (width + 1) - 1),
              .range = {-1, 1}};
  map.values.assign(map.rows * map.columns, NAN);
  map.x = {0, static_cast<double>(map.columns)};
  map.y = {0, static_cast<double>(map.rows)};
  for (Index row = 0; row < down; ++row) {
    for (Index column = 0; column < across; ++column) {
      const Eigen::VectorXd& image = rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
      for (Index pixel = 0; pixel < image.size(); ++pixel) {
        const Index y = row * (height + 1) + pixel / width;
        const Index x = column * (width + 1) + pixel % width;
        map.values[static_cast<std::size_t>(y) * map.columns + static_cast<std::size_t>(x)] = image(pixel);
      }
    }
  }
  Panel panel{.title = title, .maps = {std::move(map)}, .is_picture = true};
  return panel;
}

}  // namespace onedial::cli
