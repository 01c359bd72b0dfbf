#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "onedial/core/line_reader.hpp"
#include "onedial/core/memory.hpp"
#include "onedial/core/text_file.hpp"
#include "onedial/problem/city_map.hpp"
#include "tsplib_keys.hpp"

namespace onedial {
namespace {

constexpr double longest = 1e15;  // so that lengths, and sums of them, are exact whole numbers

constexpr std::array<std::pair<std::string_view, Metric>, 7> metrics = {
    {{"EUC_2D", Metric::euclidean},
     {"CEIL_2D", Metric::euclidean_up},
     {"ATT", Metric::pseudo_euclidean},
     {"GEO", Metric::great_circle},
     {"MAN_2D", Metric::manhattan},
     {"MAX_2D", Metric::maximum},
     {"EXPLICIT", Metric::explicit_matrix}}};

/// Which entries of a matrix a file lists, row by row.
struct MatrixForm {
  std::string_view name;
  bool upper;
  bool lower;
  bool diagonal;

  [[nodiscard]] bool holds(Index row, Index column) const {
    return row == column ? diagonal : (row < column ? upper : lower);
  }
  [[nodiscard]] Index first_column(Index row) const { return lower ? 0 : row + (diagonal ? 0 : 1); }
  [[nodiscard]] std::int64_t count(Index n) const {
    return n * (n - 1) / 2 * (upper && lower ? 2 : 1) + (diagonal ? n : 0);
  }
};
constexpr std::array<MatrixForm, 5> forms = {{{"FULL_MATRIX", true, true, true},
                                              {"UPPER_ROW", true, false, false},
                                              {"LOWER_ROW", false, true, false},
                                              {"UPPER_DIAG_ROW", true, false, true},
                                              {"LOWER_DIAG_ROW", false, true, true}}};

class Reader {
 public:
  Reader(std::string path, std::string_view text) : path_(std::move(path)), lines_(path_, text) {}

  CityMap read() {
    bool ended = false;
    while (!ended && lines_.next()) {
      ended = read_part(tsplib_key(lines_.text()));
    }
    if (ended && lines_.next()) {
      lines_.fail("text after EOF; the instance is expected to end there");
    }
    return finish();
  }

 private:
  /// A line of the specification, or a section. True at EOF.
  bool read_part(const TsplibKey& line) {
    const auto [key, value] = line;
    if (key == "EOF") {
      return true;
    }
    if (key == "NAME" || key == "COMMENT" || key == "DISPLAY_DATA_TYPE") {
      return false;
    }
    if (key == "TYPE") {
      if (value != "TSP") {
        lines_.fail(
            fmt::format("TYPE {}; only TSP, with ways as long in both directions, is read", quoted(value)));
      }
    } else if (key == "DIMENSION") {
      read_dimension();
    } else if (key == "EDGE_WEIGHT_TYPE") {
      metric_ = named(
                    metrics, value, [](const auto& one) { return one.first; }, key)
                    .second;
    } else if (key == "EDGE_WEIGHT_FORMAT") {
      if (value != "FUNCTION") {
        form_ = named(
            forms, value, [](const auto& one) { return one.name; }, key);
      }
    } else if (key == "NODE_COORD_TYPE") {
      if (value != "TWOD_COORDS" && value != "NO_COORDS") {
        lines_.fail(fmt::format("NODE_COORD_TYPE {}; TWOD_COORDS is expected", quoted(value)));
      }
    } else if (key == "NODE_COORD_SECTION" || key == "DISPLAY_DATA_SECTION") {
      read_points(key);
    } else if (key == "EDGE_WEIGHT_SECTION") {
      read_matrix();
    } else {
      lines_.fail(fmt::format("{} is no key of a symmetric TSPLIB instance that is known here", quoted(key)));
    }
    return false;
  }

  template <class All, class Name>
  typename All::value_type named(const All& all, std::string_view value, Name name, std::string_view key) {
    std::string known;
    for (const auto& one : all) {
      if (name(one) == value) {
        return one;
      }
      known += (known.empty() ? "" : ", ") + std::string(name(one));
    }
    lines_.fail(fmt::format("{} {} is not known; one of {} is expected", key, quoted(value), known));
  }

  void read_dimension() {
    if (size_ > 0) {
      lines_.fail("a second DIMENSION; one is expected");
    }
    const std::int64_t size = lines_.integer(lines_.words().size() - 1, "DIMENSION");
    if (size < 3 || size > most_cities) {
      lines_.fail(fmt::format("DIMENSION {}; from 3 to {} cities are possible", size, most_cities));
    }
    size_ = static_cast<Index>(size);
  }

  void require_dimension(std::string_view section) {
    if (size_ == 0) {
      lines_.fail(fmt::format("{} comes before DIMENSION; the number of cities is expected first", section));
    }
  }

  /// Refuses to allocate what the rest of the file has no room for: a number takes two characters, the last
  /// one may lack its end.
  void require_room(std::int64_t numbers, std::string_view section) {
    if (static_cast<std::size_t>(numbers) > (lines_.rest().size() + 1) / 2) {
      lines_.fail(fmt::format("{} cannot hold {} numbers, since the file ends before", section, numbers));
    }
  }

