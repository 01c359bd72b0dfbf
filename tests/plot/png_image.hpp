#pragma once
#include <cairo/cairo.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>

/// A decoded PNG image, to look at what was drawn.
class PngImage {
 public:
  using Rgb = std::array<int, 3>;

  explicit PngImage(const std::string& png) {
    Source source{png, 0};
    surface_.reset(cairo_image_surface_create_from_png_stream(&read, &source));
    if (cairo_surface_status(surface_.get()) != CAIRO_STATUS_SUCCESS) {
      throw std::runtime_error("not a PNG image");
    }
    width = cairo_image_surface_get_width(surface_.get());
    height = cairo_image_surface_get_height(surface_.get());
  }

  [[nodiscard]] Rgb at(int x, int y) const {
    const std::ptrdiff_t stride = cairo_image_surface_get_stride(surface_.get());
    const unsigned char* row = cairo_image_surface_get_data(surface_.get()) + y * stride;
    std::uint32_t pixel = 0;
    std::memcpy(&pixel, row + static_cast<std::ptrdiff_t>(x) * 4, 4);
    return {static_cast<int>(pixel >> 16 & 0xff), static_cast<int>(pixel >> 8 & 0xff),
            static_cast<int>(pixel & 0xff)};
  }

  [[nodiscard]] int count(Rgb colour) const {
    int found = 0;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        found += at(x, y) == colour ? 1 : 0;
      }
    }
    return found;
  }

  int width = 0;
  int height = 0;

 private:
  struct Source {
    const std::string& bytes;
    std::size_t offset;
  };
  struct Destroy {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  };

  static cairo_status_t read(void* closure, unsigned char* data, unsigned int length) {
    auto& source = *static_cast<Source*>(closure);
    if (source.offset + length > source.bytes.size()) {
      return CAIRO_STATUS_READ_ERROR;
    }
    std::memcpy(data, source.bytes.data() + source.offset, length);
    source.offset += length;
    return CAIRO_STATUS_SUCCESS;
  }

  std::unique_ptr<cairo_surface_t, Destroy> surface_;
};
