#pragma once
#include <optional>
#include <string_view>

namespace onedial {

/// Bytes of memory that a program can still take without pushing others out: what the system has available,
/// or what is left of this process's share (cgroup) where that is less. None where the system does not say.
std::optional<double> available_memory();

/// Throws InputError, which says what is needed and what there is, if `bytes` are more than the available
/// memory. `what` needs them, such as "an exact ln Z of 20 x 24 units".
void require_memory(double bytes, std::string_view what);

}  // namespace onedial