  void read_points(std::string_view section) {
    require_dimension(section);
    if (!points_.empty()) {
      lines_.fail(fmt::format("{} comes after the points were given; once is expected", section));
    }
    require_room(3 * static_cast<std::int64_t>(size_), section);
    points_.resize(static_cast<std::size_t>(size_));
    std::vector<bool> given(points_.size());
    for (Index k = 0; k < size_; ++k) {
      if (!lines_.next()) {
        lines_.fail_whole(fmt::format("ends after {} of {} points of {}", k, size_, section));
      }
      if (lines_.words().size() != 3) {
        lines_.fail(fmt::format("{} words; `city x y`, point {} of {}, is expected", lines_.words().size(),
                                k + 1, size_));
      }
      const std::int64_t city = lines_.integer(0, "city");
      if (city < 1 || city > size_) {
        lines_.fail(fmt::format("city {} does not exist; cities are numbered from 1 to {}", city, size_));
      }
      const auto at = static_cast<std::size_t>(city - 1);
      if (given[at]) {
        lines_.fail(fmt::format("city {} was given before; each is expected once", city));
      }
      given[at] = true;
      points_[at] = {coordinate(1), coordinate(2)};
    }
  }

  double coordinate(std::size_t word) {
    const double value = lines_.number(word, "coordinate");
    if (std::abs(value) > longest / 4) {
      lines_.fail(fmt::format("coordinate {}; magnitudes up to {} are possible", value, longest / 4));
    }
    return value;
  }

  void read_matrix() {
    require_dimension("EDGE_WEIGHT_SECTION");
    if (!form_) {
      lines_.fail("EDGE_WEIGHT_SECTION comes before EDGE_WEIGHT_FORMAT, which is expected first");
    }
    if (!lengths_.empty()) {
      lines_.fail("a second EDGE_WEIGHT_SECTION; one is expected");
    }
    const std::int64_t count = form_->count(size_);
    require_room(count, "EDGE_WEIGHT_SECTION");
    const auto entries = static_cast<std::size_t>(size_) * static_cast<std::size_t>(size_);
    require_memory(static_cast<double>(entries) * sizeof(double),
                   fmt::format("the ways between {} cities", size_));
    lengths_.resize(entries);
    std::size_t word = lines_.words().size();
    std::int64_t read = 0;
    for (Index row = 0; row < size_; ++row) {
      for (Index column = form_->first_column(row); column < size_ && form_->holds(row, column); ++column) {
        if (word == lines_.words().size()) {
          if (!lines_.next()) {
            lines_.fail_whole(fmt::format("ends after {} of {} numbers of EDGE_WEIGHT_SECTION", read, count));
          }
          word = 0;
        }
        place(row, column, lines_.number(word++, "length"));
        ++read;
      }
    }
    if (word < lines_.words().size()) {
      lines_.fail(fmt::format("more than the {} numbers of EDGE_WEIGHT_SECTION", count));
    }
  }

  void place(Index row, Index column, double length) {
    if (std::abs(length) > longest) {
      lines_.fail(fmt::format("length {}; magnitudes up to {} are possible", length, longest));
    }
    const auto at = [&](Index i, Index j) -> double& {
      return lengths_[static_cast<std::size_t>(i * size_ + j)];
    };
    if (form_->upper && form_->lower) {
      if (column < row && at(column, row) != length) {
        lines_.fail(
            fmt::format("the way from city {} to {} is {} long, but {} back; ways as long in both "
                        "directions are expected",
                        row + 1, column + 1, length, at(column, row)));
      }
      at(row, column) = length;
    } else {
      at(row, column) = at(column, row) = length;
    }
  }

  CityMap finish() {
    const auto require = [&](bool given, std::string_view key) {
      if (!given) {
        lines_.fail_whole(fmt::format("has no {}; a complete instance of TSPLIB is expected", key));
      }
    };
    require(size_ > 0, "DIMENSION");
    require(metric_.has_value(), "EDGE_WEIGHT_TYPE");
    if (*metric_ == Metric::explicit_matrix) {
      require(!lengths_.empty(), "EDGE_WEIGHT_SECTION");
      return {std::move(path_), std::move(lengths_), std::move(points_)};
    }
    require(!points_.empty(), "NODE_COORD_SECTION");
    if (!lengths_.empty()) {
      lines_.fail_whole("has an EDGE_WEIGHT_SECTION; EDGE_WEIGHT_TYPE EXPLICIT is expected with it");
    }
    return {std::move(path_), *metric_, std::move(points_)};
  }

  std::string path_;
  LineReader lines_;
  Index size_ = 0;
  std::optional<Metric> metric_;
  std::optional<MatrixForm> form_;
  std::vector<Point> points_;
  std::vector<double> lengths_;
};

}  // namespace

CityMap read_tsplib(const std::filesystem::path& path) {
  const std::string text = read_text_file(path, "an instance of TSPLIB");
  return Reader(path.string(), text).read();
}

}  // namespace onedial
