#include "onedial/core/memory.hpp"

#include <unistd.h>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

TEST_CASE("available memory is more than a test takes and less than there is") {
  const auto available = available_memory();
  REQUIRE(available.has_value());
  CHECK(*available > 1e7);
  const auto pages = static_cast<double>(::sysconf(_SC_PHYS_PAGES));
  CHECK(*available <= pages * static_cast<double>(::sysconf(_SC_PAGESIZE)));
}

TEST_CASE("what needs more memory than there is says so beforehand") {
  CHECK_NOTHROW(require_memory(1000, "nothing much"));
  CHECK_NOTHROW(require_memory(*available_memory() / 2, "half"));
  const auto error_of = [](double bytes) {
    return message_of<InputError>([&] { require_memory(bytes, "training a machine"); });
  };
  CHECK_THAT(error_of(8.04e15), ContainsSubstring("training a machine needs 8.04 PB of memory; "));
  CHECK_THAT(error_of(9.996e14), ContainsSubstring("needs 1 PB of memory; "));
  CHECK_THAT(error_of(1e30), ContainsSubstring("EB of memory; "));
  CHECK_THAT(error_of(1e30), ContainsSubstring("B are available"));
}
