#include "onedial/problem/denoising.hpp"

#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/model/enumerate.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

const BinaryImage noisy = {.height = 3, .width = 4, .pixels = {1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0}};
const BinaryImage truth = {.height = 3, .width = 4, .pixels = {1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0}};

}  // namespace

TEST_CASE("the energy of an image is minus the logarithm of its posterior") {
  const double p = 0.2;
  const double coupling = 0.6;
  const Denoising problem("noisy", noisy, {.flip_probability = p, .coupling = coupling});
  const auto energies = enumerate(pairwise_model(problem.encode({})));
  REQUIRE(energies.size() == 4096);
  double first = 0;
  for (std::size_t k = 0; k < energies.size(); ++k) {
    State image;
    for (std::size_t i = 0; i < 12; ++i) {
      image.push_back(static_cast<Level>(k >> i & 1U));
    }
    // ln of likelihood times prior, from their definitions.
    double log_posterior = 0;
    for (std::size_t i = 0; i < 12; ++i) {
      log_posterior += std::log(image[i] == noisy.pixels[i] ? 1 - p : p);
      const double right = i % 4 < 3 ? (image[i] == image[i + 1] ? coupling : -coupling) : 0;
      const double below = i + 4 < 12 ? (image[i] == image[i + 4] ? coupling : -coupling) : 0;
      log_posterior += right + below;
    }
    first = k == 0 ? energies[0] + log_posterior : first;
    REQUIRE(energies[k] + log_posterior == Approx(first).margin(1e-12));
    REQUIRE(energies[k] == Approx(problem.evaluate(image).objective).margin(1e-12));
  }
}

TEST_CASE("the most probable image of a small example is the one behind it") {
  const Denoising problem("noisy", noisy, {.flip_probability = 0.2, .coupling = 0.6}, truth);
  const auto energies = enumerate(pairwise_model(problem.encode({})));
  const auto best = std::min_element(energies.begin(), energies.end()) - energies.begin();
  State image;
  for (Index i = 0; i < 12; ++i) {
    image.push_back(static_cast<Level>(best >> i & 1));
  }
  CHECK(image == truth.pixels);
  CHECK(problem.remark(image) == "0 of 12 pixels wrong, 2 before");
  CHECK(problem.size_text() == "3 x 4 pixels");
  CHECK(Denoising("noisy", noisy, {}).remark(image) == "2 of 12 pixels changed");
  const auto picture = problem.picture(noisy.pixels);
  REQUIRE(picture);
  REQUIRE(picture->grid);
  CHECK(picture->grid->rows == 3);
  CHECK(picture->grid->groups == std::vector<int>{0, 0, -1, -1, 0, 1, -1, 1, 0, 0, -1, -1});
  CHECK(picture->caption == "2 of 12 pixels wrong, 2 before");
}

TEST_CASE("images come from files, one a file") {
  const ScratchDirectory scratch;
  const BinaryImage image = read_binary_image(scratch.write("one.txt", "##..\n#..#\n##..\n"));
  CHECK(image.height == 3);
  CHECK(image.width == 4);
  CHECK(image.pixels == noisy.pixels);
  CHECK_THROWS_WITH(read_binary_image(scratch.write("two.txt", "##\n#.\n\n..\n##\n")),
                    ContainsSubstring("two.txt: holds 2 images; one image is expected"));
  CHECK_THROWS_WITH(read_binary_image(scratch.write("table.csv", "0.5,1\n1,0\n")),
                    ContainsSubstring("table.csv: holds no images; one image is expected"));
  CHECK_THROWS_AS(read_binary_image(scratch / "none"), InputError);
}

TEST_CASE("settings of denoising that make no sense are refused") {
  for (const double p : {0.0, -0.1, 0.51, std::nan("")}) {
    CHECK_THROWS_AS(Denoising("noisy", noisy, {.flip_probability = p}), std::invalid_argument);
  }
  CHECK_THROWS_AS(Denoising("noisy", noisy, {.coupling = -1}), std::invalid_argument);
  CHECK_THROWS_AS(Denoising("noisy", {.height = 3, .width = 4, .pixels = {}}, {}), std::invalid_argument);
  CHECK_THROWS_WITH(Denoising("noisy", noisy, {}, BinaryImage{.height = 1, .width = 1, .pixels = {1}}),
                    ContainsSubstring("the truth has 1 x 1 pixels, the noisy image 3 x 4"));
}
