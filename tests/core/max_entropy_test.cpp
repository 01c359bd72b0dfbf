#include "onedial/core/max_entropy.hpp"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"
#include "onedial/core/distance_to_limits.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/core/random.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

double number(const nlohmann::json& text) {
  return std::strtod(text.get<std::string>().c_str(), nullptr);
}

Spectrum random_spectrum(RandomStream& random, std::size_t size) {
  std::vector<double> energies(size);
  for (double& energy : energies) {
    energy = 6 * uniform01(random) - 2;
  }
  return Spectrum(energies);
}

/// Random numbers with sum 1.
std::vector<double> random_distribution(RandomStream& random, std::size_t size) {
  std::vector<double> q(size);
  double total = 0;
  for (double& value : q) {
    value = -std::log(1 - uniform01(random));
    total += value;
  }
  for (double& value : q) {
    value /= total;
  }
  return q;
}

double mean_energy(const std::vector<double>& p, const Spectrum& spectrum) {
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    sum += p[i] * spectrum.energies()[i];
  }
  return sum;
}

}  // namespace

TEST_CASE("the temperature of a wanted entropy agrees with 50 digits") {
  const auto data = reference::load("softmax50/inverse_entropy.json");
  int checked = 0;
  for (const auto& item : data["items"]) {
    const auto name = item["case"].get<std::string>();
    if (name == "gauss20") {
      continue;  // its logits are not in the file
    }
    INFO(name << ", S = " << item["target_H_nats"].get<double>());
    const auto logits_data = reference::load(("softmax50/" + name + ".json").c_str());
    std::vector<double> logits;
    for (const auto& hex : logits_data["logits_hex"]) {
      logits.push_back(number(hex));
    }
    const Spectrum spectrum = Spectrum::from_logits(logits);
    const double wanted = number(item["target_H_hex"]);
    const Temperature t = temperature_of_entropy(spectrum, wanted);
    CHECK(t.value() == Approx(number(item["T"])).epsilon(4e-15));
    CHECK(temperature_of_perplexity(spectrum, std::exp(wanted)).value() == Approx(t.value()).epsilon(1e-13));
    const double energy = thermodynamics(spectrum, t).mean_energy;
    CHECK(temperature_of_mean_energy(spectrum, energy).value() == Approx(t.value()).epsilon(1e-13));
    ++checked;
  }
  CHECK(checked == 15);
}

TEST_CASE("the inverse dial leads back from any temperature") {
  RandomStream random(21, 0);
  for (int trial = 0; trial < 40; ++trial) {
    const Spectrum spectrum = random_spectrum(random, 30);
    const double t = 0.05 * std::pow(10.0, 3 * uniform01(random));
    INFO("T = " << t);
    const Thermodynamics thermo = thermodynamics(spectrum, Temperature(t));
    // A rounded target is off by half a unit in its last place: divided by its slope in ln T, that is what
    // no method can know of T.
    const auto tolerance = [](double target, double slope) { return 4e-16 * (4 + std::abs(target) / slope); };
    const double c = thermo.heat_capacity;
    CHECK(temperature_of_entropy(spectrum, thermo.entropy).value() ==
          Approx(t).epsilon(tolerance(thermo.entropy, c)));
    const double states = std::exp(thermo.entropy);
    CHECK(temperature_of_perplexity(spectrum, states).value() ==
          Approx(t).epsilon(tolerance(2.0 + thermo.entropy, c)));
    CHECK(temperature_of_mean_energy(spectrum, thermo.mean_energy).value() ==
          Approx(t).epsilon(tolerance(thermo.mean_energy, t * c)));
  }
}

TEST_CASE("both ends of the dial are answers, and beyond them there is none") {
  const Spectrum spectrum({1, 1, 2, 4, 8});
  CHECK(temperature_of_entropy(spectrum, 0).is_zero());
  CHECK(temperature_of_entropy(spectrum, std::log(2.0)).is_zero());
  CHECK(temperature_of_entropy(spectrum, std::log(5.0)).is_infinite());
  CHECK(temperature_of_perplexity(spectrum, 1).is_zero());
  CHECK(temperature_of_perplexity(spectrum, 2).is_zero());
  CHECK(temperature_of_perplexity(spectrum, 5).is_infinite());
  CHECK(temperature_of_mean_energy(spectrum, 1).is_zero());
  CHECK(temperature_of_mean_energy(spectrum, 3.2).is_infinite());
  CHECK(temperature_of_entropy(Spectrum({2, 2}), std::log(2.0)).is_zero());
  CHECK(temperature_of_mean_energy(Spectrum({2, 2}), 2).is_zero());

  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double bad : {-0.1, 1.61, nan}) {
    CHECK_THROWS_WITH(temperature_of_entropy(spectrum, bad), ContainsSubstring("wanted entropy is"));
  }
  for (const double bad : {0.9, 5.01, nan}) {
    CHECK_THROWS_WITH(temperature_of_perplexity(spectrum, bad), ContainsSubstring("wanted perplexity is"));
  }
  for (const double bad : {0.99, 3.21, nan}) {
    CHECK_THROWS_AS(temperature_of_mean_energy(spectrum, bad), std::invalid_argument);
  }
}

TEST_CASE("targets next to the ends of the dial are met") {
  const Spectrum spectrum({0, 1, 3});
  const double log_count = std::log(3.0);
  const Temperature hot = temperature_of_entropy(spectrum, std::nextafter(log_count, 0));
  CHECK(entropy_deficit(spectrum, hot) < 5e-16);
  CHECK(hot.value() > 1e7);
  const Temperature cold = temperature_of_entropy(spectrum, 1e-300);
  CHECK(thermodynamics(spectrum, cold).entropy == Approx(1e-300).epsilon(1e-12).margin(0));
}

TEST_CASE("KL(q||p) = (F(q) − F)/T for every q, so that p has the most entropy at its mean energy") {
  RandomStream random(22, 0);
  constexpr std::size_t size = 12;
  for (int trial = 0; trial < 200; ++trial) {
    const Spectrum spectrum = random_spectrum(random, size);
    const double t = 0.1 + 5 * uniform01(random);
    const std::vector<double> p = boltzmann_probabilities(spectrum, Temperature(t));
    const std::vector<double> q = random_distribution(random, size);
    double divergence = 0;
    for (std::size_t i = 0; i < size; ++i) {
      divergence += q[i] * std::log(q[i] / p[i]);
    }
    const double free_energy_of_q = mean_energy(q, spectrum) - t * entropy_nats(q);
    const double excess = free_energy_of_q - thermodynamics(spectrum, Temperature(t)).free_energy;
    CHECK(divergence > 0);
    CHECK(divergence == Approx(excess / t).epsilon(1e-12));

    // The Boltzmann distribution of the same ⟨E⟩ as q, where there is one.
    const double energy = mean_energy(q, spectrum);
    const double hottest = thermodynamics(spectrum, Temperature::infinite()).mean_energy;
    if (energy < hottest) {
      const Temperature same = temperature_of_mean_energy(spectrum, energy);
      const Thermodynamics boltzmann = thermodynamics(spectrum, same);
      CHECK(boltzmann.mean_energy == Approx(energy).epsilon(1e-13).margin(1e-13));
      CHECK(entropy_nats(q) < boltzmann.entropy);
    }
  }
}
