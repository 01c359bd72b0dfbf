#include "onedial/data/array_file.hpp"

#include <zlib.h>

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "data/zip_archive.hpp"
#include "onedial/core/error.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

ArrayFile example() {
  ArrayFile file{.kind = "example", .texts = {{"units", "binary"}, {"note", "a \"quoted\" line\nα"}}};
  file.arrays["weights"] = {.shape = {2, 3}, .values = std::vector<float>{0, -1.5F, 2, 3, 4, 1e-38F}};
  file.arrays["state/biases"] = {.shape = {2}, .values = std::vector<double>{0.1, -1e300}};
  file.arrays["count"] = {.shape = {}, .values = std::vector<std::int64_t>{-7}};
  file.arrays["random"] = {.shape = {1, 2}, .values = std::vector<std::uint64_t>{~std::uint64_t{0}, 5}};
  file.arrays["levels"] = {.shape = {3}, .values = std::vector<std::uint8_t>{0, 1, 255}};
  return file;
}

std::string read_error(const std::filesystem::path& path) {
  return message_of<InputError>([&] { read_array_file(path); });
}

void put(std::string& bytes, std::size_t value, int size) {
  for (int byte = 0; byte < size; ++byte) {
    bytes += static_cast<char>((value >> (8 * byte)) & 0xFFU);
  }
}

/// An archive of one entry as zipfile of Python writes it for numpy.savez: sizes in the local header replaced
/// by those of a zip64 field, and for numpy.savez_compressed deflated, here with bytes in excess.
std::string numpy_archive(const std::string& name, const std::string& bytes, bool is_deflated,
                          std::size_t excess = 0) {
  std::string packed = bytes;
  if (is_deflated) {
    packed.resize(compressBound(static_cast<uLong>(bytes.size())));
    auto size = static_cast<uLongf>(packed.size());
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
             static_cast<uLong>(bytes.size()));
    packed = packed.substr(2, size - 6 + excess);  // zlib's frame taken off
  }
  const auto checksum =
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
  const auto describe = [&](std::string& to, bool in_zip64) {
    put(to, 45, 2);
    put(to, 0, 2);
    put(to, is_deflated ? 8 : 0, 2);
    put(to, 0x5a1b2c3d, 4);
    put(to, checksum, 4);
    put(to, in_zip64 ? 0xFFFFFFFF : packed.size(), 4);
    put(to, in_zip64 ? 0xFFFFFFFF : bytes.size(), 4);
    put(to, name.size(), 2);
  };
  std::string archive;
  put(archive, 0x04034b50, 4);
  describe(archive, true);
  put(archive, 20, 2);
  archive += name;
  put(archive, 1, 2);
  put(archive, 16, 2);
  put(archive, bytes.size(), 8);
  put(archive, packed.size(), 8);
  archive += packed;
  const std::size_t directory = archive.size();
  put(archive, 0x02014b50, 4);
  put(archive, 0x032d, 2);
  describe(archive, false);
  archive.append(16, '\0');  // no extra fields, comment, attributes; at the beginning
  archive += name;
  const std::size_t end = archive.size();
  put(archive, 0x06054b50, 4);
  put(archive, 0, 4);
  put(archive, 1, 2);
  put(archive, 1, 2);
  put(archive, end - directory, 4);
  put(archive, directory, 4);
  put(archive, 0, 2);
  return archive;
}

/// An array of NumPy with any header.
std::string numpy_array(const std::string& header, const std::string& values) {
  std::string bytes = "\x93NUMPY";
  bytes += '\x01';
  bytes += '\0';
  put(bytes, header.size(), 2);
  return bytes + header + values;
}

