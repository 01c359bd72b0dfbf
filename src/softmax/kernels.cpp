#include "kernels.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "softmax/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernels-inl.hpp"
#include "onedial/core/instruction_set.hpp"

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

const KernelTables& active_kernels() {
  instruction_set();  // makes the choice, if this is the first loop of all
  return *HWY_DYNAMIC_DISPATCH(kernel_tables)();
}

}  // namespace onedial
#endif
