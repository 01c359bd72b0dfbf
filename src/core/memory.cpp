#include "onedial/core/memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>

#include "onedial/core/error.hpp"

namespace onedial {
namespace {

/// The number after a name in a file of lines "name number"; none if it is not there.
std::optional<double> number_after(const char* path, std::string_view name) {
  std::ifstream file(path);
  std::string word;
  while (file >> word) {
    double number = 0;
    if (word == name && file >> number) {
      return number;
    }
  }
  return std::nullopt;
}

/// A file of one number; none where it says "max" or is not there.
std::optional<double> number_in(const char* path) {
  std::ifstream file(path);
  double number = 0;
  return file >> number ? std::optional(number) : std::nullopt;
}

std::string bytes_text(double bytes) {
  constexpr std::array<std::string_view, 7> units = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < units.size()) {
    bytes /= 1000;
    ++unit;
  }
  return fmt::format("{:.3g} {}", bytes, units.at(unit));
}

}  // namespace

std::optional<double> available_memory() {
  constexpr double kibibyte = 1024;
  std::optional<double> available = number_after("/proc/meminfo", "MemAvailable:");
  if (available) {
    *available *= kibibyte;
  }
  const std::optional<double> limit = number_in("/sys/fs/cgroup/memory.max");
  const std::optional<double> used = number_in("/sys/fs/cgroup/memory.current");
  if (limit && used) {
    // Cached files count as used there, and are given back when memory is short.
    const double cached = number_after("/sys/fs/cgroup/memory.stat", "inactive_file").value_or(0);
    const double left = std::max(0.0, *limit - *used + cached);
    available = std::min(available.value_or(left), left);
  }
  return available;
}

void require_memory(double bytes, std::string_view what) {
  const std::optional<double> available = available_memory();
  if (available && bytes > *available) {
    throw InputError(fmt::format("{} needs {} of memory; {} are available", what, bytes_text(bytes),
                                 bytes_text(*available)));
  }
}

}  // namespace onedial