std::string with_replaced(std::string bytes, const std::string& from, const std::string& to) {
  REQUIRE(from.size() == to.size());
  const std::size_t at = bytes.find(from);
  REQUIRE(at != std::string::npos);
  return bytes.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a file of arrays comes back as it was written, and equal contents give equal bytes") {
  const ScratchDirectory scratch;
  write_array_file(scratch / "a.npz", example());
  write_array_file(scratch / "b.npz", example());
  CHECK(read_bytes(scratch / "a.npz") == read_bytes(scratch / "b.npz"));
  CHECK(names_in(scratch.path()) == std::vector<std::string>{"a.npz", "b.npz"});
  const ArrayFile file = read_array_file(scratch / "a.npz");
  CHECK(file.kind == "example");
  CHECK(file.texts == example().texts);
  REQUIRE(file.arrays.size() == example().arrays.size());
  for (const auto& [name, array] : example().arrays) {
    CAPTURE(name);
    CHECK(file.arrays.at(name).shape == array.shape);
    CHECK(file.arrays.at(name).values == array.values);
  }
}

TEST_CASE("archives of NumPy are read, packed and not, in either order of indices") {
  const ScratchDirectory scratch;
  const std::string values("\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40\0\0\x80\x40\0\0\xa0\x40\0\0\xc0\x40",
                           24);  // 1 … 6
  for (const bool is_deflated : {false, true}) {
    const auto path = scratch.write(
        "a.npz",
        numpy_archive(
            "w.npy",
            numpy_array("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }     \n", values),
            is_deflated));
    const ArrayFile file = read_array_file(path);
    CHECK(file.kind.empty());
    CHECK(require_array<float>(file, path, "w", {2, 3}) == std::vector<float>{1, 2, 3, 4, 5, 6});
  }
  const auto fortran = scratch.write(
      "f.npz",
      numpy_archive("w.npy",
                    numpy_array("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }\n", values),
                    false));
  CHECK(require_array<float>(read_array_file(fortran), fortran, "w", {2, 3}) ==
        std::vector<float>{1, 3, 5, 2, 4, 6});
  const auto cube = scratch.write(
      "c.npz",
      numpy_archive("w.npy",
                    numpy_array("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 3, 2), }\n", values),
                    false));
  CHECK(require_array<float>(read_array_file(cube), cube, "w", {1, 3, 2}) ==
        std::vector<float>{1, 4, 2, 5, 3, 6});
  const auto ints = scratch.write(
      "i.npz", numpy_archive("n.npy",
                             numpy_array("{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }\n",
                                         {"\xfe\xff\xff\xff", 4}),
                             true));
  CHECK(require_array<std::int64_t>(read_array_file(ints), ints, "n", {1}) == std::vector<std::int64_t>{-2});
}

TEST_CASE("a file that is cut short anywhere, or damaged anywhere that matters, is refused") {
  const ScratchDirectory scratch;
  write_array_file(scratch / "a.npz", example());
  const std::string whole = read_bytes(scratch / "a.npz");
  const auto path = scratch / "b.npz";
  for (std::size_t size = 0; size < whole.size(); size += size < 100 ? 1 : 7) {
    scratch.write("b.npz", whole.substr(0, size));
    const std::string error = read_error(path);
    CAPTURE(size, error);
    REQUIRE((error.find("is no archive of arrays") != std::string::npos ||
             error.find("cut short") != std::string::npos));
    REQUIRE(error.starts_with(path.string() + ": "));
  }
  // Whatever byte is changed: an error of one line, or the very contents (times and attributes do not
  // matter).
  int refused = 0;
  for (std::size_t at = 0; at < whole.size(); at += 3) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x41);
    scratch.write("b.npz", damaged);
    try {
      const ArrayFile file = read_array_file(path);
      CAPTURE(at);
      REQUIRE(file.texts == example().texts);
      REQUIRE(file.arrays.size() == example().arrays.size());
      for (const auto& [name, array] : example().arrays) {
        REQUIRE(file.arrays.at(name).values == array.values);
      }
    } catch (const InputError& error) {
      ++refused;
      REQUIRE(std::string(error.what()).find('\n') == std::string::npos);
    }
  }
  CHECK(refused > static_cast<int>(whole.size() / 3) / 2);
}

