#include "onedial/data/array_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>
#include <type_traits>

#include "onedial/core/atomic_file.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/packed_file.hpp"
#include "onedial/core/version.hpp"
#include "onedial/data/npy.hpp"
#include "zip_archive.hpp"

namespace onedial {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view text_entry = "onedial.json";
constexpr std::string_view array_ending = ".npy";

/// "(3, 4)".
std::string shape_text(const std::vector<Index>& shape) {
  return fmt::format("({})", fmt::join(shape, ", "));
}

NumberArray read_array(const std::string& name, const std::string& bytes) {
  const NpyArray array = parse_npy(name, bytes);
  NumberArray result{.shape = array.shape, .values = {}};
  const auto take = [&]<class Number>(Number) {
    auto values = npy_values<Number>(array);
    if (values) {
      result.values = std::move(*values);
    }
    return values.has_value();
  };
  if (!take(float()) && !take(double()) && !take(std::int64_t()) && !take(std::uint64_t()) &&
      !take(std::uint8_t())) {
    throw InputError(fmt::format("{}: has numbers of type {}; must be one of <f4, <f8, <i4, <i8, <u8, |u1",
                                 name, array.type));
  }
  return result;
}

std::string array_bytes(const NumberArray& array) {
  return std::visit(
      [&]<class Number>(const std::vector<Number>& values) {
        return npy_bytes(std::span<const Number>(values), array.shape);
      },
      array.values);
}

void require_name(const std::string& name) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '/';
  };
  if (name.empty() || name.size() > 200 || !std::all_of(name.begin(), name.end(), is_allowed)) {
    throw std::invalid_argument(
        fmt::format("an array is named '{}'; must be letters, digits, '_' and '/'", name));
  }
}

/// The place of a value in its array: "[3, 4]".
std::string place(std::size_t at, const std::vector<Index>& shape) {
  std::vector<std::size_t> indices(shape.size());
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    indices[axis] = at % static_cast<std::size_t>(shape[axis]);
    at /= static_cast<std::size_t>(shape[axis]);
  }
  return fmt::format("[{}]", fmt::join(indices, ", "));
}

void require_finite(const std::string& path, const std::string& name, const NumberArray& array) {
  std::visit(
      [&]<class Number>(const std::vector<Number>& values) {
        if constexpr (std::is_floating_point_v<Number>) {
          const auto bad =
              std::find_if(values.begin(), values.end(), [](Number value) { return !std::isfinite(value); });
          if (bad != values.end()) {
            throw InputError(fmt::format("{}: {}{} is {}; must be finite", path, name,
                                         place(static_cast<std::size_t>(bad - values.begin()), array.shape),
                                         *bad));
          }
        }
      },
      array.values);
}

std::string text_bytes(const ArrayFile& file) {
  Json json = {{"format", "onedial arrays"},
               {"version", array_file_version},
               {"written_by", fmt::format("OneDial {}", version())},
               {"kind", file.kind},
               {"texts", file.texts},
               {"arrays", Json::object()}};
  for (const auto& [name, array] : file.arrays) {
    json["arrays"][name] = array.shape;
  }
  return json.dump(1) + "\n";
}

/// Takes kind and texts from the text entry, and holds its list of arrays against those that are there.
void read_texts(const std::string& path, const std::string& bytes, ArrayFile& file) {
  const Json json = Json::parse(bytes, nullptr, false);
  try {
    if (json.is_discarded() || json.at("format") != "onedial arrays") {
      throw InputError(fmt::format("{}: {} is damaged or of another program", path, text_entry));
    }
    const int written = json.at("version").get<int>();
    if (written < 1) {
      throw InputError(
          fmt::format("{}: {} is damaged: version is {}; must be at least 1", path, text_entry, written));
    }
    if (written > array_file_version) {
      throw InputError(
          fmt::format("{}: has version {} of the format, written by {}; this program reads up to {}", path,
                      written, json.value("written_by", "a newer program"), array_file_version));
    }
    file.kind = json.at("kind").get<std::string>();
    file.texts = json.at("texts").get<std::map<std::string, std::string>>();
    for (const auto& [name, shape] : json.at("arrays").items()) {
      const auto found = file.arrays.find(name);
      if (found == file.arrays.end()) {
        throw InputError(fmt::format("{}: is damaged: array {} is missing", path, name));
      }
      if (const auto listed = shape.get<std::vector<Index>>(); listed != found->second.shape) {
        throw InputError(fmt::format("{}: is damaged: {} has shape {}; {} says {}", path, name,
                                     shape_text(found->second.shape), text_entry, shape_text(listed)));
      }
    }
    for (const auto& [name, array] : file.arrays) {
      if (!json.at("arrays").contains(name)) {
        throw InputError(
            fmt::format("{}: is damaged: array {} is not in the list of {}", path, name, text_entry));
      }
    }
  } catch (const nlohmann::json::exception&) {
    throw InputError(
        fmt::format("{}: {} is damaged: a value is missing or of another type", path, text_entry));
  }
}

}  // namespace

