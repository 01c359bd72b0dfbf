#include "zip_archive.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <stdexcept>
#include <vector>

#include "onedial/core/error.hpp"
#include "onedial/core/little_endian.hpp"
#include "onedial/core/memory.hpp"

namespace onedial {
namespace {

// APPNOTE.TXT of PKWARE, sections 4.3.7 (local header), 4.3.12 (central directory) and 4.3.16 (its end).
constexpr std::uint32_t local_mark = 0x04034b50;
constexpr std::uint32_t central_mark = 0x02014b50;
constexpr std::uint32_t end_mark = 0x06054b50;
constexpr std::size_t local_size = 30;
constexpr std::size_t central_size = 46;
constexpr std::size_t end_size = 22;
constexpr std::uint16_t version_needed = 20;
constexpr std::uint16_t first_date = 0x21;  // 1 January 1980, the earliest that can be said
constexpr std::uint16_t stored = 0;
constexpr std::uint16_t deflated = 8;

std::uint32_t checksum(std::string_view bytes) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

/// What local and central headers have in common, from the version on.
void append_description(std::string& to, const std::string& entry, std::string_view bytes) {
  append_little_endian<std::uint16_t>(to, version_needed);
  append_little_endian<std::uint16_t>(to, 0);  // flags
  append_little_endian<std::uint16_t>(to, stored);
  append_little_endian<std::uint16_t>(to, 0);  // time
  append_little_endian<std::uint16_t>(to, first_date);
  append_little_endian<std::uint32_t>(to, checksum(bytes));
  append_little_endian<std::uint32_t>(to, bytes.size());
  append_little_endian<std::uint32_t>(to, bytes.size());
  append_little_endian<std::uint16_t>(to, entry.size());
  append_little_endian<std::uint16_t>(to, 0);  // extra fields
}

/// One entry as the central directory has it.
struct Entry {
  std::string name;
  std::uint16_t flags;
  std::uint16_t method;
  std::uint32_t checksum;
  std::size_t packed_size;
  std::size_t size;
  std::size_t offset;
};

class Reader {
 public:
  Reader(const std::string& name, std::string_view bytes) : name_(name), bytes_(bytes) {}

  [[nodiscard]] std::map<std::string, std::string> read() const {
    const std::vector<Entry> list = listed();
    require_apart(list);
    double unpacked = 0;
    for (const Entry& entry : list) {
      unpacked += static_cast<double>(entry.size);
    }
    require_memory(unpacked, fmt::format("{}: unpacking", name_));
    std::map<std::string, std::string> entries;
    for (const Entry& entry : list) {
      if (!entries.emplace(entry.name, unpack(entry)).second) {
        fail_as_damaged(fmt::format("entry {} is there twice", entry.name));
      }
    }
    return entries;
  }

 private:
  template <class Number>
  [[nodiscard]] Number number(std::size_t at) const {
    return little_endian<Number>(bytes_, at);
  }

  /// The entries of the central directory.
  [[nodiscard]] std::vector<Entry> listed() const {
    const std::size_t end = find_end();
    const auto count = number<std::uint16_t>(end + 10);
    std::size_t at = number<std::uint32_t>(end + 16);
    std::vector<Entry> list;
    for (std::uint16_t k = 0; k < count; ++k) {
      if (at > end || end - at < central_size || number<std::uint32_t>(at) != central_mark) {
        fail_as_damaged("its list of entries is cut short");
      }
      const auto name_size = number<std::uint16_t>(at + 28);
      const std::size_t rest = std::size_t{number<std::uint16_t>(at + 30)} + number<std::uint16_t>(at + 32);
      if (end - at - central_size < name_size + rest) {
        fail_as_damaged("its list of entries is cut short");
      }
      list.push_back({.name = std::string(bytes_.substr(at + central_size, name_size)),
                      .flags = number<std::uint16_t>(at + 8),
                      .method = number<std::uint16_t>(at + 10),
                      .checksum = number<std::uint32_t>(at + 16),
                      .packed_size = number<std::uint32_t>(at + 20),
                      .size = number<std::uint32_t>(at + 24),
                      .offset = number<std::uint32_t>(at + 42)});
      at += central_size + name_size + rest;
    }
    if (at != end) {
      fail_as_damaged("its list of entries has another length than it says");
    }
    return list;
  }

  /// Entries that share bytes make a small file of a great archive.
  void require_apart(const std::vector<Entry>& list) const {
    std::map<std::size_t, std::size_t> ends;  // by offset
    for (const Entry& entry : list) {
      const std::string_view bytes = packed(entry);
      const auto end = static_cast<std::size_t>(bytes.data() - bytes_.data()) + bytes.size();
      if (!ends.emplace(entry.offset, end).second) {
        fail_as_damaged(fmt::format("entry {} begins where another does", entry.name));
      }
    }
    std::size_t last_end = 0;
    for (const auto& [offset, end] : ends) {
      if (offset < last_end) {
        fail_as_damaged("its entries overlap");
      }
      last_end = end;
    }
  }

  [[noreturn]] void fail_as_damaged(const std::string& what) const {
    throw InputError(fmt::format("{}: is damaged: {}", name_, what));
  }

