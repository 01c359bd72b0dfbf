#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>

#include "dataset_formats.hpp"
#include "onedial/core/error.hpp"

namespace onedial {
namespace {

constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Picture = Eigen::MatrixXf;  // brightness 0 … 1 (height × width)

struct Source {
  std::string_view bytes;
  std::size_t at = 0;
};

cairo_status_t read(void* closure, unsigned char* out, unsigned int length) {
  auto& source = *static_cast<Source*>(closure);
  if (source.bytes.size() - source.at < length) {
    return CAIRO_STATUS_READ_ERROR;
  }
  std::memcpy(out, source.bytes.data() + source.at, length);
  source.at += length;
  return CAIRO_STATUS_SUCCESS;
}

void require_fine(const std::string& name, const Surface& surface) {
  if (const cairo_status_t status = cairo_surface_status(surface.get()); status != CAIRO_STATUS_SUCCESS) {
    throw InputError(
        fmt::format("{}: is no PNG image that can be read: {}", name, cairo_status_to_string(status)));
  }
}

/// Refuses what declares more pixels than its bytes can hold, or more than fit, before memory is taken for
/// them.
void require_plausible_size(const std::string& name, std::string_view bytes) {
  constexpr std::size_t sizes_at = 16;  // behind the signature, and the length and name of the first chunk
  constexpr std::uint64_t most_pixels = std::uint64_t{1} << 26;
  constexpr std::uint64_t deflate_most =
      1032;  // to one, what deflate can make of the least pixels, of a bit each
  if (bytes.size() < sizes_at + 8) {
    throw InputError(fmt::format("{}: is cut short within the header of its PNG image", name));
  }
  std::array<std::uint64_t, 2> sides{};
  for (std::size_t k = 0; k < 8; ++k) {
    sides[k / 4] = sides[k / 4] << 8U | static_cast<unsigned char>(bytes[sizes_at + k]);
  }
  const std::uint64_t pixels = sides[0] * sides[1];
  if (pixels > most_pixels || pixels / 8 > deflate_most * bytes.size()) {
    throw InputError(fmt::format("{}: declares {} x {} pixels, which {}", name, sides[1], sides[0],
                                 pixels > most_pixels ? "are too many; at most 8192 x 8192 are taken"
                                                      : "its bytes cannot hold; it is cut short"));
  }
}

/// Of any kind of PNG, since Cairo paints them all on white paper.
Picture decode(const std::string& name, std::string_view bytes) {
  require_plausible_size(name, bytes);
  Source source{.bytes = bytes};
  const Surface image(cairo_image_surface_create_from_png_stream(&read, &source), &cairo_surface_destroy);
  require_fine(name, image);
  const int width = cairo_image_surface_get_width(image.get());
  const int height = cairo_image_surface_get_height(image.get());
  const Surface paper(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height), &cairo_surface_destroy);
  require_fine(name, paper);
  const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> brush(cairo_create(paper.get()), &cairo_destroy);
  cairo_set_source_rgb(brush.get(), 1, 1, 1);
  cairo_paint(brush.get());
  cairo_set_source_surface(brush.get(), image.get(), 0, 0);
  cairo_paint(brush.get());
  cairo_surface_flush(paper.get());
  Picture picture(height, width);
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(paper.get()));
  const unsigned char* data = cairo_image_surface_get_data(paper.get());
  for (Index y = 0; y < picture.rows(); ++y) {
    for (Index x = 0; x < picture.cols(); ++x) {
      std::uint32_t pixel = 0;
      std::memcpy(&pixel, data + static_cast<std::size_t>(y) * stride + 4 * static_cast<std::size_t>(x), 4);
      const auto channel = [pixel](unsigned shift) {
        return static_cast<double>(pixel >> shift & 0xffU) / 255;
      };
      // The luma of ITU-R BT.709.
      picture(y, x) = static_cast<float>(0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0));
    }
  }
  return picture;
}

/// (out × in): the part of each old pixel in each new one, for lengths along one side.
Eigen::MatrixXd area_weights(Index out, Index in) {
  Eigen::MatrixXd weights = Eigen::MatrixXd::Zero(out, in);
  const double scale = static_cast<double>(in) / static_cast<double>(out);
  for (Index k = 0; k < out; ++k) {
    const double from = static_cast<double>(k) * scale;
    const double to = from + scale;
    for (auto i = static_cast<Index>(from); i < in && static_cast<double>(i) < to; ++i) {
      const double covered =
          std::min(to, static_cast<double>(i + 1)) - std::max(from, static_cast<double>(i));
      weights(k, i) = covered / scale;
    }
  }
  return weights;
}

}  // namespace

bool is_png(std::string_view bytes) {
  return bytes.starts_with(signature);
}

Dataset read_png(const std::string& name, std::string_view bytes, const DatasetSettings& settings) {
  const Picture sheet = decode(name, bytes);
  if (sheet.rows() % settings.sheet_rows != 0 || sheet.cols() % settings.sheet_columns != 0) {
    throw InputError(fmt::format("{}: {} x {} pixels are no sheet of {} x {} equal images", name,
                                 sheet.rows(), sheet.cols(), settings.sheet_rows, settings.sheet_columns));
  }
  const Index tile_height = sheet.rows() / settings.sheet_rows;
  const Index tile_width = sheet.cols() / settings.sheet_columns;
  Dataset dataset;
  dataset.height = settings.height == 0 ? tile_height : settings.height;
  dataset.width = settings.width == 0 ? tile_width : settings.width;
  const Eigen::MatrixXd down = area_weights(dataset.height, tile_height);
  const Eigen::MatrixXd across = area_weights(dataset.width, tile_width).transpose();
  const Index all = settings.sheet_rows * settings.sheet_columns;
  const Index count = taken_of(all, settings);
  dataset.values.resize(count, dataset.height * dataset.width);
  for (Index k = 0; k < count; ++k) {
    const auto tile = sheet.block(k / settings.sheet_columns * tile_height,
                                  k % settings.sheet_columns * tile_width, tile_height, tile_width);
    const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> image =
        (down * tile.cast<double>() * across).cast<float>();
    dataset.values.row(k) = Eigen::Map<const Eigen::RowVectorXf>(image.data(), image.size());
  }
  dataset.labels = read_labels(settings, all, count);
  return dataset;
}

}  // namespace onedial
