#pragma once

#include <filesystem>

namespace support {

// Adds to an order export one file for each reason for which a whole file is set aside, and one that has a header and
// no rows, which is fine.
void write_bad_files(const std::filesystem::path& directory);

}  // namespace support
