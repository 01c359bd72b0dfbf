#include "onedial/learn/ascent.hpp"

#include "catch.hpp"

using namespace onedial;

TEST_CASE("a climb ends at the top of Rosenbrock's banana") {
  const Objective banana = [](const Eigen::VectorXd& x, Eigen::VectorXd& gradient) {
    const double a = 1 - x[0];
    const double b = x[1] - x[0] * x[0];
    gradient.resize(2);
    gradient << 2 * a + 400 * x[0] * b, -200 * b;
    return -(a * a + 100 * b * b);
  };
  const Ascent ascent = climb(banana, (Eigen::VectorXd(2) << -1.2, 1).finished());
  CHECK(ascent.converged);
  CHECK(ascent.iterations < 100);
  CHECK((ascent.place - Eigen::VectorXd::Ones(2)).norm() < 1e-8);
}

TEST_CASE("a climb crosses scales that differ by a million") {
  Eigen::VectorXd scales(4);
  scales << 1e-3, 1, 30, 1e3;
  const Objective bowl = [&](const Eigen::VectorXd& x, Eigen::VectorXd& gradient) {
    gradient = -scales.cwiseProduct(x);
    return 0.5 * gradient.dot(x);
  };
  const Ascent ascent = climb(bowl, Eigen::VectorXd::Constant(4, 3));
  CHECK(ascent.converged);
  CHECK(ascent.place.cwiseAbs().maxCoeff() < 1e-5);
  CHECK(ascent.iterations < 100);
}

TEST_CASE("a climb says that it has not arrived") {
  const Objective slope = [](const Eigen::VectorXd& x, Eigen::VectorXd& gradient) {
    gradient = Eigen::VectorXd::Ones(x.size());
    return x.sum();
  };
  const Ascent ascent = climb(slope, Eigen::VectorXd::Zero(3), {.most_iterations = 5});
  CHECK(!ascent.converged);
  CHECK(ascent.iterations == 5);
  CHECK(ascent.value > 0);
  CHECK_THROWS_AS(climb(slope, Eigen::VectorXd::Zero(3), {.gradient_tolerance = 0}), std::invalid_argument);
}