  /// Where the end record begins: before a comment of at most 2¹⁶ − 1 bytes.
  [[nodiscard]] std::size_t find_end() const {
    if (bytes_.size() < 4 ||
        (number<std::uint32_t>(0) != local_mark && number<std::uint32_t>(0) != end_mark)) {
      throw InputError(fmt::format(
          "{}: is no archive of arrays (.npz): it does not begin with the mark of a zip file", name_));
    }
    for (std::size_t comment = 0; comment <= 0xFFFF && comment + end_size <= bytes_.size(); ++comment) {
      const std::size_t at = bytes_.size() - end_size - comment;
      if (number<std::uint32_t>(at) == end_mark && number<std::uint16_t>(at + 20) == comment) {
        return at;
      }
    }
    throw InputError(fmt::format("{}: is cut short: a zip file must end with its list of entries", name_));
  }

  /// The bytes of an entry as they are in the file.
  [[nodiscard]] std::string_view packed(const Entry& entry) const {
    constexpr std::uint32_t elsewhere = 0xFFFFFFFF;
    if (entry.size == elsewhere || entry.packed_size == elsewhere || entry.offset == elsewhere) {
      throw InputError(
          fmt::format("{}: entry {} is larger than 4 GiB, which is not read", name_, entry.name));
    }
    if (entry.offset > bytes_.size() || bytes_.size() - entry.offset < local_size ||
        number<std::uint32_t>(entry.offset) != local_mark) {
      fail_as_damaged(fmt::format("entry {} is not where the list says", entry.name));
    }
    const std::size_t begin = entry.offset + local_size + number<std::uint16_t>(entry.offset + 26) +
                              number<std::uint16_t>(entry.offset + 28);
    if (begin > bytes_.size() || bytes_.size() - begin < entry.packed_size) {
      fail_as_damaged(fmt::format("entry {} is cut short", entry.name));
    }
    // The name is not under the checksum, but it is there twice.
    if (bytes_.substr(entry.offset + local_size, number<std::uint16_t>(entry.offset + 26)) != entry.name) {
      fail_as_damaged(fmt::format("entry {} has another name where it begins", entry.name));
    }
    return bytes_.substr(begin, entry.packed_size);
  }

  [[nodiscard]] std::string unpack(const Entry& entry) const {
    if ((entry.flags & 1U) != 0) {
      throw InputError(fmt::format("{}: entry {} is encrypted", name_, entry.name));
    }
    std::string result;
    if (entry.method == stored) {
      result = packed(entry);
    } else if (entry.method == deflated) {
      result = inflated(entry);
    } else {
      throw InputError(
          fmt::format("{}: entry {} is packed by method {}; only stored (0) and deflated (8) are read", name_,
                      entry.name, entry.method));
    }
    if (result.size() != entry.size || checksum(result) != entry.checksum) {
      fail_as_damaged(
          fmt::format("entry {} does not have the checksum that was written with it", entry.name));
    }
    return result;
  }

  /// At most a block more than the entry says.
  [[nodiscard]] std::string inflated(const Entry& entry) const {
    const std::string_view packed = this->packed(entry);
    z_stream stream{};
    constexpr int raw = -MAX_WBITS;
    if (inflateInit2(&stream, raw) != Z_OK) {
      throw std::bad_alloc();
    }
    const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream,
                                                            [](z_stream* s) { return inflateEnd(s); });
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string result;
    std::string block(std::size_t{1} << 16, '\0');
    int status = Z_OK;
    while (status == Z_OK && result.size() <= entry.size) {
      stream.next_out = reinterpret_cast<Bytef*>(block.data());
      stream.avail_out = static_cast<uInt>(block.size());
      status = inflate(&stream, Z_NO_FLUSH);
      result.append(block, 0, block.size() - stream.avail_out);
    }
    if (status != Z_STREAM_END || stream.avail_in != 0) {
      fail_as_damaged(fmt::format("entry {} cannot be unpacked", entry.name));
    }
    return result;
  }

  const std::string& name_;
  std::string_view bytes_;
};

}  // namespace

std::string zip_archive(const std::map<std::string, std::string>& entries) {
  std::string archive;
  std::string directory;
  for (const auto& [name, bytes] : entries) {
    const std::size_t offset = archive.size();
    append_little_endian<std::uint32_t>(archive, local_mark);
    append_description(archive, name, bytes);
    archive += name;
    archive += bytes;
    append_little_endian<std::uint32_t>(directory, central_mark);
    append_little_endian<std::uint16_t>(directory, version_needed);  // made by, on no system in particular
    append_description(directory, name, bytes);
    append_little_endian<std::uint16_t>(directory, 0);  // comment
    append_little_endian<std::uint16_t>(directory, 0);  // disk
    append_little_endian<std::uint16_t>(directory, 0);  // internal attributes
    append_little_endian<std::uint32_t>(directory, 0);  // external attributes
    append_little_endian<std::uint32_t>(directory, offset);
    directory += name;
    if (archive.size() + directory.size() + end_size >= std::numeric_limits<std::uint32_t>::max()) {
      throw std::invalid_argument("a zip archive cannot hold more than 4 GiB");
    }
  }
  const std::size_t directory_offset = archive.size();
  archive += directory;
  append_little_endian<std::uint32_t>(archive, end_mark);
  append_little_endian<std::uint16_t>(archive, 0);  // disk
  append_little_endian<std::uint16_t>(archive, 0);  // disk of the directory
  append_little_endian<std::uint16_t>(archive, entries.size());
  append_little_endian<std::uint16_t>(archive, entries.size());
  append_little_endian<std::uint32_t>(archive, directory.size());
  append_little_endian<std::uint32_t>(archive, directory_offset);
  append_little_endian<std::uint16_t>(archive, 0);  // comment
  return archive;
}

std::map<std::string, std::string> read_zip_archive(const std::string& name, std::string_view bytes) {
  return Reader(name, bytes).read();
}

}  // namespace onedial
