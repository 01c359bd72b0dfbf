#pragma once
#include <string>
#include <string_view>

#include "onedial/problem/instance_file.hpp"

// One reader a format. Each takes the whole text and throws InputError as `read_instance` says; repeated
// pairs are found by their caller.
namespace onedial {

InstanceFile read_gset(const std::string& path, std::string_view text);
InstanceFile read_coo(const std::string& path, std::string_view text);
InstanceFile read_matrix(const std::string& path, std::string_view text);
InstanceFile read_dimod_json(const std::string& path, std::string_view text);

}  // namespace onedial
