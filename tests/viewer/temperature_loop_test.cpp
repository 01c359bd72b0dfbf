#include "viewer/temperature_loop.hpp"

#include <array>
#include <cmath>

#include "catch.hpp"

using namespace onedial;
using namespace onedial::viewer;

TEST_CASE("A loop of the dial keeps the second half of each dwell, and the ends for both branches") {
  TemperatureLoop loop({Temperature(3), Temperature(2), Temperature(1)}, 4, 2);
  loop.start_again(3);
  const std::array<double, 2> stale{1e9, 1e9};
  for (int k = 0; k < 3; ++k) {
    CHECK_FALSE(loop.add(stale));
  }
  CHECK(std::isnan(loop.area().value));
  // The levels in their order, and what two replicas have there in the half that counts.
  struct Dwell {
    double temperature;
    bool is_cooling;
    std::array<double, 2> energies;
  };
  const std::array<Dwell, 5> dwells{
      {{3, true, {8, 6}}, {2, true, {5, 7}}, {1, true, {1, 1}}, {2, false, {4, 2}}, {3, false, {10, 8}}}};
  for (std::size_t d = 0; d < dwells.size(); ++d) {
    for (int k = 0; k < 4; ++k) {
      CHECK(loop.temperature().value() == dwells[d].temperature);
      CHECK(loop.is_cooling() == dwells[d].is_cooling);
      CHECK(loop.add(k < 2 ? stale : dwells[d].energies) == (d == 4 && k == 3));
    }
  }
  CHECK(loop.loops() == 1);
  CHECK(loop.temperature() == Temperature(2));
  // Two replicas d apart have a mean with the error d/2.
  CHECK(loop.mean_energy(1, true).value == 6);
  CHECK(loop.mean_energy(1, true).error == Approx(1));
  CHECK(loop.mean_energy(1, false).value == 3);
  CHECK(loop.mean_energy(0, true).value == 8);
  CHECK(loop.mean_energy(0, false).value == 8);
  CHECK(loop.mean_energy(2, false).value == 1);
  CHECK(loop.gap(1).value == 3);
  CHECK(loop.gap(1).error == Approx(2));
  // ½·(0 + 3)·1 + ½·(3 + 0)·1
  CHECK(loop.area().value == Approx(3));
  CHECK(loop.area().error == Approx(2));
  CHECK(loop.energies(0)[0] == std::vector<double>{8, 8, 10, 10});
  CHECK(loop.energies(1)[1] == std::vector<double>{7, 7, 2, 2});
}

TEST_CASE("A loop of the dial keeps bounded memory") {
  TemperatureLoop loop({Temperature(3), Temperature(1)}, 2, 1);
  for (int k = 0; k < 5000; ++k) {
    const double energy = k;
    loop.add({&energy, 1});
  }
  CHECK(loop.energies(0)[0].size() <= 256);
  CHECK(loop.energies(0)[0].size() >= 128);
  CHECK(loop.energies(0)[0].back() > 4000);
}
