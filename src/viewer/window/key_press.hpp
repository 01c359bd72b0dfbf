#pragma once
#include <cstdint>

namespace onedial::viewer {

/// A key that was pressed, by what is printed on it.
enum class Key : std::uint8_t {
  none,
  a,
  c,
  e,
  g,
  i,
  m,
  n,
  p,
  q,
  r,
  s,
  t,
  zero,
  one,
  two,
  three,
  four,
  five,
  six,
  seven,
  eight,
  nine,
  space,
  left,
  right,
  up,
  down,
  plus,
  minus,
  f1,
  f2,
  f11,
  escape,
};

struct KeyPress {
  Key key = Key::none;
  bool control = false;
  bool shift = false;
};

}  // namespace onedial::viewer
