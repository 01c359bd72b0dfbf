#include "onedial/run/common_keys.hpp"

#include <algorithm>
#include <map>
#include <thread>

namespace onedial {

void read_engine(Config& config, SamplerSettings& sampler) {
  std::map<std::string, Engine> engines = {{"auto", Engine::automatic}};
  OneOf engine_names{{"auto"}};
  for (const Engine engine : all_engines) {
    engines.emplace(engine_name(engine), engine);
    engine_names.choices.emplace_back(engine_name(engine));
  }
  sampler.engine = engines.at(
      config.read({"sampler", "engine", "Which code sweeps; \"auto\" takes the fastest that fits."},
                  engine_names, "auto"));
  const std::map<std::string, UpdateOrder> orders = {{"sequential", UpdateOrder::sequential},
                                                     {"coloured", UpdateOrder::coloured},
                                                     {"random", UpdateOrder::random}};
  sampler.order = orders.at(config.read({"sampler", "order", "In which order a sweep visits the units."},
                                        OneOf{{"sequential", "coloured", "random"}}, "sequential"));
}

std::uint64_t read_seed(Config& config) {
  return static_cast<std::uint64_t>(config.read(
      {"run", "seed", "Seed of all random numbers: same config and seed, same bits. Also --seed."},
      IntegerIn{.min = 0}, Config::required));
}

Index read_threads(Config& config) {
  const auto threads =
      config.read({"run", "threads", "Threads to spread replicas over; 0 is one a core. Also --threads."},
                  IntegerIn{.min = 0, .max = 4096}, 0);
  return threads > 0 ? static_cast<Index>(threads)
                     : std::max<Index>(1, static_cast<Index>(std::thread::hardware_concurrency()));
}

}  // namespace onedial