TEST_CASE("sizes that lie take no memory") {
  const ScratchDirectory scratch;
  const std::string array = numpy_array(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000, 1000000), }\n", "12345678");
  auto path = scratch.write("a.npz", numpy_archive("w.npy", array, false));
  CHECK_THAT(read_error(path), ContainsSubstring("w: has only 8 bytes after its header, which declares "
                                                 "1000000000000 x 1000000 of <f8"));
  const std::string overflowing = numpy_array(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775807, 16), }\n", "12345678");
  path = scratch.write("a.npz", numpy_archive("w.npy", overflowing, false));
  CHECK_THAT(read_error(path), ContainsSubstring("has only 8 bytes after its header"));
  // A packed entry that unpacks to more than its header says ends there.
  std::string bomb = numpy_archive("w.npy", std::string(50'000'000, '\0'), true);
  const std::size_t directory = bomb.rfind("PK\x01\x02");
  for (int byte = 0; byte < 4; ++byte) {
    bomb[directory + 24 + static_cast<std::size_t>(byte)] = byte == 0 ? 9 : 0;
  }
  path = scratch.write("a.npz", bomb);
  CHECK_THAT(read_error(path), ContainsSubstring("w.npy cannot be unpacked"));
}

TEST_CASE("archives that would unpack to more than there is memory for are refused") {
  const ScratchDirectory scratch;
  std::map<std::string, std::string> entries;
  for (int k = 0; k < 5000; ++k) {
    entries["w" + std::to_string(k) + ".npy"] = "";
  }
  std::string archive = zip_archive(entries);
  for (std::size_t at = 0; (at = archive.find("PK\x01\x02", at)) != std::string::npos; ++at) {
    archive.replace(at + 24, 4, "\xfe\xff\xff\xff");
  }
  CHECK_THAT(read_error(scratch.write("a.npz", archive)), ContainsSubstring("a.npz: unpacking needs "));
}

TEST_CASE("entries that share bytes and bytes that belong to no entry are refused") {
  const ScratchDirectory scratch;
  const std::string inner = zip_archive({{"b.npy", "x"}});
  std::string archive = zip_archive({{"a.npy", inner.substr(0, 36)}, {"b.npy", "x"}});
  archive[archive.rfind("PK\x01\x02") + 42] = 35;  // where the first one's contents begin
  CHECK_THAT(read_error(scratch.write("a.npz", archive)), ContainsSubstring("its entries overlap"));
  const auto path = scratch.write("a.npz", numpy_archive("w.npy", std::string(100, 'x'), true, 1));
  CHECK_THAT(read_error(path), ContainsSubstring("w.npy cannot be unpacked"));
}

TEST_CASE("what is no such file is told apart") {
  const ScratchDirectory scratch;
  CHECK(read_error(scratch / "a.npz") ==
        (scratch / "a.npz").string() + ": cannot read: No such file or directory");
  CHECK_THAT(read_error(scratch.path()), ContainsSubstring("is a directory"));
  CHECK_THAT(read_error(scratch.write("text", "hello, this is a text")),
             ContainsSubstring("it does not begin with the mark of a zip file"));
  const std::string array =
      numpy_array("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n", "1234");
  const auto error_of = [&](const std::string& bytes, bool is_deflated = false) {
    return read_error(scratch.write("a.npz", numpy_archive("w.npy", bytes, is_deflated)));
  };
  CHECK_THAT(error_of(with_replaced(array, "<f4", ">f4")), ContainsSubstring("w: holds values of type >f4"));
  CHECK_THAT(error_of(with_replaced(array, "'shape'", "'sharp'")),
             ContainsSubstring("w: the header of its .npy format has no 'shape'"));
  CHECK_THAT(error_of("hello"), ContainsSubstring("w: is not in NumPy's format"));
  CHECK_THAT(error_of(array.substr(0, 20)), ContainsSubstring("w: ends within the header"));
  CHECK_THAT(error_of(array + "5678"), ContainsSubstring("w: has more than 4 bytes after its header"));
  std::string encrypted = numpy_archive("w.npy", array, false);
  encrypted[encrypted.rfind("PK\x01\x02") + 8] = 1;
  CHECK_THAT(read_error(scratch.write("a.npz", encrypted)), ContainsSubstring("w.npy is encrypted"));
}

