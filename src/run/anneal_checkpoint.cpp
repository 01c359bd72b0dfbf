#include "onedial/run/anneal_checkpoint.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>

#include "onedial/core/error.hpp"
#include "onedial/core/version.hpp"
#include "onedial/data/array_file.hpp"

namespace onedial {
namespace {

constexpr const char* file_kind = "annealing";
constexpr const char* model_text = "model";
constexpr const char* table_text = "temperatures";
constexpr const char* version_text = "onedial";

/// Keys that change nothing about what a run finds, unless its time is up.
constexpr std::array<std::string_view, 3> free_keys = {"[run] threads", "[run] checkpoint",
                                                       "[run] time_limit"};

/// CRC-32 of the numbers that make a model.
class Checksum {
 public:
  void add(double number) {
    number += 0.0;  // −0 is 0
    crc_ = crc32_z(crc_, reinterpret_cast<const Bytef*>(&number), sizeof number);
  }

  void add(const PairwiseModel& model) {
    add(model.offset());
    for (Index i = 0; i < model.size(); ++i) {
      add(model.fields()[i]);
    }
    std::visit([this](const auto& couplings) { add_rows(couplings); }, model.couplings());
  }
  void add(const PottsModel& model) {
    add(model.field());
    add(static_cast<double>(model.levels()));
    add_rows(model.couplings());
  }
  void add(const MovingModel& model) {
    add(model.energy_scale);
    // What moves cost shows in the energies of a few states, which the same seed draws again.
    constexpr Index states = 16;
    const auto system = model.make_system({.kernel = KernelKind::metropolis, .replicas = states}, 0);
    for (const double energy : system->energies()) {
      add(energy);
    }
  }

  [[nodiscard]] std::string text() const { return fmt::format("CRC-32 {:08x}", crc_); }

 private:
  template <class Couplings>
  void add_rows(const Couplings& couplings) {
    for (Index i = 0; i < couplings.rows(); ++i) {
      for_each_coupling(couplings, i, [&](Index j, double coupling) {
        if (coupling != 0) {
          add(static_cast<double>(j));
          add(coupling);
        }
      });
    }
  }

  uLong crc_ = 0;
};

std::string checksum(const Encoding& encoding) {
  Checksum sum;
  sum.add(static_cast<double>(units(encoding)));
  std::visit([&](const auto& model) { sum.add(*model); }, encoding.model);
  return sum.text();
}

NumberArray array_of(const std::string& bytes) {
  return {.shape = {std::ssize(bytes)}, .values = std::vector<std::uint8_t>(bytes.begin(), bytes.end())};
}

std::string bytes_in(const ArrayFile& file, const std::filesystem::path& path, const std::string& array) {
  const auto& values = require_array<std::uint8_t>(file, path, array, {-1});
  return {values.begin(), values.end()};
}

void transfer(StateArchive& archive, AnnealRecords& records) {
  archive.value(records.first_temperature);
  records.trace.transfer(archive);
  records.heat_capacity.transfer(archive);
}

}  // namespace

AnnealRecords::AnnealRecords(const AnnealSetup& setup)
    : trace(setup.config.method.kind == Method::population_annealing ? 1  // it shows each of its temperatures
                                                                     : setup.config.cooling.sweeps),
      heat_capacity(setup.schedule, setup.config.cooling.sweeps),
      measures_heat_capacity(setup.config.method.kind == Method::annealing) {}

void AnnealRecords::add(const AnnealSweep& sweep) {
  if (sweep.progress.sweep == 0) {
    first_temperature = sweep.temperature.value();
  }
  trace.add(sweep);
  if (measures_heat_capacity) {
    heat_capacity.add(sweep.temperature, sweep.energies);
  }
}

AnnealCheckpoint::AnnealCheckpoint(const Config& config, const AnnealSetup& setup) {
  const nlohmann::json explained = config.explain_json();
  for (const nlohmann::json& key : explained.at("keys")) {
    const auto key_name = key.at("key").get<std::string>();
    const std::string full_name = fmt::format("[{}] {}", key.at("section").get<std::string>(), key_name);
    const bool is_free = std::find(free_keys.begin(), free_keys.end(), full_name) != free_keys.end();
    // Of a file counts what is in it, not the way to it.
    if (!is_free && key_name != "file" && key_name != "truth") {
      run_[full_name] = key.at("value").dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
  }
  run_[model_text] = checksum(setup.encoding);
  Checksum table;
  for (const double temperature : setup.config.cooling.temperatures) {
    table.add(temperature);
  }
  run_[table_text] = table.text();
  run_[version_text] = version();
}

bool AnnealCheckpoint::can_hold(const std::string& state) {
  constexpr std::size_t most_bytes = 3'000'000'000;  // the rest of 2³² is more than records take
  return !state.empty() && state.size() <= most_bytes;
}

std::string AnnealCheckpoint::bytes(const std::string& state, AnnealRecords& records) const {
  StateArchive archive;
  transfer(archive, records);
  return array_file_bytes({.kind = file_kind,
                           .texts = run_,
                           .arrays = {{"state", array_of(state)}, {"records", array_of(archive.bytes())}}});
}

std::string AnnealCheckpoint::read(const std::filesystem::path& path, AnnealRecords& records) const {
  const std::string name_of_file = path.string();
  if (!std::filesystem::exists(path)) {
    throw InputError(
        fmt::format("{}: is not there; only a run that was ended before its last sweep can be gone on with",
                    name_of_file));
  }
  const ArrayFile file = read_array_file(path);
  if (file.kind != file_kind) {
    throw InputError(fmt::format("{}: is not what an annealing run can be gone on with", name_of_file));
  }
  for (const auto& [key, value] : run_) {
    const auto stored = file.texts.find(key);
    if (stored == file.texts.end() || stored->second != value) {
      const std::string was = stored == file.texts.end() ? "nothing" : stored->second;
      throw InputError(
          fmt::format("{}: is of another run, with {} = {}; now it is {}", name_of_file, key, was, value));
    }
  }
  try {
    StateArchive archive(bytes_in(file, path, "records"));
    transfer(archive, records);
    archive.require_end();
  } catch (const std::invalid_argument&) {
    throw InputError(fmt::format("{}: is damaged: its records are those of another run", name_of_file));
  }
  return bytes_in(file, path, "state");
}

}  // namespace onedial
