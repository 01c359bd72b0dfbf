#pragma once
#include <string_view>
#include <vector>

namespace onedial {

/// The instruction sets that the vectorised loops were compiled for and that this processor has, best first,
/// by Highway's names ("AVX3" is AVX-512); the last one is "SCALAR" or "EMU128", which every processor has.
/// The results have the same bits on all of them.
std::vector<std::string_view> available_instruction_sets();

/// The instruction set in use: the best available one, or the one that the environment variable ONEDIAL_ISA
/// names when this is first asked, or the one chosen since. Every vectorised loop asks before it starts.
/// Throws std::invalid_argument if ONEDIAL_ISA names none of the available ones.
std::string_view instruction_set();

/// From now on, in every thread, loops that start use this instruction set (a System keeps the one that it
/// was made with): for tests and measurements.
/// Throws std::invalid_argument unless `name` is one of the available ones.
void use_instruction_set(std::string_view name);

}  // namespace onedial
