#pragma once
#include <zlib.h>

#include <cstdint>
#include <string>
#include <vector>

#include "onedial/core/error.hpp"
#include "onedial/data/dataset.hpp"
#include "scratch_directory.hpp"

// Files of examples, made byte by byte.
namespace dataset_files {

inline onedial::Dataset read(const std::string& bytes, const onedial::DatasetSettings& settings = {}) {
  const ScratchDirectory scratch;
  return onedial::read_dataset(scratch.write("file", bytes), settings);
}

/// The message without the directory.
inline std::string error_of(const std::string& bytes, const onedial::DatasetSettings& settings = {}) {
  const std::string message = message_of<onedial::InputError>([&] { read(bytes, settings); });
  const std::size_t at = message.find("/file:");
  return at == std::string::npos ? message : message.substr(at + 1);
}

/// The message about `labels`, a file of them that stands beside `bytes`.
inline std::string error_of_labels(const std::string& bytes, const std::string& labels) {
  const ScratchDirectory scratch;
  const auto path = scratch.write("labels", labels);
  const std::string message = error_of(bytes, {.labels = path});
  const std::size_t at = message.find("/labels:");
  return at == std::string::npos ? message : message.substr(at + 1);
}

inline onedial::Dataset read_with_labels(const std::string& bytes, const std::string& labels,
                                         onedial::Index limit = 0) {
  const ScratchDirectory scratch;
  return read(bytes, {.labels = scratch.write("labels", labels), .limit = limit});
}

inline std::string packed(const std::string& bytes) {
  const ScratchDirectory scratch;
  const auto path = scratch / "packed";
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(file);
  return read_bytes(path);
}

inline std::string idx(const std::vector<std::uint32_t>& sizes, const std::string& body, char type = 8) {
  std::string bytes = {0, 0, type, static_cast<char>(sizes.size())};
  for (const std::uint32_t size : sizes) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
      bytes += static_cast<char>(size >> shift);
    }
  }
  return bytes + body;
}

template <class Number>
std::string bytes_of(const std::vector<Number>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Number)};
}

/// As NumPy 1 and 2 write it.
inline std::string npy(const std::string& type, const std::string& shape, const std::string& data,
                       const std::string& is_fortran_order = "False") {
  std::string header =
      "{'descr': '" + type + "', 'fortran_order': " + is_fortran_order + ", 'shape': (" + shape + "), }";
  header.resize(118, ' ');
  header.back() = '\n';
  return std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + data;
}

inline onedial::Dataset::Values rows(std::initializer_list<std::initializer_list<float>> values) {
  return onedial::Dataset::Values(values);
}

}  // namespace dataset_files
