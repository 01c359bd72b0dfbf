#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "bars.hpp"
#include "commands.hpp"
#include "common_options.hpp"
#include "interrupt.hpp"
#include "logits_options.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/version.hpp"
#include "onedial/plot/terminal.hpp"
#include "onedial/run/run_directory.hpp"
#include "onedial/softmax/alias_table.hpp"
#include "onedial/softmax/average_surprise.hpp"
#include "onedial/softmax/decode.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  LogitsOptions logits;
  std::vector<std::string> chains;
  Index draws = 1000;
  std::uint64_t seed = 0;
  std::size_t top = 10;
  std::optional<std::filesystem::path> out;
  bool json = false;
  bool quiet = false;
};

/// What a stretch of draws through one chain is made of.
struct Phase {
  SamplerChain chain;
  Index draws;
  ExplainedDraw first;  ///< its first draw, with an account of every stage
};

struct Outcome {
  TokenLogits logits;
  std::vector<Phase> phases;
  std::vector<Index> counts;  ///< of each token
  AverageSurprise surprise;
  std::vector<double> running_mean;  ///< after each draw that `plotted` names
  std::vector<double> plotted;
};

/// Whether a chain gives another distribution from draw to draw.
bool has_memory_or_chance(const SamplerChain& chain) {
  return std::any_of(chain.begin(), chain.end(), [](const SamplerStage& stage) {
    return std::holds_alternative<PenaltyStage>(stage) || std::holds_alternative<MirostatStage>(stage) ||
           std::holds_alternative<MirostatV2Stage>(stage) || std::holds_alternative<XtcStage>(stage);
  });
}

/// A distribution is a spectrum of surprises −ln p at T = 1: S is what they average to, C their variance.
Thermodynamics surprise_of(const std::vector<TokenProbability>& distribution) {
  std::vector<double> surprises;
  for (const TokenProbability& one : distribution) {
    surprises.push_back(-std::log(one.probability));  // +∞ for one that is never drawn
  }
  return thermodynamics(Spectrum(std::move(surprises)), Temperature(1));
}

class Decoder {
 public:
  Decoder(TokenLogits logits, std::uint64_t seed, Index draws)
      : random_(seed, 0), stride_(std::max<Index>(1, draws / 200)) {
    outcome_.counts.resize(logits.logits.size());
    outcome_.logits = std::move(logits);
  }

  void run(const SamplerChain& chain, Index draws) {
    state_.mirostat_mu.reset();  // its memory is of another chain
    DecodeState explained_state = state_;
    RandomStream explained_random = random_;
    outcome_.phases.push_back(
        {.chain = chain,
         .draws = draws,
         .first = decode_explained(chain, outcome_.logits.logits, explained_state, explained_random)});
    if (has_memory_or_chance(chain)) {
      draw_one_by_one(chain, draws);
    } else {
      draw_from_table(chain, draws);
    }
  }

  Outcome finish() { return std::move(outcome_); }

 private:
  /// The distribution stays as it is, so that a table serves for all draws.
  void draw_from_table(const SamplerChain& chain, Index draws) {
    const auto distribution = decode_distribution(chain, outcome_.logits.logits, state_, random_);
    const Thermodynamics expected = surprise_of(distribution);
    std::vector<double> weights;
    for (const TokenProbability& one : distribution) {
      weights.push_back(one.probability);
    }
    const AliasTable table(weights);
    for (Index k = 0; k < draws && !InterruptGuard::requested(); ++k) {
      const auto& drawn = distribution[static_cast<std::size_t>(table.draw(random_))];
      state_.history.push_back(drawn.token);
      record(drawn.token, std::log(drawn.probability), expected);
    }
  }

  void draw_one_by_one(const SamplerChain& chain, Index draws) {
    for (Index k = 0; k < draws && !InterruptGuard::requested(); ++k) {
      RandomStream ahead = random_;  // so that a stage with a coin tosses the same one
      const auto distribution = decode_distribution(chain, outcome_.logits.logits, state_, ahead);
      const TokenDraw drawn = decode(chain, outcome_.logits.logits, state_, random_);
      record(drawn.token, drawn.log_probability, surprise_of(distribution));
    }
  }

