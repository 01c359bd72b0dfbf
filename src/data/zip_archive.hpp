#pragma once
#include <map>
#include <string>
#include <string_view>

namespace onedial {

/// A zip archive of files by name. Entries are stored as they are, in the order of their names, without a
/// date, so that equal contents give equal bytes. Throws std::invalid_argument beyond 4 GiB, where the format
/// ends.
std::string zip_archive(const std::map<std::string, std::string>& entries);

/// The entries of an archive, stored or deflated, each checked against its checksum. `name` is for the
/// errors. No size is believed before there are bytes to match it, and what says that it unpacks to more than
/// there is memory for is not begun with. Throws InputError.
std::map<std::string, std::string> read_zip_archive(const std::string& name, std::string_view bytes);

}  // namespace onedial
