#include "stored_training.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <utility>

#include "onedial/core/error.hpp"

namespace onedial::cli {
namespace {

/// What tells examples from others: their size and a checksum.
std::string fingerprint(const FloatRows& rows) {
  const auto bytes = static_cast<std::size_t>(rows.size()) * sizeof(float);
  return fmt::format("{} x {}, CRC-32 {:08x}", rows.rows(), rows.cols(),
                     crc32_z(0, reinterpret_cast<const Bytef*>(rows.data()), bytes));
}

struct OptimiserText {
  std::string operator()(const Momentum& of) const { return fmt::format("momentum {}", of.momentum); }
  std::string operator()(const Adam& of) const {
    return fmt::format("adam of decays {} and {}, epsilon {}", of.decay, of.square_decay, of.epsilon);
  }
};

struct PhaseText {
  std::string operator()(const ContrastiveDivergence& of) const {
    return fmt::format("{} sweeps", of.sweeps);
  }
  std::string operator()(const PersistentDivergence& of) const {
    return fmt::format("{} sweeps of {} chains", of.sweeps, of.chains);
  }
  std::string operator()(const FastPersistentDivergence& of) const {
    return fmt::format("{} sweeps of {} chains, fast rate {} and decay {}", of.sweeps, of.chains,
                       of.fast_rate, of.fast_decay);
  }
  std::string operator()(const ExchangeDivergence& of) const {
    return fmt::format("{} sweeps of {} ladders of {} levels", of.sweeps, of.ladders, of.temperatures.size());
  }
};

/// A word for each, as the file has it.
std::array<std::pair<std::string, std::string>, 8> terms(const RestrictedTraining& training,
                                                         const MachineExamples& examples) {
  const TrainerSettings& settings = training.settings;
  return {{{"examples", fingerprint(examples.learned)},
           {"held_out", examples.held_out.rows() == 0 ? "none" : fingerprint(examples.held_out)},
           {"seed", fmt::format("{}", settings.seed)},
           {"batch", fmt::format("{}", settings.batch)},
           {"centred", settings.is_centred ? "true" : "false"},
           {"optimiser", std::visit(OptimiserText(), settings.optimiser)},
           {"negative_phase",
            fmt::format("{}, {}", phase_name(settings.negative), std::visit(PhaseText(), settings.negative))},
           {"monitored", fmt::format("{}", settings.monitored)}}};
}

}  // namespace

void add_terms(ArrayFile& file, const RestrictedTraining& training, const MachineExamples& examples) {
  for (const auto& [word, text] : terms(training, examples)) {
    file.texts[word] = text;
  }
}

void require_same_terms(const StoredTraining& stored, const RestrictedTraining& training,
                        const MachineExamples& examples) {
  for (const auto& [word, text] : terms(training, examples)) {
    const auto written = stored.file.texts.find(word);
    if (written == stored.file.texts.end()) {
      throw InputError(
          fmt::format("{}: does not say its {}, and cannot be gone on with", stored.path.string(), word));
    }
    if (written->second != text) {
      throw InputError(fmt::format("{}: was trained with {} = {}; --resume must not change it to {}",
                                   stored.path.string(), word, written->second, text));
    }
  }
}

}  // namespace onedial::cli
