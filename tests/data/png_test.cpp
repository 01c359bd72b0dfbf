#include <cairo/cairo.h>

#include <functional>
#include <memory>

#include "catch.hpp"
#include "dataset_files.hpp"

using namespace onedial;
using namespace dataset_files;

namespace {

/// A PNG whose pixel (x, y) is `colour(x, y)`, 0xAARRGGBB with the colours times alpha.
std::string png(int width, int height, const std::function<std::uint32_t(int, int)>& colour,
                cairo_format_t format = CAIRO_FORMAT_ARGB32) {
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
      cairo_image_surface_create(format, width, height), &cairo_surface_destroy);
  cairo_surface_flush(surface.get());
  unsigned char* data = cairo_image_surface_get_data(surface.get());
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const std::uint32_t pixel = colour(x, y);
      std::memcpy(data + y * cairo_image_surface_get_stride(surface.get()) + 4 * x, &pixel, 4);
    }
  }
  cairo_surface_mark_dirty(surface.get());
  std::string bytes;
  cairo_surface_write_to_png_stream(
      surface.get(),
      [](void* closure, const unsigned char* block, unsigned length) {
        static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(block), length);
        return CAIRO_STATUS_SUCCESS;
      },
      &bytes);
  return bytes;
}

std::string grey_png(int width, int height, const std::function<int(int, int)>& level) {
  return png(width, height,
             [&](int x, int y) { return 0xFF000000U | static_cast<std::uint32_t>(level(x, y)) * 0x010101U; });
}

/// The sheet of images whose pixel is 10 times the number of the image, plus that of the pixel.
std::string numbered_sheet(int rows, int columns, int height, int width) {
  return grey_png(columns * width, rows * height, [=](int x, int y) {
    return 10 * (y / height * columns + x / width) + y % height * width + x % width;
  });
}

bool is_close(const Dataset::Values& a, const Dataset::Values& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() && (a - b).cwiseAbs().maxCoeff() < 1e-6F;
}

}  // namespace

TEST_CASE("a PNG is the brightness of its pixels on white paper") {
  const std::vector<std::uint32_t> colours = {0xFF000000, 0xFFFFFFFF, 0xFFFF0000, 0xFF00FF00,
                                              0xFF0000FF, 0x00000000, 0x80000000, 0xFF333333};
  const std::string bytes =
      png(4, 2, [&](int x, int y) { return colours[static_cast<std::size_t>(4 * y + x)]; });
  const Dataset dataset = read(bytes);
  CHECK(dataset.height == 2);
  CHECK(dataset.width == 4);
  // The last but one is black at an alpha of 128/255.
  CHECK(is_close(dataset.values, rows({{0, 1, 0.2126F, 0.7152F, 0.0722F, 1, 127 / 255.0F, 0.2F}})));
}

TEST_CASE("a PNG may be a sheet of equal images, row by row") {
  const std::string bytes = numbered_sheet(2, 3, 2, 2);
  const Dataset dataset = read(bytes, {.sheet_rows = 2, .sheet_columns = 3});
  CHECK(dataset.height == 2);
  CHECK(dataset.width == 2);
  Dataset::Values expected(6, 4);
  for (Index k = 0; k < 6; ++k) {
    for (Index pixel = 0; pixel < 4; ++pixel) {
      expected(k, pixel) = static_cast<float>(10 * k + pixel) / 255;
    }
  }
  CHECK(is_close(dataset.values, expected));
  CHECK(is_close(read(bytes, {.sheet_rows = 2, .sheet_columns = 3, .limit = 4}).values, expected.topRows(4)));
  const ScratchDirectory scratch;
  CHECK(read(bytes, {.sheet_rows = 2,
                     .sheet_columns = 3,
                     .labels = scratch.write("labels", "5\n4\n3\n2\n1\n0\n"),
                     .limit = 2})
            .labels == std::vector<std::int32_t>{5, 4});
}

TEST_CASE("images of a PNG are brought to a size by averages over areas") {
  const auto level = [](int x, int y) { return 10 * x + 50 * y; };
  const std::string bytes = grey_png(6, 3, level);
  const auto resized = [&](Index height, Index width) {
    return read(bytes, {.height = height, .width = width});
  };
  CHECK(resized(1, 3).width == 3);
  CHECK(is_close(resized(1, 3).values, rows({{55 / 255.0F, 75 / 255.0F, 95 / 255.0F}})));
  CHECK(is_close(resized(3, 1).values, rows({{25 / 255.0F, 75 / 255.0F, 125 / 255.0F}})));
  // Columns 0, 1 and half of 2, halves of 2 and … : 6 columns into 4 are 1.5 each.
  CHECK(is_close(resized(1, 4).values, rows({{(50 + 10 / 3.0F) / 255, (50 + 50 / 3.0F) / 255,
                                              (50 + 100 / 3.0F) / 255, (50 + 140 / 3.0F) / 255}})));
  // To a larger size, too.
  const std::string pair = grey_png(2, 1, [](int x, int) { return 200 * x; });
  CHECK(is_close(read(pair, {.height = 1, .width = 3}).values, rows({{0, 100 / 255.0F, 200 / 255.0F}})));
  // Each image by itself: a neighbour on the sheet does not leak in.
  const std::string sheet = grey_png(6, 3, [](int x, int) { return x < 3 ? 0 : 255; });
  CHECK(read(sheet, {.height = 2, .width = 2, .sheet_columns = 2}).values ==
        rows({{0, 0, 0, 0}, {1, 1, 1, 1}}));
}

TEST_CASE("bad PNGs are refused") {
  const std::string bytes = numbered_sheet(2, 3, 2, 2);
  CHECK(error_of(bytes, {.sheet_rows = 3}) == "file: 4 x 6 pixels are no sheet of 3 x 1 equal images");
  CHECK(error_of(bytes, {.sheet_columns = 4}) == "file: 4 x 6 pixels are no sheet of 1 x 4 equal images");
  CHECK(error_of(bytes, {.sheet_rows = 8}) == "file: 4 x 6 pixels are no sheet of 8 x 1 equal images");
  CHECK(error_of(bytes.substr(0, 20)) == "file: is cut short within the header of its PNG image");
  for (const std::size_t length : {30U, 45U, 60U}) {
    CHECK_THAT(error_of(bytes.substr(0, length)),
               ContainsSubstring("file: is no PNG image that can be read: "));
  }
  std::string damaged = bytes;
  char& pixel = damaged[damaged.find("IDAT") + 8];
  pixel = static_cast<char>(pixel ^ 0x55);
  CHECK_THAT(error_of(damaged), ContainsSubstring("file: is no PNG image that can be read: "));

  std::string large = bytes;
  large[16] = '\x7F';
  CHECK_THAT(error_of(large), ContainsSubstring("file: declares 4 x 2130706438 pixels, which are too many"));
  large = bytes;
  large[18] = '\x1F';
  large[22] = '\x1F';
  CHECK(error_of(large) == "file: declares 7940 x 7942 pixels, which its bytes cannot hold; it is cut short");
}
