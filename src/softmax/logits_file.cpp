#include "onedial/softmax/logits_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "logits_bytes.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/packed_file.hpp"

namespace onedial {
namespace {

/// Throws where a number does not serve as a logit.
void check(const std::string& name, const TokenLogits& tokens) {
  bool any_finite = false;
  for (std::size_t i = 0; i < tokens.logits.size(); ++i) {
    const double logit = tokens.logits[i];
    if (std::isnan(logit) || logit == HUGE_VAL) {
      throw InputError(
          fmt::format("{}: logit {} is {}; a finite number is expected, or -inf", name, i, logit));
    }
    any_finite = any_finite || std::isfinite(logit);
  }
  if (!any_finite) {
    throw InputError(tokens.logits.empty()
                         ? fmt::format("{}: holds no logits", name)
                         : fmt::format("{}: every logit is -inf; a finite one is expected", name));
  }
}

/// *.f32, in capitals or not, compressed or not.
bool is_float32_name(const std::filesystem::path& path) {
  const auto extension = [](const std::filesystem::path& name) {
    std::string text = name.extension().string();
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
  };
  return extension(extension(path) == ".gz" ? path.stem() : path) == ".f32";
}

TokenLogits parse(const std::filesystem::path& path, std::string_view bytes) {
  const std::string name = path == "-" ? "standard input" : path.string();
  if (bytes.starts_with("\xEF\xBB\xBF")) {  // a byte-order mark
    bytes.remove_prefix(3);
  }
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (bytes.starts_with("\x93NUMPY")) {
    return read_npy_logits(name, bytes);
  }
  if (is_float32_name(path)) {
    return read_float32_logits(name, bytes);
  }
  if (first != std::string_view::npos && (bytes[first] == '[' || bytes[first] == '{')) {
    return read_json_logits(name, bytes);
  }
  if (bytes.find('\0') != std::string_view::npos) {
    throw InputError(fmt::format("{}: is neither text nor .npy; name raw float32 *.f32", name));
  }
  return read_text_logits(name, bytes);
}

}  // namespace

TokenLogits read_logits(const std::filesystem::path& path) {
  const std::string bytes = read_packed_file(path, "a file of logits");
  TokenLogits result = parse(path, bytes);
  check(path == "-" ? "standard input" : path.string(), result);
  return result;
}

TokenLogits parse_logits(std::string_view list) {
  TokenLogits result;
  for (bool more = true; more;) {
    const std::size_t comma = list.find(',');
    more = comma != std::string_view::npos;
    std::string_view word = list.substr(0, comma);
    word.remove_prefix(std::min(word.find_first_not_of(' '), word.size()));
    word = word.substr(0, word.find_last_not_of(' ') + 1);
    double logit = 0;
    if (!parse_logit(word, logit)) {
      throw InputError(fmt::format("--logits: '{}' is not a number that a double can hold", word));
    }
    result.logits.push_back(logit);
    list.remove_prefix(more ? comma + 1 : list.size());
  }
  check("--logits", result);
  return result;
}

}  // namespace onedial
