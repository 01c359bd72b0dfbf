#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace onedial {

/// Logits with the tokens that they belong to.
struct TokenLogits {
  std::vector<double> logits;
  std::vector<std::string> tokens = {};  ///< (N), or empty where none are named
};

/// Reads logits from a file, or from standard input for "-"; gzipped files are unpacked. By its content:
/// - NumPy's `.npy`: one dimension of numbers;
/// - JSON: `[2, 1, 0.5]`, `{"cat": 2, "dog": 1}` or `{"tokens": ["cat", "dog"], "logits": [2, 1]}`;
/// - else text: one logit a line, after its token and a tab or a comma if there are tokens. A first line
///   that has no number is a header; lines that begin with "# " are comments.
/// A file named `*.f32` holds raw little-endian float32. −inf is a token that is never drawn.
///
/// Throws InputError `FILE:LINE: …` for what cannot be read, is empty, is no number, NaN or +inf, names
/// tokens on some lines only, or has no finite logit.
TokenLogits read_logits(const std::filesystem::path& path);

/// Reads "2,1,0.5". Throws InputError.
TokenLogits parse_logits(std::string_view list);

}  // namespace onedial
