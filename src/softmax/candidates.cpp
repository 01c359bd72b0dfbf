#include "candidates.hpp"

#include <cmath>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial::detail {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct ById {
  bool operator()(const Candidate& a, const Candidate& b) const { return a.id < b.id; }
};

std::vector<Candidate>::const_iterator find_id(const std::vector<Candidate>& by_id, TokenId id) {
  return std::lower_bound(by_id.begin(), by_id.end(), id,
                          [](const Candidate& token, TokenId wanted) { return token.id < wanted; });
}

}  // namespace

/// Tokens whose logits were changed replace what the vocabulary says of them, and the order is restored.
template <class Order>
std::vector<Candidate> Candidates::merged(std::vector<Candidate> tokens, Order order) const {
  if (changed_.empty()) {
    return tokens;
  }
  std::erase_if(tokens, [&](const Candidate& token) {
    const auto found = find_id(changed_, token.id);
    return found != changed_.end() && found->id == token.id;
  });
  std::copy_if(changed_.begin(), changed_.end(), std::back_inserter(tokens),
               [](const Candidate& token) { return token.logit > -infinity; });
  std::sort(tokens.begin(), tokens.end(), order);
  return tokens;
}

void Candidates::take(std::vector<Candidate> tokens, std::size_t ordered) {
  if (tokens.empty()) {
    throw std::invalid_argument("the logit biases and penalties leave no token");
  }
  tokens_ = std::move(tokens);
  listed_ = true;
  ordered_ = ordered;
}

const std::vector<Candidate>& Candidates::list() {
  if (!listed_) {
    take(merged(vocabulary_.all(), ById()), 0);
  }
  return tokens_;
}

/// The most likely tokens of all: none of them stands further down in the vocabulary than `count` and the
/// number of changes together.
std::vector<Candidate> Candidates::ranked_with_changes(Index count) const {
  const Index enough = std::min(vocabulary_size(), count + static_cast<Index>(changed_.size()));
  std::vector<Candidate> tokens = merged(vocabulary_.most_likely(std::max<Index>(enough, 1)), MoreLikely());
  if (static_cast<Index>(tokens.size()) > count) {
    tokens.resize(static_cast<std::size_t>(count));
  }
  return tokens;
}

double Candidates::unlisted_logit(TokenId id) const {
  const auto found = find_id(changed_, id);
  return found != changed_.end() && found->id == id ? found->logit : vocabulary_.logit(id);
}

void Candidates::set_unlisted_logit(TokenId id, double logit) {
  const auto place = changed_.begin() + (find_id(changed_, id) - changed_.cbegin());
  if (place != changed_.end() && place->id == id) {
    place->logit = logit;
  } else {
    changed_.insert(place, {.logit = logit, .weight = 0, .id = id});
  }
}

void Candidates::order(std::size_t count) {
  list();
  count = std::min(count, tokens_.size());
  if (count <= ordered_) {
    return;
  }
  // More than asked for, so that callers who go on step by step sort few times.
  const std::size_t target = std::min(tokens_.size(), std::max({count, 4 * ordered_, std::size_t{64}}));
  const auto begin = tokens_.begin() + static_cast<std::ptrdiff_t>(ordered_);
  const auto end = tokens_.begin() + static_cast<std::ptrdiff_t>(target);
  std::nth_element(begin, end, tokens_.end(), MoreLikely());
  std::sort(begin, end, MoreLikely());
  ordered_ = target;
}

void Candidates::keep_first(std::size_t count) {
  order(count);
  if (count < tokens_.size()) {
    tokens_.resize(count);
    ordered_ = count;
    total_current_ = false;  // the first one stays, and with it the maximum
  }
}

void Candidates::keep_most_likely(Index count) {
  if (listed_) {
    keep_first(static_cast<std::size_t>(count));
  } else {
    std::vector<Candidate> tokens = ranked_with_changes(count);
    const std::size_t size = tokens.size();
    take(std::move(tokens), size);
  }
}

void Candidates::keep_within(double gap_limit) {
  if (!listed_) {
    const auto top = ranked_with_changes(1);
    if (!top.empty()) {
      // Slack for the rounding of the bound: the exact rule decides below.
      const double room = temperature_.value() * gap_limit;
      const double bound = top.front().logit - (room + 1e-9 * (room + std::abs(top.front().logit)));
      take(merged(vocabulary_.at_least(bound), ById()), 0);
    }
  }
  keep_if([&](const Candidate& token) { return gap(token) <= gap_limit; });
}

void Candidates::forget_maximum() {
  maximum_known_ = false;
  total_current_ = false;
}

double Candidates::maximum() {
  if (!maximum_known_) {
    find_maximum();
  }
  return maximum_;
}

void Candidates::find_maximum() {
  list();
  double most = tokens_.front().logit;
  if (ordered_ == 0) {
    for (const Candidate& token : tokens_) {
      most = std::max(most, token.logit);
    }
  }
  weights_current_ = weights_current_ && most == maximum_;
  maximum_ = most;
  maximum_known_ = true;
}

double Candidates::total() {
  const double most = maximum();
  if (!weights_current_) {
    for (Candidate& token : tokens_) {
      token.weight = boltzmann_weight(-token.logit, -most, temperature_);
    }
    weights_current_ = true;
    total_current_ = false;
  }
  if (!total_current_) {
    total_ = last_weight();
    total_current_ = true;
  }
  return total_;
}

double Candidates::last_weight() const {
  double sum = 0;
  for (const Candidate& token : tokens_) {
    sum += token.weight;
  }
  return sum;
}

double Candidates::entropy() {
  const double most = maximum();
  const double z = total();
  double ground = 0;
  CompensatedSum excited;
  CompensatedSum gaps;
  for (const Candidate& token : tokens_) {
    if (token.logit == most) {
      ground += 1;
    } else if (token.weight > 0) {
      excited.add(token.weight);
      gaps.add(token.weight * gap(token));
    }
  }
  return elementary::log(ground) + elementary::log1p(excited.value() / ground) + gaps.value() / z;
}

void Candidates::heat(Temperature t) {
  const Temperature product(t.is_infinite() || t.is_zero() ? t.value() : temperature_.value() * t.value());
  if (product.is_zero()) {
    keep_within(0);
    keep_if([&](const Candidate& token) { return token.logit == maximum(); });
    set_logits_alike();
  } else if (product.is_infinite()) {
    list();
    set_logits_alike();
  } else if (product != temperature_) {
    temperature_ = product;
    weights_current_ = false;
    total_current_ = false;
  }
}

/// What T = 0 and T = ∞ come to: no token is more likely than another.
void Candidates::set_logits_alike() {
  for (Candidate& token : tokens_) {
    token.logit = 0;
  }
  temperature_ = Temperature(1.0);
  ordered_ = 0;
  weights_current_ = false;
  forget_maximum();
}

void Candidates::apply_temperature() {
  list();
  if (temperature_ == Temperature(1.0)) {
    return;
  }
  for (Candidate& token : tokens_) {
    token.logit = temperature_.reduced(token.logit);
  }
  temperature_ = Temperature(1.0);
  weights_current_ = false;
  forget_maximum();
}

}  // namespace onedial::detail
