#pragma once
#include <cstddef>

namespace onedial {

/// Signed count or position: of units, replicas, sweeps. The same type as Eigen's.
using Index = std::ptrdiff_t;

}  // namespace onedial