std::string array_file_bytes(const ArrayFile& file) {
  std::map<std::string, std::string> entries;
  for (const auto& [name, array] : file.arrays) {
    require_name(name);
    if (std::find(array.shape.begin(), array.shape.end(), 0) != array.shape.end()) {
      throw std::invalid_argument(fmt::format("array {} is empty", name));
    }
    entries[name + std::string(array_ending)] = array_bytes(array);
  }
  entries[std::string(text_entry)] = text_bytes(file);
  return zip_archive(entries);
}

void write_array_file(const std::filesystem::path& path, const ArrayFile& file) {
  write_file_atomically(path, array_file_bytes(file));
}

ArrayFile read_array_file(const std::filesystem::path& path) {
  const std::string name = path.string();
  const auto entries = read_zip_archive(name, read_packed_file(path, "an archive of arrays (.npz)"));
  ArrayFile file;
  for (const auto& [entry, bytes] : entries) {
    if (entry.ends_with(array_ending)) {
      const std::string array = entry.substr(0, entry.size() - array_ending.size());
      file.arrays[array] = read_array(fmt::format("{}: {}", name, array), bytes);
      require_finite(name, array, file.arrays[array]);
    }
  }
  if (const auto texts = entries.find(std::string(text_entry)); texts != entries.end()) {
    read_texts(name, texts->second, file);
  }
  return file;
}

template <class Number>
const std::vector<Number>& require_array(const ArrayFile& file, const std::filesystem::path& path,
                                         const std::string& name, const std::vector<Index>& shape) {
  const auto found = file.arrays.find(name);
  if (found == file.arrays.end()) {
    throw InputError(fmt::format("{}: has no array {}", path.string(), name));
  }
  const NumberArray& array = found->second;
  const bool fits = std::equal(shape.begin(), shape.end(), array.shape.begin(), array.shape.end(),
                               [](Index wanted, Index there) { return wanted == -1 || wanted == there; });
  if (!fits) {
    std::string wanted = shape_text(shape);
    for (std::size_t at = 0; (at = wanted.find("-1", at)) != std::string::npos;) {
      wanted.replace(at, 2, "any");
    }
    throw InputError(
        fmt::format("{}: {} has shape {}; must be {}", path.string(), name, shape_text(array.shape), wanted));
  }
  const auto* values = std::get_if<std::vector<Number>>(&array.values);
  if (values == nullptr) {
    throw InputError(fmt::format(
        "{}: {} has numbers of another type; must be {} of {} bytes", path.string(), name,
        std::is_floating_point_v<Number> ? "floating-point numbers" : "integers", sizeof(Number)));
  }
  return *values;
}

template const std::vector<float>& require_array(const ArrayFile&, const std::filesystem::path&,
                                                 const std::string&, const std::vector<Index>&);
template const std::vector<double>& require_array(const ArrayFile&, const std::filesystem::path&,
                                                  const std::string&, const std::vector<Index>&);
template const std::vector<std::int64_t>& require_array(const ArrayFile&, const std::filesystem::path&,
                                                        const std::string&, const std::vector<Index>&);
template const std::vector<std::uint64_t>& require_array(const ArrayFile&, const std::filesystem::path&,
                                                         const std::string&, const std::vector<Index>&);
template const std::vector<std::uint8_t>& require_array(const ArrayFile&, const std::filesystem::path&,
                                                        const std::string&, const std::vector<Index>&);

}  // namespace onedial
