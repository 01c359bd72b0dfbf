#pragma once
#include "onedial/problem/pair_problem.hpp"

namespace onedial {

/// An image in black and white.
struct BinaryImage {
  Index height;
  Index width;
  State pixels;  ///< (height·width) row by row, 1 for bright
};

/// Reads the only image of a file, of any format of `read_dataset`: pixels of brightness ½ or more are
/// bright. Throws InputError.
BinaryImage read_binary_image(const std::filesystem::path& path);

struct DenoisingSettings {
  double flip_probability = 0.1;  ///< p, with which noise has flipped each pixel; 0 < p ≤ ½
  double coupling = 1;            ///< J ≥ 0, how much more likely neighbours are to be alike
};

/// The most probable image behind a noisy one y, if neighbours in it tend to be alike: the ground state of
///   E = −J Σ sᵢsⱼ − h Σ yᵢsᵢ,  h = ½ ln((1 − p)/p),
/// over spins, 1 for bright. E is −ln of the posterior, up to a constant, where the prior is an Ising model
/// at T = 1 and noise flips pixels with probability p (Geman, Geman 1984; Besag 1986).
class Denoising final : public PairProblem {
 public:
  /// `truth` is the image without noise, where it is known, for `remark`. Throws std::invalid_argument for
  /// settings out of range, images without pixels and a truth of another size.
  Denoising(std::string source, BinaryImage noisy, const DenoisingSettings& settings,
            std::optional<BinaryImage> truth = std::nullopt);

  [[nodiscard]] std::string_view kind() const override { return "denoising"; }
  [[nodiscard]] std::string_view objective_name() const override { return "energy"; }
  [[nodiscard]] std::string size_text() const override;
  [[nodiscard]] PairwiseModel model() const override;
  /// "7 of 624 pixels wrong, 62 before", if the truth is known; otherwise how many pixels changed.
  [[nodiscard]] std::string remark(const State& answer) const override;
  /// The pixels, those of them that are wrong, or changed if no truth is known, in a group of their own.
  [[nodiscard]] std::optional<Picture> picture(const State& answer) const override;

 private:
  [[nodiscard]] double objective(const State& answer) const override;

  BinaryImage noisy_;
  std::optional<BinaryImage> truth_;
};

}  // namespace onedial
