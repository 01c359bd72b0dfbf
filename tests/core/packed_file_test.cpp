#include "onedial/core/packed_file.hpp"

#include <zlib.h>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

void write_packed(const std::filesystem::path& path, const std::string& bytes) {
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(file);
}

}  // namespace

TEST_CASE("a file is read whole, packed or not, up to a limit") {
  const ScratchDirectory scratch;
  const std::string bytes(200'000, 'a');
  const auto plain = scratch.write("plain", bytes);
  const auto packed = scratch / "packed";
  write_packed(packed, bytes);
  for (const auto& path : {plain, packed}) {
    CHECK(read_packed_file(path, "a file") == bytes);
    CHECK(read_packed_file(path, "a file", 200'000) == bytes);
    CHECK_THAT(message_of<InputError>([&] { read_packed_file(path, "a file", 199'999); }),
               ContainsSubstring("is too large; at most 0 MiB are taken for a file"));
  }
  CHECK(read_packed_file(scratch.write("empty", ""), "a file").empty());
}

TEST_CASE("not more than a byte is read beyond what the beginning of a file declares") {
  const ScratchDirectory scratch;
  const std::string bytes = std::string(70'000, 'a') + "b";
  const auto packed = scratch / "packed";
  write_packed(packed, bytes);
  for (const auto& path : {scratch.write("plain", bytes), packed}) {
    std::size_t shown = 0;
    const auto read = [&](std::optional<std::size_t> declared) {
      return read_packed_file(path, "a file", 100'000, [&](std::string_view beginning) {
        shown = beginning.size();
        return declared;
      });
    };
    CHECK(read(70'001) == bytes);
    CHECK(shown == 1 << 16);
    CHECK(read(69'999).size() == 70'000);
    CHECK(read(90'000) == bytes);
    CHECK(read(std::nullopt) == bytes);
    CHECK_THAT(message_of<InputError>([&] { read(100'001); }), ContainsSubstring("is too large"));
  }
}
