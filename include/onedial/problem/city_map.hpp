#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// How TSPLIB measures the way between two points (Reinelt 1995, section 2): all but `explicit_matrix` are
/// rounded to whole numbers.
enum class Metric : std::uint8_t {
  euclidean,         ///< EUC_2D, to the nearest
  euclidean_up,      ///< CEIL_2D, upwards
  pseudo_euclidean,  ///< ATT
  great_circle,      ///< GEO: latitudes and longitudes as degrees and minutes, DDD.MM
  manhattan,         ///< MAN_2D
  maximum,           ///< MAX_2D
  explicit_matrix,   ///< EXPLICIT
};

/// A point of the plane; of `great_circle` latitude and longitude.
struct Point {
  double x;
  double y;
};

/// The length of the way between two points. The bits are the same on every machine, of great circles too.
/// Throws std::invalid_argument for an explicit matrix, which has no points.
double way_length(Metric metric, Point from, Point to);

/// Cities and the lengths of the ways between them, the same in both directions.
class CityMap {
 public:
  /// Of points: lengths are kept as a matrix where there are at most `most_kept` cities.
  /// Throws InputError if memory does not suffice, std::invalid_argument for an explicit matrix.
  CityMap(std::string source, Metric metric, std::vector<Point> points);
  /// Of a matrix (N × N, by rows), symmetric; `points` are for drawing only, N of them or none.
  /// Throws std::invalid_argument if sizes do not fit or the matrix is not symmetric.
  CityMap(std::string source, std::vector<double> lengths, std::vector<Point> points);

  static constexpr Index most_kept = 2000;

  [[nodiscard]] const std::string& source() const { return source_; }
  [[nodiscard]] Index size() const { return size_; }

  /// From city a to city b; what it says of a city and itself has no meaning.
  [[nodiscard]] double length(Index a, Index b) const {
    return lengths_.empty() ? way_length(metric_, points_[static_cast<std::size_t>(a)],
                                         points_[static_cast<std::size_t>(b)])
                            : lengths_[static_cast<std::size_t>(a * size_ + b)];
  }
  /// The shortest and the longest way between two cities.
  [[nodiscard]] std::pair<double, double> length_range() const { return range_; }

  /// Where to draw the cities, x to the right and y upwards; empty where nobody knows.
  [[nodiscard]] std::vector<Point> drawing() const;

 private:
  void find_range();

  std::string source_;
  Metric metric_;
  Index size_;
  std::vector<Point> points_;
  std::vector<double> lengths_;
  std::pair<double, double> range_;
};

/// The most cities that a map may have: neighbours of a city are sought among all others.
inline constexpr Index most_cities = 20'000;

/// Reads a symmetric instance of TSPLIB95: TYPE TSP with EDGE_WEIGHT_TYPE EUC_2D, CEIL_2D, ATT, GEO, MAN_2D,
/// MAX_2D, or EXPLICIT with EDGE_WEIGHT_FORMAT FULL_MATRIX, UPPER_ROW, LOWER_ROW, UPPER_DIAG_ROW or
/// LOWER_DIAG_ROW. Throws InputError `FILE:LINE: what is wrong; what was expected`; nothing is allocated for
/// cities that the file cannot hold.
CityMap read_tsplib(const std::filesystem::path& path);

/// Whether a text looks like TSPLIB: whether its first line is one of the format's keys.
bool is_tsplib(const std::filesystem::path& path);

}  // namespace onedial
