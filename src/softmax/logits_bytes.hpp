#pragma once
#include <string>
#include <string_view>

#include "onedial/softmax/logits_file.hpp"

// One reader a format, of the bytes of a whole file. Each throws InputError that names `path`; whether the
// numbers serve as logits is for their caller to say.
namespace onedial {

TokenLogits read_npy_logits(const std::string& path, std::string_view bytes);
TokenLogits read_float32_logits(const std::string& path, std::string_view bytes);
TokenLogits read_json_logits(const std::string& path, std::string_view bytes);
TokenLogits read_text_logits(const std::string& path, std::string_view bytes);

/// The word as a logit, ±∞ and NaN included; false if it is none, or beyond the range of a double.
bool parse_logit(std::string_view word, double& logit);

}  // namespace onedial
