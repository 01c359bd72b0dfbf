#include "plain_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace onedial {
namespace {

using Replacement = std::pair<std::string_view, std::string_view>;

/// Longer ones first where one begins another.
constexpr std::array<Replacement, 30> replacements = {{
    {"×10", "e"}, {"×", "x"},  {"−", "-"},   {"–", "-"},    {"·", "-"},     {"…", "..."},
    {"⟨", "<"},   {"⟩", ">"},  {"│", "|"},   {"┤", "+"},    {"└", "+"},     {"─", "-"},
    {"→", "->"},  {"±", "+-"}, {"∞", "inf"}, {"β", "beta"}, {"σ", "sigma"}, {"τ", "tau"},
    {"Δ", "d"},   {"⁻", "-"},  {"⁰", "0"},   {"¹", "1"},    {"²", "2"},     {"³", "3"},
    {"⁴", "4"},   {"⁵", "5"},  {"⁶", "6"},   {"⁷", "7"},    {"⁸", "8"},     {"⁹", "9"},
}};

constexpr std::array<std::string_view, 11> superscripts = {"⁻", "⁰", "¹", "²", "³", "⁴",
                                                           "⁵", "⁶", "⁷", "⁸", "⁹"};

/// Whether a power of ten begins here, as in "10⁻⁵".
bool is_power_of_ten(std::string_view text) {
  return text.starts_with("10") && std::any_of(superscripts.begin(), superscripts.end(),
                                               [&](auto digit) { return text.substr(2).starts_with(digit); });
}

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

}  // namespace

int text_columns(std::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); }));
}

std::string to_ascii(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (is_power_of_ten(text)) {
      out += "1e";
      text.remove_prefix(2);
      continue;
    }
    const auto known = std::find_if(replacements.begin(), replacements.end(),
                                    [&](const Replacement& r) { return text.starts_with(r.first); });
    if (known != replacements.end()) {
      out += known->second;
      text.remove_prefix(known->first.size());
      continue;
    }
    const auto c = static_cast<unsigned char>(text.front());
    text.remove_prefix(1);
    out += c >= 0x20 && c < 0x7f ? static_cast<char>(c) : '?';
    while (c >= 0x80 && !text.empty() && continues_character(text.front())) {
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace onedial
