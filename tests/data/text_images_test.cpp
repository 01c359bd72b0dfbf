#include "onedial/data/text_images.hpp"

#include "catch.hpp"
#include "dataset_files.hpp"

using namespace onedial;
using namespace dataset_files;

TEST_CASE("images are drawn in text, with empty lines between them") {
  const auto expected = rows({{1, 0, 0, 0, 1, 1}, {0, 0, 1, 1, 1, 1}});
  for (const std::string text : {"#..\n.##\n\n..#\n###\n", "\n\n#..  \r\n.##\r\n\r\n \n\n..#\r\n###",
                                 " #..\n .##\n\n ..#\n ###\n\n"}) {
    INFO(text);
    CHECK(is_text_images(text));
    const Dataset dataset = read(text);
    CHECK(dataset.values == expected);
    CHECK(dataset.height == 2);
    CHECK(dataset.width == 3);
    CHECK(dataset.labels.empty());
    CHECK(read(packed(text)).values == expected);
    CHECK(read_text_images("a", text, 1).values == expected.topRows(1));
    CHECK(read_text_images("a", text, 2).values == expected);
  }
  CHECK_FALSE(is_text_images("# a comment\n1,2\n"));
  CHECK_FALSE(is_text_images("0 1\n"));
  CHECK_FALSE(is_text_images(""));
}

TEST_CASE("images drawn in text may have labels") {
  const std::string text = "label: 7\n#.\n\nlabel:-1\n\n.#\nlabel: 9\n##\n";
  CHECK(is_text_images(text));
  const Dataset dataset = read(text);
  CHECK(dataset.values == rows({{1, 0}, {0, 1}, {1, 1}}));
  CHECK(dataset.labels == std::vector<std::int32_t>{7, -1, 9});
  for (const Index limit : {1, 2, 3}) {
    const Dataset few = read_text_images("a", text, limit);
    CHECK(few.size() == limit);
    CHECK(std::ssize(few.labels) == limit);
  }
}

TEST_CASE("bad images in text are refused, with the line") {
  CHECK(error_of("#.\n..\n\n#..\n") == "file:4: has 3 pixels; must be 2, as the lines before");
  CHECK(error_of("#.\n..\n\n#.\n\n##\n##\n") == "file:5: image 2 has 1 lines; must be 2, as the first");
  CHECK(error_of("#.\n\n#.\n##") == "file:4: image 2 has 2 lines; must be 1, as the first");
  CHECK(error_of("#.\n.x\n") == "file:2: column 2 is neither '#' nor '.'");
  CHECK(error_of("#.\n. .\n") == "file:2: column 2 is neither '#' nor '.'");
  CHECK(error_of("label: x\n#.\n") == "file:1: the label is no whole number of 32 bits");
  CHECK(error_of("label: 3000000000\n#.\n") == "file:1: the label is no whole number of 32 bits");
  CHECK(error_of("label: 1\nlabel: 2\n#.\n") == "file:2: is the second label of one image");
  CHECK(error_of("label: 1\n#.\n\n..\n") == "file:4: image 2 has no label; all must have one, or none");
  CHECK(error_of("#.\n\nlabel: 1\n..\n") == "file:4: image 2 has a label; all must have one, or none");
  CHECK(error_of("label: 1\n#.\nlabel: 2\n") == "file:3: the text ends after a label; an image is expected");
}

TEST_CASE("the letters that are shipped differ enough to be told apart") {
  const Dataset letters =
      read_dataset(std::filesystem::path(ONEDIAL_SOURCE_DIR) / "configs/instances/letters.txt");
  REQUIRE(letters.size() == 26);
  CHECK(letters.height == letters.width);
  for (Index a = 0; a < letters.size(); ++a) {
    const float filled = letters.values.row(a).mean();
    CHECK((filled >= 0.45F && filled <= 0.75F));
    for (Index b = 0; b < a; ++b) {
      const float differing = (letters.values.row(a) - letters.values.row(b)).cwiseAbs().mean();
      INFO(a << " and " << b);
      CHECK(differing >= 0.1F);
    }
  }
}
