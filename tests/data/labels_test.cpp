#include "catch.hpp"
#include "dataset_files.hpp"

using namespace onedial;
using namespace dataset_files;

namespace {

const std::string two_images = idx({2, 1, 1}, "ab");

}  // namespace

TEST_CASE("labels may be text, an integer a line") {
  const std::vector<std::int32_t> expected = {-3, 2147483647};
  CHECK(read_with_labels(two_images, "-3\n2147483647\n").labels == expected);
  CHECK(read_with_labels(two_images, "# classes\n-3\n\n2147483647").labels == expected);
  CHECK(read_with_labels(two_images, packed("-3\n2147483647\n")).labels == expected);
  CHECK(read_with_labels(two_images, "-3\n1\n", 1).labels == std::vector<std::int32_t>{-3});
}

TEST_CASE("bad labels are refused, with the line") {
  CHECK(error_of_labels(two_images, "1\n") == "labels: has 1 labels for 2 examples");
  CHECK(error_of_labels(two_images, "1\n2\n3\n") == "labels: has 3 labels for 2 examples");
  CHECK(error_of_labels(two_images, "1\n2 3\n") == "labels:2: has 2 words; one label a line is expected");
  CHECK(error_of_labels(two_images, "1\nx\n") == "labels:2: label 'x' is not a whole number");
  CHECK(error_of_labels(two_images, "1\n2147483648\n") == "labels:2: label 2147483648 is beyond 32 bits");
  CHECK(error_of_labels(two_images, "") == "labels: has 0 labels for 2 examples");
}
