#pragma once
#include <string>
#include <string_view>

namespace onedial {

/// The number of code points of UTF-8 text: its width in a terminal, as none of ours is wide or combining.
int text_columns(std::string_view text);

/// The text in printable ASCII: signs that OneDial uses get their usual stand-ins ("−" is "-", "×10⁻⁷" is
/// "e-7", "⟨E⟩" is "<E>"), all others a "?".
std::string to_ascii(std::string_view text);

}  // namespace onedial
