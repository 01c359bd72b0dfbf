#include "onedial/core/atomic_file.hpp"

#include <sys/stat.h>

#include "catch.hpp"
#include "file_size_limit.hpp"
#include "onedial/core/error.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

std::string write_error(const std::filesystem::path& path, const std::string& bytes) {
  return message_of<OutputError>([&] { write_file_atomically(path, bytes); });
}

}  // namespace

TEST_CASE("An atomic write makes and replaces files, and leaves nothing beside them") {
  const ScratchDirectory scratch;
  const std::string bytes("a\0b\n", 4);
  write_file_atomically(scratch / "new.txt", bytes);
  CHECK(read_bytes(scratch / "new.txt") == bytes);
  write_file_atomically(scratch / "new.txt", "");
  CHECK(read_bytes(scratch / "new.txt").empty());
  const std::string large(std::size_t{3} << 20, 'x');
  write_file_atomically(scratch / "new.txt", large);
  CHECK(read_bytes(scratch / "new.txt") == large);
  CHECK(names_in(scratch.path()) == std::vector<std::string>{"new.txt"});
}

TEST_CASE("An atomic write gives the permissions that the umask allows") {
  const ScratchDirectory scratch;
  const mode_t before = ::umask(027);
  write_file_atomically(scratch / "a.txt", "x");
  ::umask(before);
  struct stat status {};
  REQUIRE(::stat((scratch / "a.txt").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("A disk that fills up leaves the old file and no temporary one") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.txt", "old");
  {
    const FileSizeLimit limit(1000);
    CHECK(write_error(path, std::string(1001, 'x')) == path.string() + ": cannot write: File too large");
    CHECK(write_error(scratch / "b.txt", std::string(5000, 'x')) ==
          (scratch / "b.txt").string() + ": cannot write: File too large");
    CHECK_NOTHROW(write_file_atomically(scratch / "c.txt", std::string(1000, 'x')));
  }
  CHECK(read_bytes(path) == "old");
  CHECK(names_in(scratch.path()) == std::vector<std::string>{"a.txt", "c.txt"});
}

TEST_CASE("A place that cannot be written is an error, and nothing is left") {
  const ScratchDirectory scratch;
  const auto missing = scratch / "missing/a.txt";
  CHECK(write_error(missing, "x") == missing.string() + ": cannot write: No such file or directory");
  const auto below_file = scratch.write("file", "old") / "a.txt";
  CHECK(write_error(below_file, "x") == below_file.string() + ": cannot write: Not a directory");
  CHECK(write_error(scratch.path(), "x") == scratch.path().string() + ": cannot write: Is a directory");
  CHECK(names_in(scratch.path()) == std::vector<std::string>{"file"});
}

TEST_CASE("A device or a pipe is not replaced by a file") {
  const ScratchDirectory scratch;
  const auto pipe = scratch / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(write_error(pipe, "x") == pipe.string() + ": cannot write: is not a regular file");
  CHECK(std::filesystem::is_fifo(pipe));
  CHECK(names_in(scratch.path()) == std::vector<std::string>{"pipe"});
}
