#include "onedial/model/ising_square_states.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>
#include <utility>

#include "onedial/model/ising_square.hpp"

namespace onedial {
namespace {

using boost::multiprecision::cpp_int;
using Word = std::uint64_t;

/// Primes are below this, so that five products of residues add up to less than 2⁶⁴.
constexpr Word prime_limit = Word{1} << 30U;

bool is_prime(Word number) {
  for (Word divisor = 2; divisor * divisor <= number; ++divisor) {
    if (number % divisor == 0) {
      return false;
    }
  }
  return true;
}

Word power(Word base, Word exponent, Word prime) {
  Word result = 1;
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 == 1) {
      result = result * base % prime;
    }
    base = base * base % prime;
  }
  return result;
}

/// The powers 1, z, …, zⁿ⁻¹ of a z with zⁿ = 1 for no smaller n. The prime is 1 modulo n.
std::vector<Word> roots_of_unity(Word order, Word prime) {
  for (Word base = 2;; ++base) {
    const Word root = power(base, (prime - 1) / order, prime);
    std::vector<Word> powers = {1};
    for (Word next = root; next != 1; next = next * root % prime) {
      powers.push_back(next);
    }
    if (powers.size() == order) {
      return powers;
    }
  }
}

/// A polynomial in y modulo a prime.
class Polynomial {
 public:
  explicit Polynomial(Word prime) : prime_(prime) {}

  /// Multiplies by 1 + f₁y + f₂y² + f₃y³ + f₄y⁴.
  void multiply(const std::array<Word, 4>& factor) {
    const auto [f1, f2, f3, f4] = factor;
    padded_.resize(padded_.size() + 4);
    for (std::size_t i = padded_.size() - 1; i >= 4; --i) {
      padded_[i] = (padded_[i] + f1 * padded_[i - 1] + f2 * padded_[i - 2] + f3 * padded_[i - 3] +
                    f4 * padded_[i - 4]) %
                   prime_;
    }
  }

  [[nodiscard]] Word coefficient(std::size_t k) const { return k + 4 < padded_.size() ? padded_[k + 4] : 0; }

 private:
  Word prime_;
  std::vector<Word> padded_ = {0, 0, 0, 0, 1};  // four zeros, then the coefficients
};

/// The square root of Π ((1 + y²)² − 2y(1 − y²)(cos(πr/L) + cos(πq/L))) over all r and q < 2L of these
/// parities. Factors of opposite angles are equal, so that one of them is the square root; a factor of angles
/// that are their own opposites, 0 and π, is the square of 1 + y² or of 1 ± 2y − y².
Polynomial root_of_product(Index length, std::pair<Index, Index> parities, const std::vector<Word>& two_cos,
                           Word prime) {
  const Index period = 2 * length;
  Polynomial product(prime);
  for (Index r = parities.first; r < period; r += 2) {
    for (Index q = parities.second; q < period; q += 2) {
      const std::pair angles(r, q);
      const std::pair opposites((period - r) % period, (period - q) % period);
      if (angles < opposites) {
        const Word sum = two_cos[static_cast<std::size_t>(r)] + two_cos[static_cast<std::size_t>(q)];
        product.multiply({(2 * prime - sum) % prime, 2, sum % prime, 1});
      } else if (angles == opposites && r != q) {
        product.multiply({0, 1, 0, 0});
      } else if (angles == opposites) {
        product.multiply({r == 0 ? prime - 2 : 2, prime - 1, 0, 0});
      }
    }
  }
  return product;
}

void check(bool holds, Index length) {
  if (!holds) {
    throw std::logic_error("the states of the square lattice of length " + std::to_string(length) +
                           " do not add up");
  }
}

/// The numbers of states modulo a prime that is 1 modulo 2L.
std::vector<Word> states_modulo(Index length, std::size_t levels, Word prime) {
  const auto roots = roots_of_unity(static_cast<Word>(2 * length), prime);
  std::vector<Word> two_cos;
  for (std::size_t r = 0; r < roots.size(); ++r) {
    two_cos.push_back((roots[r] + roots[(roots.size() - r) % roots.size()]) % prime);
  }
  const Polynomial odd = root_of_product(length, {1, 1}, two_cos, prime);
  const Polynomial mixed = root_of_product(length, {1, 0}, two_cos, prime);
  const Polynomial even = root_of_product(length, {0, 0}, two_cos, prime);
  const Word half = (prime + 1) / 2;
  const auto coefficient = [&](std::size_t k) {
    return (odd.coefficient(k) + 2 * mixed.coefficient(k) + even.coefficient(k)) % prime * half % prime;
  };
  std::vector<Word> states;
  for (std::size_t k = 0; k < levels; ++k) {
    states.push_back(coefficient(2 * k));
    check(coefficient(2 * k + 1) == 0, length);
  }
  return states;
}

double log_of(const cpp_int& number) {
  const unsigned bits = msb(number);
  const unsigned shift = bits > 63 ? bits - 63 : 0;
  return std::log(static_cast<double>(static_cast<Word>(number >> shift))) + shift * std::numbers::ln2;
}

}  // namespace

std::vector<cpp_int> ising_square_states(Index length) {
  if (length < 2) {
    throw std::invalid_argument("a square lattice of length " + std::to_string(length) +
                                "; at least 2 is needed");
  }
  const Index sites = length * length;
  const auto levels = static_cast<std::size_t>((length % 2 == 0 ? sites : sites - length) + 1);
  const cpp_int all_states = cpp_int(1) << static_cast<unsigned>(sites);
  const auto period = static_cast<Word>(2 * length);

  // The integers below the product of the primes that have the residues so far (the Chinese remainder
  // theorem).
  std::vector<cpp_int> states(levels);
  cpp_int product = 1;
  bool done = false;
  for (Word prime = (prime_limit - 2) / period * period + 1; !done; prime -= period) {
    if (!is_prime(prime)) {
      continue;
    }
    done = product > all_states;  // then this prime is the one that has to agree
    const std::vector<Word> residues = states_modulo(length, levels, prime);
    const Word inverse = power(integer_modulus(product, prime), prime - 2, prime);
    for (std::size_t k = 0; k < levels; ++k) {
      const Word missing = residues[k] + prime - integer_modulus(states[k], prime);
      const Word digit = missing % prime * inverse % prime;
      check(!done || digit == 0, length);
      states[k] += product * digit;
    }
    product *= prime;
  }
  cpp_int sum = 0;
  for (const cpp_int& count : states) {
    sum += count;
  }
  check(sum == all_states && states.front() == 2, length);
  return states;
}

DensityOfStates ising_square_density(Index length) {
  const std::vector<cpp_int> states = ising_square_states(length);
  std::vector<double> energies;
  std::vector<double> log_states;
  double energy = -2 * static_cast<double>(length * length);
  for (const cpp_int& count : states) {
    energies.push_back(energy);
    log_states.push_back(count == 0 ? -std::numeric_limits<double>::infinity() : log_of(count));
    energy += 4;
  }
  return {std::move(energies), std::move(log_states)};
}

}  // namespace onedial
