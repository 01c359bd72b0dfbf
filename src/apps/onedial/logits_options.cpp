#include "logits_options.hpp"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "onedial/core/error.hpp"
#include "onedial/core/temperature.hpp"

namespace onedial::cli {

void LogitsOptions::add_to(CLI::App& command) {
  auto* list_option = command.add_option("--logits", list, "Logits, as in \"2,1,0.5\"")->type_name("LIST");
  command
      .add_option(
          "--logits-file", file,
          "File with logits, - for standard input: text (token and logit a line), JSON, .npy, .f32; may be "
          "gzipped")
      ->type_name("FILE")
      ->excludes(list_option);
}

TokenLogits LogitsOptions::load() const {
  if (list) {
    return parse_logits(*list);
  }
  if (!file) {
    throw InputError("no logits are given; use --logits or --logits-file");
  }
  return read_logits(*file);
}

std::string LogitsOptions::source() const {
  return file ? valid_utf8(*file == "-" ? "standard input" : file->filename().string()) : "logits";
}

std::string token_name(const TokenLogits& logits, std::size_t token) {
  return logits.tokens.empty() ? fmt::format("#{}", token) : valid_utf8(logits.tokens[token]);
}

std::string valid_utf8(const std::string& text) {
  using Json = nlohmann::json;
  return Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
}

Temperature parse_temperature(const std::string& option, const std::string& word) {
  double value = -1;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || !(value >= 0)) {
    throw InputError(fmt::format("{}: '{}' is not a temperature; a number of at least 0, or inf, is expected",
                                 option, word));
  }
  return Temperature(value);
}

}  // namespace onedial::cli