  void record(TokenId token, double log_probability, const Thermodynamics& expected) {
    ++outcome_.counts[static_cast<std::size_t>(token)];
    outcome_.surprise.add(std::min(log_probability, 0.0), expected);
    if (outcome_.surprise.count() % stride_ == 0) {
      outcome_.plotted.push_back(static_cast<double>(outcome_.surprise.count()));
      outcome_.running_mean.push_back(bits_from_nats(outcome_.surprise.mean()));
    }
  }

  RandomStream random_;
  Index stride_;
  DecodeState state_;
  Outcome outcome_;
};

/// The tokens that were drawn most often.
std::vector<std::size_t> most_drawn(const Outcome& outcome, std::size_t count) {
  std::vector<std::size_t> tokens;
  for (std::size_t i = 0; i < outcome.counts.size(); ++i) {
    if (outcome.counts[i] > 0) {
      tokens.push_back(i);
    }
  }
  std::stable_sort(tokens.begin(), tokens.end(),
                   [&](std::size_t a, std::size_t b) { return outcome.counts[a] > outcome.counts[b]; });
  tokens.resize(std::min(count, tokens.size()));
  return tokens;
}

/// JSON has no infinities: such a temperature is a word.
Json temperature_json(const StageReport& stage) {
  if (!stage.temperature) {
    return nullptr;
  }
  return stage.temperature->is_infinite() ? Json("inf") : Json(stage.temperature->value());
}

Json phase_json(const Phase& phase) {
  Json stages = Json::array();
  for (const StageReport& stage : phase.first.stages) {
    stages.push_back({{"stage", stage.stage},
                      {"kept", stage.kept},
                      {"kept_mass", stage.kept_mass},
                      {"entropy_nats", stage.entropy},
                      {"temperature", temperature_json(stage)},
                      {"log_probability_correction", stage.log_probability_correction}});
  }
  return {{"chain", to_text(phase.chain)},
          {"draws", phase.draws},
          {"model_entropy_nats", phase.first.model_entropy},
          {"first_draw", stages}};
}

Json to_json(const Outcome& outcome, const Options& options) {
  Json phases = Json::array();
  for (const Phase& phase : outcome.phases) {
    phases.push_back(phase_json(phase));
  }
  Json tokens = Json::array();
  for (const std::size_t token : most_drawn(outcome, options.top)) {
    tokens.push_back(
        {{"index", token}, {"token", token_name(outcome.logits, token)}, {"count", outcome.counts[token]}});
  }
  return {{"onedial", version()},
          {"command", "decode"},
          {"seed", options.seed},
          {"source", options.logits.source()},
          {"draws", outcome.surprise.count()},
          {"phases", phases},
          {"tokens", tokens},
          {"mean_surprise_nats", outcome.surprise.mean()},
          {"expected_surprise_nats", outcome.surprise.expected()},
          {"standard_error_nats", outcome.surprise.standard_error()},
          {"z_score", outcome.surprise.z_score()}};
}

std::string to_text(const Outcome& outcome, const Options& options, bool rich) {
  std::string text;
  for (const Phase& phase : outcome.phases) {
    text +=
        fmt::format("{} draws through {}\n", phase.draws,
                    phase.chain.empty() ? "no stage: the softmax as it is" : onedial::to_text(phase.chain));
    const bool varies = has_memory_or_chance(phase.chain);
    text += fmt::format("  {:<22} {:>9} {:>11} {:>13} {:>9}{}\n", "stage", "kept", "kept mass", "S (bits)",
                        "T", varies ? "   (of the first draw)" : "");
    text += fmt::format("  {:<22} {:>9} {:>11} {:>13.5f}\n", "the model", outcome.logits.logits.size(), "",
                        bits_from_nats(phase.first.model_entropy));
    for (const StageReport& stage : phase.first.stages) {
      text += fmt::format("  {:<22} {:>9} {:>11.5f} {:>13.5f} {:>9}\n", stage.stage, stage.kept,
                          stage.kept_mass, bits_from_nats(stage.entropy),
                          stage.temperature ? fmt::format("{:.5g}", stage.temperature->value()) : "");
    }
    text += '\n';
  }
  std::vector<Bar> bars;
  const auto draws = static_cast<double>(outcome.surprise.count());
  for (const std::size_t token : most_drawn(outcome, options.top)) {
    bars.push_back({.name = token_name(outcome.logits, token),
                    .fraction = static_cast<double>(outcome.counts[token]) / draws});
  }
  text += bars_text(bars, rich);
  text += fmt::format("\naverage surprise {:.5f} bits, expected {:.5f} {} {:.5f} (z = {:.2f})\n\n",
                      bits_from_nats(outcome.surprise.mean()), bits_from_nats(outcome.surprise.expected()),
                      rich ? "±" : "+-", bits_from_nats(outcome.surprise.standard_error()),
                      outcome.surprise.z_score());
  return text + terminal_plot(outcome.plotted, outcome.running_mean,
                              {.title = "running average of the surprise in bits",
                               .x_label = "draws",
                               .height = 10,
                               .unicode = rich,
                               .colour = rich});
}

