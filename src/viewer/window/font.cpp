#include "font.hpp"

#include <fontconfig/fontconfig.h>
#include <imgui_internal.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace onedial::viewer {
namespace {

template <auto Destroy>
struct With {
  template <class Object>
  void operator()(Object* object) const {
    Destroy(object);
  }
};

/// The file of a font by its family.
std::string font_file(const char* family) {
  const std::unique_ptr<FcPattern, With<FcPatternDestroy>> wanted(
      FcPatternBuild(nullptr, FC_FAMILY, FcTypeString, family, FC_STYLE, FcTypeString, "Book", FC_SCALABLE,
                     FcTypeBool, FcTrue, nullptr));
  FcConfigSubstitute(nullptr, wanted.get(), FcMatchPattern);
  FcDefaultSubstitute(wanted.get());
  FcResult result = FcResultMatch;
  const std::unique_ptr<FcPattern, With<FcPatternDestroy>> found(FcFontMatch(nullptr, wanted.get(), &result));
  FcChar8* name = nullptr;
  FcChar8* file = nullptr;
  if (found == nullptr || FcPatternGetString(found.get(), FC_FAMILY, 0, &name) != FcResultMatch ||
      std::string_view(reinterpret_cast<const char*>(name)) != family ||
      FcPatternGetString(found.get(), FC_FILE, 0, &file) != FcResultMatch) {
    throw std::runtime_error(std::string("the font ") + family +
                             " is not installed (package fonts-dejavu-core)");
  }
  return reinterpret_cast<const char*>(file);
}

/// Pairs of first and last: Latin, Greek, punctuation, super- and subscripts, arrows, mathematics, shapes.
constexpr std::array<ImWchar, 19> glyphs = {0x20,   0x17f,  0x300,  0x3ff,  0x2010, 0x2044, 0x2070,
                                            0x209f, 0x2190, 0x21ff, 0x2200, 0x22ff, 0x25a0, 0x25ff,
                                            0x2605, 0x2758, 0x27e6, 0x27eb, 0};

}  // namespace

void build_fonts(float pixels, Picture& atlas) {
  static const std::string file = font_file("DejaVu Sans");
  ImFontAtlas& fonts = *ImGui::GetIO().Fonts;
  fonts.Clear();
  ImFontConfig config;
  config.OversampleH = 2;
  config.OversampleV = 2;
  config.PixelSnapH = false;
  if (fonts.AddFontFromFileTTF(file.c_str(), pixels, &config, glyphs.data()) == nullptr) {
    throw std::runtime_error("the font " + file + " cannot be read");
  }
  unsigned char* bytes = nullptr;
  fonts.GetTexDataAsRGBA32(&bytes, &atlas.width, &atlas.height);
  const auto* pixels_of_atlas = reinterpret_cast<const std::uint32_t*>(bytes);
  atlas.pixels.assign(pixels_of_atlas,
                      pixels_of_atlas + static_cast<std::ptrdiff_t>(atlas.width) * atlas.height);
  atlas.is_smooth = true;
  ++atlas.version;
  fonts.SetTexID(&atlas);
}

std::string missing_glyph(const ImFont& font, std::string_view utf8) {
  const char* next = utf8.data();
  const char* end = utf8.data() + utf8.size();
  while (next < end) {
    unsigned int character = 0;
    const int length = ImTextCharFromUtf8(&character, next, end);
    if (font.FindGlyphNoFallback(static_cast<ImWchar>(character)) == nullptr && character != '\n') {
      return {next, static_cast<std::size_t>(length)};
    }
    next += length;
  }
  return {};
}

}  // namespace onedial::viewer
