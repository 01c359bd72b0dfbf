// Memories that freeze: store three pictures, corrupt one, and let the spins fall into the nearest.
#include <iostream>
#include <vector>

#include "onedial/data/text_images.hpp"
#include "onedial/memory/recall.hpp"
#include "onedial/memory/verdict.hpp"

using namespace onedial;

namespace {

// Three pictures of 7 x 7 units.
constexpr const char* pictures =
    "...#...\n...#...\n...#...\n#######\n...#...\n...#...\n...#...\n\n"
    "#######\n#.....#\n#.....#\n#.....#\n#.....#\n#.....#\n#######\n\n"
    "#.....#\n.#...#.\n..#.#..\n...#...\n..#.#..\n.#...#.\n#.....#\n";

void print(const State& state) {
  for (std::size_t unit = 0; unit < state.size(); ++unit) {
    std::cout << (state[unit] == 1 ? '#' : '.') << (unit % 7 == 6 ? "\n" : "");
  }
  std::cout << '\n';
}

}  // namespace

int main() {
  const Patterns patterns = patterns_from(read_text_images("pictures", pictures), 0, 0.5);
  const HopfieldNetwork network = store(patterns, {.rule = StorageRule::pseudo_inverse});

  std::vector<State> cues(1, state_of(patterns, 2));
  RandomStream random(/*seed=*/1, /*stream=*/0);
  corrupt(cues[0], /*noise=*/0.4, random);
  print(cues[0]);

  const Recalled recalled = ZeroTemperatureRecall(network).recall(cues, RecallOrder::asynchronous,
                                                                  /*most_sweeps=*/100, /*threads=*/1)[0];
  print(recalled.state);

  const Judgement judgement = judge_recall(patterns, recalled.state, /*cued=*/2);
  std::cout << verdict_name(judgement.verdict) << " after " << recalled.sweeps << " sweeps, overlap "
            << judgement.overlap << ", energy " << recalled.energy << '\n';
}
