#include "kernels.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

// Vectors whose size only the processor knows cannot be members of a struct.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#define HWY_COMPILE_ALL_ATTAINABLE  // the scalar path too, as a witness for the others
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernels-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

const KernelTables* kernel_tables() {
  static constexpr KernelTables tables = {table<float>, table<double>};
  return &tables;
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace onedial {

HWY_EXPORT(kernel_tables);

std::vector<KernelSet> compiled_kernels() {
  std::vector<KernelSet> sets;
  for (std::int64_t targets = (hwy::SupportedTargets() | HWY_SCALAR | HWY_EMU128) & HWY_TARGETS; targets != 0;
       targets &= targets - 1) {
    const std::int64_t target = targets & -targets;
    hwy::GetChosenTarget().Update(target);
    sets.push_back({hwy::TargetName(target), HWY_DYNAMIC_DISPATCH(kernel_tables)()});
  }
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  return sets;
}

}  // namespace onedial
#endif
