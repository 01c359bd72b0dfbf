#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace onedial::viewer {

/// Tokens with their logits.
struct TokenList {
  std::vector<std::string> tokens;
  std::vector<double> logits;

  [[nodiscard]] std::size_t size() const { return tokens.size(); }
  /// The lowest of the tokens with the largest logit.
  [[nodiscard]] std::size_t largest() const;
};

/// Logits beyond this make no difference that can be seen.
inline constexpr double largest_logit = 100;
inline constexpr std::size_t most_tokens = 30;

/// Reads "mat=3.2, sofa=2.5": 2 to 30 different tokens with logits from −100 to 100. Throws
/// std::invalid_argument that names the token and what was expected.
TokenList parse_tokens(std::string_view text);

/// The text that `parse_tokens` reads back to the same numbers.
std::string to_text(const TokenList& list);

/// A set of logits that shows something.
struct TokenPreset {
  std::string name;
  std::string text;
};

/// The first is the one to begin with.
const std::vector<TokenPreset>& token_presets();

/// Their names, and at the end "own" for logits that are none of them.
std::vector<std::string> token_preset_names();

/// The text of a preset; nullptr for "own".
const std::string* token_preset_text(std::string_view name);

}  // namespace onedial::viewer