TEST_CASE("numbers that are not finite are named with their place") {
  const ScratchDirectory scratch;
  ArrayFile file = example();
  file.arrays["weights"].values = std::vector<float>{0, 1, 2, 3, 4, std::numeric_limits<float>::quiet_NaN()};
  write_array_file(scratch / "a.npz", file);
  CHECK(read_error(scratch / "a.npz") ==
        (scratch / "a.npz").string() + ": weights[1, 2] is nan; must be finite");
  file = example();
  std::get<std::vector<double>>(file.arrays["state/biases"].values)[1] =
      -std::numeric_limits<double>::infinity();
  write_array_file(scratch / "a.npz", file);
  CHECK_THAT(read_error(scratch / "a.npz"), ContainsSubstring("state/biases[1] is -inf; must be finite"));
}

TEST_CASE("the list of arrays and the version are held to") {
  const ScratchDirectory scratch;
  // Archives of one entry, since checksums would give other changes away.
  const auto error_of = [&](const std::string& json) {
    return read_error(scratch.write("a.npz", numpy_archive("onedial.json", json, false)));
  };
  const std::string head =
      R"({"format": "onedial arrays", "version": 1, "kind": "k", "texts": {}, "arrays": )";
  CHECK_THAT(error_of(head + R"({"w": [2]}})"), ContainsSubstring("array w is missing"));
  CHECK_THAT(error_of(head + R"([3]})"), ContainsSubstring("is missing"));
  const std::string array =
      numpy_array("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n", "1234");
  const auto more = scratch.write(
      "a.npz", zip_archive({{"onedial.json", head + R"({"v": [1]}})"}, {"v.npy", array}, {"w.npy", array}}));
  CHECK_THAT(read_error(more), ContainsSubstring("array w is not in the list of onedial.json"));
  CHECK_THAT(error_of(R"({"format": "onedial arrays", "version": 0})"),
             ContainsSubstring("version is 0; must be at least 1"));
  CHECK_THAT(
      error_of(R"({"format": "onedial arrays", "version": 99, "written_by": "OneDial 7.0"})"),
      ContainsSubstring("has version 99 of the format, written by OneDial 7.0; this program reads up to 1"));
  CHECK_THAT(error_of(R"({"format": "something"})"), ContainsSubstring("of another program"));
  CHECK_THAT(error_of("{"), ContainsSubstring("onedial.json is damaged"));
  CHECK_THAT(error_of(R"({"format": "onedial arrays", "version": "1"})"),
             ContainsSubstring("of another type"));
}

TEST_CASE("arrays are asked for by name, type and shape") {
  const ArrayFile file = example();
  CHECK(require_array<float>(file, "f", "weights", {2, -1}).size() == 6);
  const auto error_of = [&](auto action) { return message_of<InputError>(action); };
  CHECK(error_of([&] { require_array<float>(file, "f", "bias", {2}); }) == "f: has no array bias");
  CHECK(error_of([&] {
          require_array<float>(file, "f", "weights", {-1, 4});
        }) == "f: weights has shape (2, 3); must be (any, 4)");
  CHECK(error_of([&] {
          require_array<double>(file, "f", "weights", {2, 3});
        }) == "f: weights has numbers of another type; must be floating-point numbers of 8 bytes");
}

TEST_CASE("arrays that cannot be written are refused before there is a file") {
  const ScratchDirectory scratch;
  ArrayFile file;
  file.arrays["w"] = {.shape = {3}, .values = std::vector<float>{1, 2}};
  CHECK_THROWS_WITH(write_array_file(scratch / "a.npz", file),
                    ContainsSubstring("2 numbers are no array of 3"));
  file = {};
  file.arrays["../w"] = {.shape = {1}, .values = std::vector<float>{1}};
  CHECK_THROWS_WITH(write_array_file(scratch / "a.npz", file), ContainsSubstring("'../w'"));
  CHECK(names_in(scratch.path()).empty());
}
