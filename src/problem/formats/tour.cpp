#include "tour.hpp"

#include <fmt/format.h>

#include "onedial/core/text_file.hpp"
#include "permutation.hpp"
#include "tsplib_keys.hpp"

namespace onedial {
namespace {

/// Goes from a first line of TSPLIB to the one that begins its tour.
void skip_to_tour(LineReader& lines, Index cities) {
  for (TsplibKey line = tsplib_key(lines.text()); line.key != "TOUR_SECTION";
       line = tsplib_key(lines.text())) {
    if (line.key == "TYPE" && line.value != "TOUR") {
      lines.fail(fmt::format("TYPE {}; a file of TYPE TOUR is expected", quoted(line.value)));
    }
    if (line.key == "DIMENSION") {
      const std::int64_t dimension = lines.integer(lines.words().size() - 1, "DIMENSION");
      if (dimension != cities) {
        lines.fail(fmt::format("a tour of {} cities; {} are expected", dimension, cities));
      }
    }
    if (!lines.next()) {
      lines.fail_whole("has no TOUR_SECTION; a tour of TSPLIB is expected");
    }
  }
}

}  // namespace

State read_tour(const std::filesystem::path& path, Index cities) {
  const std::string text = read_text_file(path, "a tour, one city a line");
  LineReader lines(path.string(), text);
  PermutationReader reader(lines, cities, {.place = "place", .value = "city"});
  bool more = lines.next();
  const bool is_tsplib = more && is_tsplib_key(tsplib_key(lines.text()).key);
  if (is_tsplib) {
    skip_to_tour(lines, cities);
    more = lines.next();
  }
  for (; more; more = more && lines.next()) {
    for (std::size_t word = 0; word < lines.words().size() && more; ++word) {
      if (is_tsplib && (lines.words()[word] == "-1" || lines.words()[word] == "EOF")) {
        more = false;
      } else {
        reader.add(word);
      }
    }
  }
  return reader.finish();
}

}  // namespace onedial
