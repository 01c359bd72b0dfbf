#include "byte_lanes_kernels.hpp"

#include <algorithm>

#include "onedial/core/instruction_set.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/byte_lanes_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "byte_lanes_plain-inl.hpp"
#include "byte_lanes_vector-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR
template <KernelKind kernel>
Index sweep_byte_lanes(const ByteLanesSweep& sweep) {
  return PlainByteLanes<kernel>(sweep).run();
}
#else
template <KernelKind kernel>
Index sweep_byte_lanes(const ByteLanesSweep& sweep) {
  if (!sweep.thresholds.uniform()) {
    return sweep_vectors<kernel, LaneThresholds>(sweep);
  }
  return sweep.model.max_strength < static_cast<std::int32_t>(2 * table_block)
             ? sweep_vectors<kernel, BlockThresholds>(sweep)
             : sweep_vectors<kernel, TableThresholds>(sweep);
}
#endif

ByteLanesKernel choose_byte_lanes(KernelKind kernel) {
  return kernel == KernelKind::heat_bath ? &sweep_byte_lanes<KernelKind::heat_bath>
                                         : &sweep_byte_lanes<KernelKind::metropolis>;
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace onedial {

HWY_EXPORT(choose_byte_lanes);

ByteLanesKernel byte_lanes_kernel(KernelKind kernel) {
  instruction_set();  // makes the choice, if this is the first loop of all
  return HWY_DYNAMIC_DISPATCH(choose_byte_lanes)(kernel);
}

}  // namespace onedial
#endif
