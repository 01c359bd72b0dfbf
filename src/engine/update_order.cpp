#include "update_order.hpp"

#include <algorithm>
#include <boost/random/uniform_int_distribution.hpp>
#include <numeric>
#include <optional>

namespace onedial {
namespace {

using Colours = std::vector<std::int32_t>;
constexpr std::int32_t uncoloured = -1;

std::optional<Colours> two_colours(const PairwiseModel& model) {
  Colours colours(static_cast<std::size_t>(model.size()), uncoloured);
  std::vector<Index> queue;
  bool bipartite = true;
  for (Index start = 0; start < model.size() && bipartite; ++start) {
    if (colours[static_cast<std::size_t>(start)] != uncoloured) {
      continue;
    }
    colours[static_cast<std::size_t>(start)] = 0;
    queue.assign(1, start);
    for (std::size_t next = 0; next < queue.size() && bipartite; ++next) {
      const std::int32_t colour = colours[static_cast<std::size_t>(queue[next])];
      for_each_coupling(model, queue[next], [&](Index neighbour, double coupling) {
        std::int32_t& other = colours[static_cast<std::size_t>(neighbour)];
        if (coupling == 0) {
          return;
        }
        if (other == uncoloured) {
          other = 1 - colour;
          queue.push_back(neighbour);
        }
        bipartite = bipartite && other != colour;
      });
    }
  }
  return bipartite ? std::optional(std::move(colours)) : std::nullopt;
}

Colours first_fit_colours(const PairwiseModel& model) {
  Colours colours(static_cast<std::size_t>(model.size()), uncoloured);
  std::vector<Index> last_user(static_cast<std::size_t>(model.size()) + 1, -1);  // of a colour, as neighbour
  for (Index unit = 0; unit < model.size(); ++unit) {
    for_each_coupling(model, unit, [&](Index neighbour, double coupling) {
      const std::int32_t colour = colours[static_cast<std::size_t>(neighbour)];
      if (coupling != 0 && colour != uncoloured) {
        last_user[static_cast<std::size_t>(colour)] = unit;
      }
    });
    const auto free =
        std::find_if(last_user.begin(), last_user.end(), [&](Index user) { return user != unit; });
    colours[static_cast<std::size_t>(unit)] = static_cast<std::int32_t>(free - last_user.begin());
  }
  return colours;
}

}  // namespace

std::vector<std::uint32_t> coloured_order(const PairwiseModel& model) {
  const auto bipartite = two_colours(model);
  const Colours colours = bipartite ? *bipartite : first_fit_colours(model);
  std::vector<std::uint32_t> order(colours.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return colours[a] < colours[b]; });
  return order;
}

void draw_order(std::size_t size, RandomStream& random, std::span<std::uint32_t> order) {
  boost::random::uniform_int_distribution<std::uint32_t> unit(0, static_cast<std::uint32_t>(size - 1));
  std::generate(order.begin(), order.end(), [&] { return unit(random); });
}

}  // namespace onedial
