#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "onedial/data/dataset.hpp"

// The formats of a file of examples, from its bytes; `name` is for the errors.
namespace onedial {

bool is_idx(std::string_view bytes);
bool is_npy(std::string_view bytes);
bool is_png(std::string_view bytes);

Dataset read_idx(const std::string& name, std::string_view bytes, const DatasetSettings& settings);
Dataset read_npy(const std::string& name, std::string_view bytes, const DatasetSettings& settings);
Dataset read_png(const std::string& name, std::string_view bytes, const DatasetSettings& settings);
Dataset read_table(const std::string& name, std::string_view text, const DatasetSettings& settings);

/// How many bytes the whole file must have, by the header that it begins with.
std::uint64_t declared_idx_size(const std::string& name, std::string_view beginning);
std::uint64_t declared_npy_size(const std::string& name, std::string_view beginning);

/// The bytes of a file of any format, unpacked, but never more than one beyond what its header declares.
/// `what` says what is expected in it.
std::string read_sized_file(const std::filesystem::path& path, std::string_view what);
/// "standard input" for "-".
std::string name_of(const std::filesystem::path& path);

/// Of a file of labels alone.
std::vector<std::int32_t> read_idx_labels(const std::string& name, std::string_view bytes);
std::vector<std::int32_t> read_npy_labels(const std::string& name, std::string_view bytes);

/// The first `taken` labels of the file that the settings name, if any, which must have one for each of
/// `examples`.
std::vector<std::int32_t> read_labels(const DatasetSettings& settings, Index examples, Index taken);

/// How many of `examples` the settings take.
inline Index taken_of(Index examples, const DatasetSettings& settings) {
  return settings.limit == 0 || examples < settings.limit ? examples : settings.limit;
}

}  // namespace onedial
