// The text form of a chain.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

#include "onedial/core/nearest.hpp"
#include "onedial/softmax/sampler_chain.hpp"
#include "stage_parameters.hpp"

namespace onedial {
namespace {

[[noreturn]] void fail(std::string_view item, const std::string& problem) {
  throw std::invalid_argument(fmt::format("sampler '{}': {}", item, problem));
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

/// What to write in place of an unknown name: the likely one, or else all.
std::string suggestion(std::string_view name) {
  const std::vector<std::string> names(detail::stage_names.begin(), detail::stage_names.end());
  if (const auto meant = nearest(name, names)) {
    return fmt::format("did you mean '{}'?", *meant);
  }
  return fmt::format("the samplers are {}", fmt::join(detail::stage_names, ", "));
}

template <class Number>
Number parse_number(std::string_view text, std::string_view item, std::string_view parameter) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) {
    fail(item, fmt::format("{} is '{}', which is not {}", parameter, text,
                           std::is_integral_v<Number> ? "a whole number" : "a number"));
  }
  return value;
}

void parse_value(std::string_view text, std::string_view item, std::string_view parameter, double& value) {
  value = parse_number<double>(text, item, parameter);
}
void parse_value(std::string_view text, std::string_view item, std::string_view parameter, Index& value) {
  value = parse_number<Index>(text, item, parameter);
}
void parse_value(std::string_view text, std::string_view item, std::string_view parameter,
                 Temperature& value) {
  const auto number = parse_number<double>(text, item, parameter);
  if (!(number >= 0)) {
    fail(item, fmt::format("{} ({}) must be 0 or above", parameter, number));
  }
  value = Temperature(number);
}

void parse_values(LogitBiasStage& stage, const std::vector<std::string_view>& values, std::string_view item) {
  if (values.size() % 2 != 0) {
    fail(item, "expected token and bias in turn, separated by colons");
  }
  for (std::size_t i = 0; i < values.size(); i += 2) {
    stage.biases.emplace_back(parse_number<TokenId>(values[i], item, "token"),
                              parse_number<double>(values[i + 1], item, "bias"));
  }
}

template <class Stage>
void parse_values(Stage& stage, const std::vector<std::string_view>& values, std::string_view item) {
  std::size_t used = 0;
  std::vector<std::string_view> parameters;
  detail::for_each_parameter(stage, [&](std::string_view parameter, auto& member) {
    parameters.push_back(parameter);
    if (used < values.size()) {
      parse_value(values[used++], item, parameter, member);
    }
  });
  if (parameters.empty() && !values.empty()) {
    fail(item, "takes no value");
  }
  if (used < values.size()) {
    fail(item, fmt::format("{} values, but there is room for {} ({})", values.size(), parameters.size(),
                           fmt::join(parameters, ":")));
  }
  if (values.empty() && parameters.size() == 1) {
    fail(item, fmt::format("expected a value, such as {}=0.5", item));
  }
}

/// A stage with its defaults, by its place in the variant.
template <std::size_t I = 0>
SamplerStage default_stage(std::size_t index) {
  if constexpr (I + 1 < std::variant_size_v<SamplerStage>) {
    if (index != I) {
      return default_stage<I + 1>(index);
    }
  }
  return SamplerStage(std::in_place_index<I>);
}

SamplerStage parse_stage(std::string_view item) {
  const auto equals = item.find('=');
  const std::string_view name = trimmed(item.substr(0, equals));
  const auto* place = std::find(detail::stage_names.begin(), detail::stage_names.end(), name);
  if (place == detail::stage_names.end()) {
    fail(item, fmt::format("there is no sampler '{}'; {}", name, suggestion(name)));
  }
  SamplerStage stage = default_stage(static_cast<std::size_t>(place - detail::stage_names.begin()));
  const auto values = equals == std::string_view::npos ? std::vector<std::string_view>()
                                                       : split(item.substr(equals + 1), ':');
  std::visit([&](auto& s) { parse_values(s, values, item); }, stage);
  try {
    validate(stage);
  } catch (const std::invalid_argument& error) {
    fail(item, error.what());
  }
  return stage;
}

void print_values(const LogitBiasStage& stage, std::string& text) {
  for (const auto& [id, bias] : stage.biases) {
    text += fmt::format("{}{}:{}", text.back() == '=' ? "" : ":", id, bias);
  }
}

template <class Stage>
void print_values(const Stage& stage, std::string& text) {
  detail::for_each_parameter(stage, [&](std::string_view, const auto& member) {
    if (text.back() != '=') {
      text += ':';
    }
    if constexpr (std::is_same_v<std::decay_t<decltype(member)>, Temperature>) {
      text += fmt::format("{}", member.value());
    } else {
      text += fmt::format("{}", member);
    }
  });
}

}  // namespace

SamplerChain parse_sampler_chain(std::string_view text) {
  if (trimmed(text).empty()) {
    throw std::invalid_argument(
        "the sampler chain is empty; an example is top_k=40,top_p=0.95,temperature=0.8");
  }
  std::vector<std::string_view> items = split(text, ',');
  std::optional<StageOrder> order;
  for (const StageOrder known : {StageOrder::llama_cpp, StageOrder::hugging_face}) {
    if (items.front() == stage_order_name(known)) {
      order = known;
    }
  }
  if (order) {
    items.erase(items.begin());
    if (items.empty()) {
      return preset_chain(*order);
    }
  }
  SamplerChain chain;
  for (const std::string_view item : items) {
    chain.push_back(parse_stage(item));
  }
  chain = order ? arranged(std::move(chain), *order) : chain;
  validate(chain);
  return chain;
}

std::string to_text(const SamplerChain& chain) {
  std::string text;
  for (const SamplerStage& stage : chain) {
    text += fmt::format("{}{}=", text.empty() ? "" : ",", stage_name(stage));
    std::visit([&](const auto& s) { print_values(s, text); }, stage);
    if (text.back() == '=') {
      text.pop_back();  // no values
    }
  }
  return text;
}

}  // namespace onedial
