#pragma once
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <variant>

#include "catch.hpp"
#include "onedial/viewer/session.hpp"

/// What tests read off the frames of scenes.
namespace frame_reading {

using onedial::Temperature;
using onedial::viewer::Bars;
using onedial::viewer::Fact;
using onedial::viewer::Frame;
using onedial::viewer::Session;

inline Frame frame_of(const Session& session) {
  Frame frame;
  session.show(frame);
  return frame;
}

inline const Fact& fact(const Frame& frame, const std::string& symbol) {
  for (const Fact& one : frame.facts) {
    if (one.symbol == symbol) {
      return one;
    }
  }
  throw std::out_of_range("no fact " + symbol);
}

inline const Bars& bars(const Frame& frame, std::size_t pane = 0) {
  return std::get<Bars>(frame.panes.at(pane));
}

/// Sweeps a session from T = 0 to T = ∞ and holds every frame to what a window can draw.
inline void check_along_the_dial(const std::string& scene) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Session session(onedial::viewer::named_scene(scene), 3);
  for (const double t : {-1.0, 0.0, 1e-300, 1e-12, 0.01, 0.1, 1.0, 10.0, 1e3, 1e12, 1e300, infinity}) {
    if (t >= 0) {  // before that, a frame without any sweep
      session.apply(onedial::viewer::SetTemperature{Temperature(t)});
      CHECK_NOTHROW(session.show(*std::make_unique<Frame>()));
      for (int sweep = 0; sweep < 30; ++sweep) {
        session.sweep();
      }
    }
    INFO(scene << " at T = " << t);
    const Frame frame = frame_of(session);
    onedial::Figure figure;
    figure.panels = frame.panels;
    CHECK_NOTHROW(onedial::validate(figure));
    CHECK(!frame.verdict.empty());
    CHECK(std::isfinite(frame.energy));
    CHECK(std::isfinite(frame.best_energy));
    for (const Fact& one : frame.facts) {
      INFO(one.symbol);
      CHECK(!std::isinf(one.value));
      CHECK(std::isfinite(one.error));
      CHECK(!one.meaning.empty());
    }
    for (const auto& pane : frame.panes) {
      if (const auto* one = std::get_if<Bars>(&pane)) {
        CHECK(one->labels.size() == one->values.size());
        CHECK((one->words.empty() || one->words.size() == one->values.size()));
        CHECK((one->references.empty() || one->references.size() == one->values.size()));
        for (const double value : one->values) {
          CHECK((value >= 0 && value <= one->most * (1 + 1e-12)));
        }
      }
    }
    for (const auto& panel : frame.panels) {
      for (const auto& line : panel.references) {
        CHECK(onedial::has_place(line.value, line.direction == onedial::ReferenceDirection::vertical
                                                 ? panel.x.kind
                                                 : panel.y.kind));
      }
    }
  }
}

/// The same seed and the same commands give the same state, and another seed gives another.
template <class Command>
void check_replay(const std::string& scene, const Command& run) {
  std::array<std::uint64_t, 3> prints{};
  std::array<std::uint64_t, 3> seeds{11, 11, 12};
  for (std::size_t k = 0; k < prints.size(); ++k) {
    Session session(onedial::viewer::named_scene(scene), seeds.at(k));
    run(session);
    prints.at(k) = onedial::viewer::fingerprint(frame_of(session));
    session.apply(onedial::viewer::ResetScene{seeds.at(k)});
    run(session);
    const std::uint64_t again = onedial::viewer::fingerprint(frame_of(session));
    session.apply(onedial::viewer::ResetScene{seeds.at(k)});
    run(session);
    CHECK(onedial::viewer::fingerprint(frame_of(session)) == again);
  }
  CHECK(prints[0] == prints[1]);
  CHECK(prints[0] != prints[2]);
}

/// Holds the counts of n draws to p: χ² by cells that expect 10 or more, below 5 sigma by the approximation
/// of Wilson and Hilferty (1931).
inline void check_draws(const std::vector<double>& frequencies, const std::vector<double>& p, double n) {
  double chi2 = 0;
  double cells = -1;
  double rest_p = 0;
  double rest_f = 0;
  const auto add = [&](double f, double q) {
    chi2 += n * (f - q) * (f - q) / q;
    cells += 1;
  };
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (n * p[i] >= 10) {
      add(frequencies[i], p[i]);
    } else {
      rest_p += p[i];
      rest_f += frequencies[i];
    }
  }
  if (rest_p > 0) {
    add(rest_f, rest_p);
  }
  INFO("chi2 = " << chi2 << " of " << cells);
  REQUIRE(cells > 0);
  CHECK(chi2 < cells * std::pow(1 - 2 / (9 * cells) + 5 * std::sqrt(2 / (9 * cells)), 3));
}

}  // namespace frame_reading
