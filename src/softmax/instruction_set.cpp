#include "onedial/softmax/instruction_set.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include "kernels.hpp"

namespace onedial {
namespace {

const std::vector<KernelSet>& kernel_sets() {
  static const std::vector<KernelSet> sets = compiled_kernels();
  return sets;
}

const KernelSet* find_set(std::string_view name) {
  const auto& sets = kernel_sets();
  const auto found = std::find_if(sets.begin(), sets.end(),
                                  [&](const KernelSet& set) { return set.instruction_set == name; });
  if (found == sets.end()) {
    throw std::invalid_argument(fmt::format("instruction set \"{}\" is not available; expected one of {}",
                                            name, fmt::join(available_instruction_sets(), ", ")));
  }
  return &*found;
}

std::atomic<const KernelSet*>& chosen_set() {
  static std::atomic<const KernelSet*> chosen = [] {
    const char* wanted = std::getenv("ONEDIAL_ISA");
    return wanted == nullptr ? &kernel_sets().front() : find_set(wanted);
  }();
  return chosen;
}

}  // namespace

std::vector<std::string_view> available_instruction_sets() {
  std::vector<std::string_view> names;
  for (const KernelSet& set : kernel_sets()) {
    names.push_back(set.instruction_set);
  }
  return names;
}

std::string_view instruction_set() {
  return chosen_set().load()->instruction_set;
}

void use_instruction_set(std::string_view name) {
  chosen_set() = find_set(name);
}

const KernelTables& active_kernels() {
  return *chosen_set().load()->tables;
}

}  // namespace onedial
