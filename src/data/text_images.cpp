#include "onedial/data/text_images.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <vector>

#include "onedial/core/error.hpp"

namespace onedial {
namespace {

constexpr std::string_view label_key = "label:";

std::string_view without_blanks_around(std::string_view line) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t first = line.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view()
                                         : line.substr(first, line.find_last_not_of(blanks) + 1 - first);
}

/// Takes the next line off the text.
std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = without_blanks_around(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

/// Takes lines, one after the other.
class ImageReader {
 public:
  explicit ImageReader(const std::string& name) : name_(name) {}

  [[nodiscard]] Index images() const { return images_; }

  void take(std::string_view line) {
    ++line_;
    if (line.empty()) {
      end_image();
    } else if (line.starts_with(label_key)) {
      end_image();
      take_label(without_blanks_around(line.substr(label_key.size())));
    } else {
      take_pixels(line);
    }
  }

  void end() {
    end_image();
    if (label_) {
      fail("the text ends after a label; an image is expected");
    }
  }

  [[nodiscard]] Dataset dataset() const {
    const auto width = static_cast<Index>(width_);
    return {.values = Eigen::Map<const Dataset::Values>(pixels_.data(), images_, height_ * width),
            .height = height_,
            .width = width,
            .labels = labels_};
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw InputError(fmt::format("{}:{}: {}", name_, line_, what));
  }

  void take_label(std::string_view word) {
    std::int32_t label = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), label);
    if (error != std::errc() || end != word.data() + word.size()) {
      fail("the label is no whole number of 32 bits");
    }
    if (label_) {
      fail("is the second label of one image");
    }
    label_ = label;
  }

  void take_pixels(std::string_view line) {
    if (const std::size_t bad = line.find_first_not_of("#."); bad != std::string_view::npos) {
      fail(fmt::format("column {} is neither '#' nor '.'", bad + 1));
    }
    width_ = width_ == 0 ? line.size() : width_;
    if (line.size() != width_) {
      fail(fmt::format("has {} pixels; must be {}, as the lines before", line.size(), width_));
    }
    if (rows_ == 0) {
      begin_image();
    }
    for (const char pixel : line) {
      pixels_.push_back(pixel == '#' ? 1.0F : 0.0F);
    }
    ++rows_;
  }

  void begin_image() {
    if (images_ > 0 && label_.has_value() == labels_.empty()) {
      fail(
          fmt::format("image {} has {} label; all must have one, or none", images_ + 1, label_ ? "a" : "no"));
    }
    if (label_) {
      labels_.push_back(*label_);
      label_.reset();
    }
  }

  void end_image() {
    if (rows_ == 0) {
      return;
    }
    height_ = images_ == 0 ? rows_ : height_;
    if (rows_ != height_) {
      fail(fmt::format("image {} has {} lines; must be {}, as the first", images_ + 1, rows_, height_));
    }
    rows_ = 0;
    ++images_;
  }

  const std::string& name_;
  std::int64_t line_ = 0;
  std::optional<std::int32_t> label_;  // of the image to come
  std::vector<std::int32_t> labels_;
  std::vector<float> pixels_;
  std::size_t width_ = 0;
  Index height_ = 0;  // of the first image, once it has ended
  Index rows_ = 0;    // of this one
  Index images_ = 0;
};

}  // namespace

bool is_text_images(std::string_view text) {
  std::string_view line;
  while (line.empty() && !text.empty()) {
    line = next_line(text);
  }
  return line.starts_with(label_key) ||
         (!line.empty() && line.find_first_not_of("#.") == std::string_view::npos);
}

Dataset read_text_images(const std::string& name, std::string_view text, Index limit) {
  ImageReader reader(name);
  const auto wants_more = [&] { return limit == 0 || reader.images() < limit; };
  while (!text.empty() && wants_more()) {
    reader.take(next_line(text));
  }
  if (wants_more()) {
    reader.end();
  }
  return reader.dataset();
}

}  // namespace onedial
