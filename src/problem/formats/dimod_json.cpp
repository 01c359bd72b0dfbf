#include "onedial/problem/dimod_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "formats.hpp"
#include "onedial/core/error.hpp"

namespace onedial {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view model_type = "BinaryQuadraticModel";

/// Gives each complaint the name of the file.
class Document {
 public:
  Document(std::string path, std::string_view text) : path_(std::move(path)) {
    try {
      json_ = Json::parse(text);
    } catch (const Json::parse_error& error) {
      const auto line = 1 + std::count(text.begin(), text.begin() + position(error.byte, text.size()), '\n');
      throw InputError(fmt::format("{}:{}: is not valid JSON; a {} is expected", path_, line, model_type));
    } catch (const Json::out_of_range&) {
      fail("holds a number beyond the range of a double");
    }
    if (!json_.is_object() || json_.value("type", Json()) != model_type) {
      fail(fmt::format("is JSON, but has no \"type\": \"{}\", as dimod writes it", model_type));
    }
    if (json_.value("use_bytes", Json(false)) != false) {
      fail("keeps its biases as bytes; write it with use_bytes=False");
    }
  }

  [[nodiscard]] const Json& at(const char* key) const {
    const auto found = json_.find(key);
    if (found == json_.end()) {
      fail(fmt::format("has no \"{}\"", key));
    }
    return *found;
  }

  /// The value of a key that may be absent; null then.
  [[nodiscard]] Json value(const char* key) const { return json_.value(key, Json()); }

  /// A list of numbers; `size` of them, where it is given.
  template <class Number>
  [[nodiscard]] std::vector<Number> list(const char* key, std::size_t size) const {
    const Json& values = at(key);
    const auto fits = [](const Json& value) {
      return std::is_integral_v<Number> ? value.is_number_integer() : value.is_number();
    };
    if (!values.is_array() || !std::all_of(values.begin(), values.end(), fits)) {
      fail(fmt::format("\"{}\" must be a list of {}", key,
                       std::is_integral_v<Number> ? "whole numbers" : "numbers"));
    }
    if (values.size() != size) {
      fail(fmt::format("\"{}\" holds {} values; {} are expected", key, values.size(), size));
    }
    return values.template get<std::vector<Number>>();
  }

  [[nodiscard]] std::int64_t count(const char* key, std::int64_t most) const {
    const Json& value = at(key);
    if (!value.is_number_integer() || value < 0 || value > most) {
      fail(fmt::format("\"{}\" must be a whole number from 0 to {}", key, most));
    }
    return value.get<std::int64_t>();
  }

  [[noreturn]] void fail(std::string_view what) const {
    throw InputError(fmt::format("{}: {}", path_, what));
  }

 private:
  static std::ptrdiff_t position(std::size_t byte, std::size_t size) {
    return static_cast<std::ptrdiff_t>(std::min(byte, size));
  }

  std::string path_;
  Json json_;
};

Domain domain_of(const Document& document) {
  const Json& type = document.at("variable_type");
  if (type != "SPIN" && type != "BINARY") {
    document.fail("\"variable_type\" must be \"SPIN\" or \"BINARY\"");
  }
  return type == "SPIN" ? Domain::spin : Domain::binary;
}

}  // namespace

InstanceFile read_dimod_json(const std::string& path, std::string_view text) {
  const Document document(path, text);
  InstanceFile file{.path = path, .format = InstanceFormat::dimod_json, .domain = domain_of(document)};
  file.units = static_cast<Index>(document.count("num_variables", most_instance_units));
  if (file.units == 0) {
    document.fail("has no variables");
  }
  constexpr std::int64_t most_interactions = std::int64_t{1} << 40U;
  const auto pairs = static_cast<std::size_t>(document.count("num_interactions", most_interactions));
  const auto linear = document.list<double>("linear_biases", static_cast<std::size_t>(file.units));
  const auto quadratic = document.list<double>("quadratic_biases", pairs);
  const auto heads = document.list<std::int64_t>("quadratic_head", pairs);
  const auto tails = document.list<std::int64_t>("quadratic_tail", pairs);
  const Json labels = document.value("variable_labels");
  if (!labels.is_null() && (!labels.is_array() || labels.size() != static_cast<std::size_t>(file.units))) {
    document.fail(fmt::format("\"variable_labels\" must be a list of {} labels", file.units));
  }
  const Json& offset = document.at("offset");
  if (!offset.is_number()) {
    document.fail("\"offset\" must be a number");
  }
  file.offset = offset.get<double>();

  for (Index i = 0; i < file.units; ++i) {
    const double bias = linear[static_cast<std::size_t>(i)];
    if (bias != 0) {
      file.entries.push_back({.row = i, .column = i, .value = bias, .line = 0});
    }
  }
  for (std::size_t k = 0; k < pairs; ++k) {
    for (const std::int64_t end : {heads[k], tails[k]}) {
      if (end < 0 || end >= file.units) {
        document.fail(fmt::format("interaction {} has variable {}; they are numbered from 0 to {}", k, end,
                                  file.units - 1));
      }
    }
    if (heads[k] == tails[k]) {
      document.fail(fmt::format("interaction {} joins variable {} with itself", k, heads[k]));
    }
    file.entries.push_back({.row = static_cast<Index>(heads[k]),
                            .column = static_cast<Index>(tails[k]),
                            .value = quadratic[k],
                            .line = 0});
  }
  return file;
}

std::string to_dimod_json(const PairwiseModel& model) {
  const auto size = static_cast<std::size_t>(model.size());
  std::vector<Index> labels(size);
  std::vector<double> linear(size);
  std::vector<Index> heads;
  std::vector<Index> tails;
  std::vector<double> quadratic;
  for (Index i = 0; i < model.size(); ++i) {
    labels[static_cast<std::size_t>(i)] = i;
    linear[static_cast<std::size_t>(i)] = 0 - model.fields()[i];  // no −0
    for_each_coupling(model, i, [&](Index j, double coupling) {
      if (j < i && coupling != 0) {
        heads.push_back(i);
        tails.push_back(j);
        quadratic.push_back(-coupling);
      }
    });
  }
  const Json json = {{"type", model_type},
                     {"version", {{"bqm_schema", "3.0.0"}}},
                     {"use_bytes", false},
                     {"index_type", "int32"},
                     {"bias_type", "float64"},
                     {"num_variables", size},
                     {"num_interactions", quadratic.size()},
                     {"variable_labels", labels},
                     {"variable_type", model.domain() == Domain::spin ? "SPIN" : "BINARY"},
                     {"offset", model.offset()},
                     {"info", Json::object()},
                     {"linear_biases", linear},
                     {"quadratic_biases", quadratic},
                     {"quadratic_head", heads},
                     {"quadratic_tail", tails}};
  return json.dump() + '\n';
}

}  // namespace onedial
