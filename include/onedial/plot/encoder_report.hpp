#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/learn/encoder.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// What the report of encoders that have learned shows.
struct EncoderReport {
  std::string title;
  std::string subtitle;
  std::vector<Index> cycles = {};     ///< of each solved run: the first after which all codes differed
  std::optional<double> median = {};  ///< of them, unsolved runs counted as longer than any
  std::optional<Index> published_median = {};  ///< that of the paper
  BoltzmannMachine machine;                    ///< one of the runs, an encoder
  std::vector<Index> codes = {};               ///< how many differed in it after each of its cycles
};

/// Panels: of two or more solved runs, how many were solved after how many cycles, beside the median of the
/// paper; how the codes of the machine shown came to differ; the weights of its hidden units as squares in
/// the manner of the paper, of an area in proportion, white above 0 and black below: V1 with the bias at its
/// end, and V2 below.
Figure encoder_figure(const EncoderReport& report);

}  // namespace onedial
