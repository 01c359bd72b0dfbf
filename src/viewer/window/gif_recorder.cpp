#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>
#include <utility>
#include <vector>

#include "onedial/run/error.hpp"
#include "recorders.hpp"

namespace onedial::viewer {
namespace {

constexpr std::size_t most_colours = 256;

/// A picture in as many colours as a GIF has.
struct FewColours {
  std::array<GifColorType, most_colours> colours{};
  std::vector<GifByteType> indices;

  explicit FewColours(const Picture& picture) : indices(picture.pixels.size()) {
    std::array<std::vector<GifByteType>, 3> channels;
    for (std::size_t c = 0; c < channels.size(); ++c) {
      channels[c].resize(picture.pixels.size());
      std::transform(
          picture.pixels.begin(), picture.pixels.end(), channels[c].begin(),
          [&](std::uint32_t pixel) { return static_cast<GifByteType>((pixel >> (8 * c)) & 255U); });
    }
    int count = most_colours;
    if (GifQuantizeBuffer(static_cast<unsigned>(picture.width), static_cast<unsigned>(picture.height), &count,
                          channels[0].data(), channels[1].data(), channels[2].data(), indices.data(),
                          colours.data()) != GIF_OK) {
      throw std::bad_alloc();
    }
  }
};

class GifRecorder final : public Recorder {
 public:
  GifRecorder(std::filesystem::path file, int frames_per_second)
      : file_(std::move(file)), hundredths_(std::max(2, 100 / frames_per_second)) {
    int error = 0;
    gif_ = EGifOpenFileName(file_.c_str(), false, &error);
    if (gif_ == nullptr) {
      throw OutputError(file_, GifErrorString(error));
    }
    EGifSetGifVersion(gif_, true);
  }

  ~GifRecorder() override {
    if (gif_ != nullptr) {
      EGifCloseFile(gif_, nullptr);
    }
  }

  void add(const Picture& picture) override {
    if (width_ == 0) {
      start(picture);
    }
    if (picture.width != width_ || picture.height != height_) {
      throw std::invalid_argument("the pictures of a film must be of one size");
    }
    FewColours few(picture);
    const GraphicsControlBlock control{.DisposalMode = DISPOSE_DO_NOT,
                                       .UserInputFlag = false,
                                       .DelayTime = hundredths_,
                                       .TransparentColor = NO_TRANSPARENT_COLOR};
    std::array<GifByteType, 4> extension{};
    EGifGCBToExtension(&control, extension.data());
    require(EGifPutExtension(gif_, GRAPHICS_EXT_FUNC_CODE, extension.size(), extension.data()));
    ColorMapObject* colours = GifMakeMapObject(most_colours, few.colours.data());
    const int put = EGifPutImageDesc(gif_, 0, 0, width_, height_, false, colours);
    GifFreeMapObject(colours);
    require(put);
    for (int y = 0; y < height_; ++y) {
      require(EGifPutLine(gif_, few.indices.data() + static_cast<std::ptrdiff_t>(y) * width_, width_));
    }
  }

  void finish() override {
    int error = 0;
    const int closed = EGifCloseFile(std::exchange(gif_, nullptr), &error);
    if (closed != GIF_OK) {
      throw OutputError(file_, GifErrorString(error));
    }
  }

 private:
  void start(const Picture& picture) {
    width_ = picture.width;
    height_ = picture.height;
    require(EGifPutScreenDesc(gif_, width_, height_, 8, 0, nullptr));
    // Played for ever: the extension that Netscape brought in.
    constexpr std::array<GifByteType, 3> forever = {1, 0, 0};
    require(EGifPutExtensionLeader(gif_, APPLICATION_EXT_FUNC_CODE));
    require(EGifPutExtensionBlock(gif_, 11, "NETSCAPE2.0"));
    require(EGifPutExtensionBlock(gif_, forever.size(), forever.data()));
    require(EGifPutExtensionTrailer(gif_));
  }

  void require(int status) const {
    if (status != GIF_OK) {
      throw OutputError(file_, GifErrorString(gif_->Error));
    }
  }

  std::filesystem::path file_;
  int hundredths_;
  GifFileType* gif_ = nullptr;
  int width_ = 0;
  int height_ = 0;
};

}  // namespace

std::unique_ptr<Recorder> make_gif_recorder(const std::filesystem::path& file, int frames_per_second) {
  return std::make_unique<GifRecorder>(file, frames_per_second);
}

}  // namespace onedial::viewer
