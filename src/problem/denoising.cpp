#include "onedial/problem/denoising.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <stdexcept>

#include "encoding_choice.hpp"
#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/elementary.hpp"
#include "onedial/core/error.hpp"
#include "onedial/data/dataset.hpp"

namespace onedial {
namespace {

Index differences(const State& a, const State& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), Index{0}, std::plus<>(),
                            [](Level x, Level y) -> Index { return x != y ? 1 : 0; });
}

double spin(Level level) {
  return level_value(Domain::spin, level);
}

/// As biases: −J on the pairs of neighbours, −h yᵢ on the pixels.
PairTerms terms_of_image(std::string source, const BinaryImage& noisy, const DenoisingSettings& settings) {
  const double p = settings.flip_probability;
  if (!(p > 0 && p <= 0.5)) {
    throw std::invalid_argument(fmt::format("flip_probability ({}) must be above 0 and at most 1/2", p));
  }
  if (!(settings.coupling >= 0 && settings.coupling <= 1e100)) {
    throw std::invalid_argument(fmt::format("coupling ({}) must be 0 to 1e100", settings.coupling));
  }
  if (noisy.pixels.empty() || std::ssize(noisy.pixels) != noisy.height * noisy.width) {
    throw std::invalid_argument(
        fmt::format("{} pixels for an image of {} x {}", noisy.pixels.size(), noisy.height, noisy.width));
  }
  const double field = 0.5 * elementary::log((1 - p) / p);
  PairTerms terms{.source = std::move(source), .first_index = 1};
  for (const Level pixel : noisy.pixels) {
    terms.linear.push_back(0 - field * spin(pixel));  // no −0
  }
  for (Index i = 0; i < std::ssize(noisy.pixels); ++i) {
    if ((i + 1) % noisy.width != 0) {
      terms.pairs.push_back({.first = i, .second = i + 1, .value = -settings.coupling});
    }
    if (i + noisy.width < std::ssize(noisy.pixels)) {
      terms.pairs.push_back({.first = i, .second = i + noisy.width, .value = -settings.coupling});
    }
  }
  return terms;
}

}  // namespace

BinaryImage read_binary_image(const std::filesystem::path& path) {
  const Dataset images = read_dataset(path);
  if (images.size() != 1 || images.height == 0) {
    throw InputError(fmt::format("{}: holds {}; one image is expected", path.string(),
                                 images.height == 0 ? "no images" : fmt::format("{} images", images.size())));
  }
  BinaryImage image{.height = images.height, .width = images.width, .pixels = {}};
  std::transform(images.values.row(0).begin(), images.values.row(0).end(), std::back_inserter(image.pixels),
                 [](float brightness) { return brightness >= 0.5F ? 1 : 0; });
  return image;
}

Denoising::Denoising(std::string source, BinaryImage noisy, const DenoisingSettings& settings,
                     std::optional<BinaryImage> truth)
    : PairProblem(Domain::spin, terms_of_image(std::move(source), noisy, settings),
                  {.mirror = MirrorEntries::agree}),
      noisy_(std::move(noisy)),
      truth_(std::move(truth)) {
  if (truth_ && (truth_->height != noisy_.height || truth_->width != noisy_.width)) {
    throw std::invalid_argument(fmt::format("the truth has {} x {} pixels, the noisy image {} x {}",
                                            truth_->height, truth_->width, noisy_.height, noisy_.width));
  }
}

std::string Denoising::size_text() const {
  return fmt::format("{} x {} pixels", noisy_.height, noisy_.width);
}

PairwiseModel Denoising::model() const {
  return pairwise_model(domain(), terms(), 1, 0);
}

double Denoising::objective(const State& answer) const {
  CompensatedSum energy;
  for (std::size_t i = 0; i < answer.size(); ++i) {
    energy.add(terms().linear[i] * spin(answer[i]));
  }
  for (const PairTerms::Pair& pair : terms().pairs) {
    energy.add(pair.value * spin(answer[static_cast<std::size_t>(pair.first)]) *
               spin(answer[static_cast<std::size_t>(pair.second)]));
  }
  return energy.value();
}

std::string Denoising::remark(const State& answer) const {
  require_answer_size(answer, terms().units());
  if (!truth_) {
    return fmt::format("{} of {} pixels changed", differences(answer, noisy_.pixels), answer.size());
  }
  return fmt::format("{} of {} pixels wrong, {} before", differences(answer, truth_->pixels), answer.size(),
                     differences(noisy_.pixels, truth_->pixels));
}

std::optional<Picture> Denoising::picture(const State& answer) const {
  constexpr std::size_t most_cells = 100'000;
  if (answer.size() > most_cells) {
    return std::nullopt;
  }
  const State& compared = truth_ ? truth_->pixels : noisy_.pixels;
  Picture::Grid grid;
  grid.rows = noisy_.height;
  grid.columns = noisy_.width;
  for (std::size_t i = 0; i < answer.size(); ++i) {
    const int bright = answer[i] == 1 ? 0 : -1;
    grid.groups.push_back(answer[i] == compared[i] ? bright : 1);
  }
  return Picture{.grid = std::move(grid), .caption = remark(answer)};
}

}  // namespace onedial