SamplerChain parse_chain(const std::string& text) {
  try {
    SamplerChain chain = parse_sampler_chain(text);
    validate(chain);
    return chain;
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("--chain: {}", error.what()));
  }
}

int decode_command(const Options& options) {
  std::vector<SamplerChain> chains;
  for (const std::string& text : options.chains) {
    chains.push_back(parse_chain(text));
  }
  if (chains.empty()) {
    chains.emplace_back();
  }
  const auto phases = static_cast<Index>(chains.size());
  if (options.draws < phases) {
    throw InputError(
        fmt::format("--draws: {} for {} chains; at least one a chain is expected", options.draws, phases));
  }
  std::optional<RunDirectory> directory;
  if (options.out) {
    directory.emplace(RunDirectory::create(*options.out));
  }
  Decoder decoder(options.logits.load(), options.seed, options.draws);
  const InterruptGuard interrupt;
  for (Index k = 0; k < phases && !InterruptGuard::requested(); ++k) {
    try {
      decoder.run(chains[static_cast<std::size_t>(k)],
                  options.draws * (k + 1) / phases - options.draws * k / phases);
    } catch (const std::invalid_argument& error) {  // a bias of a token that does not exist
      throw InputError(fmt::format("--chain: {}", error.what()));
    }
  }
  const Outcome outcome = decoder.finish();
  const std::string document = to_json(outcome, options).dump(2) + '\n';
  if (options.json) {
    fmt::print("{}", document);
  } else if (!options.quiet) {
    fmt::print("{}", to_text(outcome, options, stdout_is_rich()));
  }
  if (directory) {
    directory->add("result.json", document);
    directory->commit();
  }
  return InterruptGuard::requested() ? interrupted : done;
}

}  // namespace

void add_decode(CLI::App& parser, int& exit_code) {
  auto* command =
      parser.add_subcommand("decode", "Draw tokens through a sampler chain, and average their surprise");
  auto options = std::make_shared<Options>();
  options->logits.add_to(*command);
  command
      ->add_option(
          "--chain", options->chains,
          "Stages in order, as in top_k=40,top_p=0.95,temperature=0.8; given again, the draws are shared out "
          "among the chains, one after the other (default: no stage)")
      ->allow_extra_args(false)
      ->type_name("STAGES");
  command->add_option("--draws", options->draws, "How many tokens to draw")
      ->check(CLI::Range(Index{1}, Index{1'000'000'000}))
      ->type_name("N");
  command->add_option("--seed", options->seed, "Seed of all random numbers")
      ->required()
      ->check(CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()))
      ->type_name("N");
  command->add_option("--top", options->top, "How many of the tokens drawn most often to show")
      ->check(CLI::Range(1, 100'000))
      ->type_name("N");
  command->add_option("--out", options->out, "Run directory for result.json")->type_name("DIR");
  command->add_flag("--json", options->json, "Print one JSON document on standard output and nothing else");
  command->add_flag("--quiet", options->quiet, "No table and no plot");
  command->callback([options, &exit_code] { exit_code = decode_command(*options); });
}

}  // namespace onedial::cli
