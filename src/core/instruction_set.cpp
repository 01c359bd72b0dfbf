#include "onedial/core/instruction_set.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <hwy/highway.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

namespace onedial {
namespace {

/// Best first: Highway gives better targets lower bits.
std::vector<std::int64_t> available_targets() {
  std::vector<std::int64_t> targets;
  for (std::int64_t rest = (hwy::SupportedTargets() | HWY_SCALAR | HWY_EMU128) & HWY_TARGETS; rest != 0;
       rest &= rest - 1) {
    targets.push_back(rest & -rest);
  }
  return targets;
}

std::int64_t find_target(std::string_view name) {
  const auto targets = available_targets();
  const auto found = std::find_if(targets.begin(), targets.end(),
                                  [&](std::int64_t target) { return hwy::TargetName(target) == name; });
  if (found == targets.end()) {
    throw std::invalid_argument(fmt::format("instruction set \"{}\" is not available; expected one of {}",
                                            name, fmt::join(available_instruction_sets(), ", ")));
  }
  return *found;
}

/// Highway's own choice, which its dispatch tables follow, is kept equal to this one.
std::atomic<std::int64_t>& chosen_target() {
  static std::atomic<std::int64_t> chosen = [] {
    const char* wanted = std::getenv("ONEDIAL_ISA");
    const std::int64_t target = wanted == nullptr ? available_targets().front() : find_target(wanted);
    hwy::GetChosenTarget().Update(target);
    return target;
  }();
  return chosen;
}

}  // namespace

std::vector<std::string_view> available_instruction_sets() {
  std::vector<std::string_view> names;
  for (const std::int64_t target : available_targets()) {
    names.emplace_back(hwy::TargetName(target));
  }
  return names;
}

std::string_view instruction_set() {
  return hwy::TargetName(chosen_target());
}

void use_instruction_set(std::string_view name) {
  const std::int64_t target = find_target(name);
  chosen_target() = target;
  hwy::GetChosenTarget().Update(target);
}

}  // namespace onedial
