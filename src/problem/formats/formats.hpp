#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "onedial/problem/instance_file.hpp"

// A reader and a writer for each format. Readers take all bytes of a file and throw InputError as
// `read_instance` says; repeated pairs are found by their caller. Writers take entries by rows.
namespace onedial {

/// What is known of a format beside its reader and its writer.
struct FormatTraits {
  std::string_view name;
  EntryLayout layout;  ///< in which it is written
  Index first_index;
  bool keeps_offset;
  bool holds_graphs;         ///< whether its entries can be edges
  bool holds_spins;          ///< whether its units can be spins
  bool holds_models = true;  ///< whether entries have values, and units linear terms
};
const FormatTraits& traits_of(InstanceFormat format);

InstanceFile read_gset(const std::string& path, std::string_view text);
InstanceFile read_coo(const std::string& path, std::string_view text);
InstanceFile read_matrix(const std::string& path, std::string_view text);
InstanceFile read_dimacs(const std::string& path, std::string_view text);
InstanceFile read_matrix_market(const std::string& path, std::string_view text);
InstanceFile read_or_library(const std::string& path, std::string_view text, std::optional<Index> number);
InstanceFile read_dimod_json(const std::string& path, std::string_view text);
InstanceFile read_dimod_bqm(const std::string& path, std::string_view bytes);

std::string write_gset(const InstanceFile& file);
std::string write_coo(const InstanceFile& file);
std::string write_matrix(const InstanceFile& file);
std::string write_matrix_market(const InstanceFile& file);
std::string write_or_library(const InstanceFile& file);
std::string write_dimod_json(const InstanceFile& file);
std::string write_dimod_bqm(const InstanceFile& file);
std::string write_dimacs(const InstanceFile& file);

/// "# the constant … is not part of this format", for a comment; empty where there is none to tell.
std::string lost_offset(const InstanceFile& file);

}  // namespace onedial
