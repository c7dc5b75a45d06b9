#pragma once

#include <string>

#include "emulator/s3/buckets.h"
#include "emulator/s3/request.h"

// What the operations on uploads in parts share.

namespace s3 {

inline constexpr int kMostParts = 10'000;
inline constexpr std::uint64_t kLeastPart = std::uint64_t{5} << 20;  // of every part but the last

// The upload that the query names. Throws no_such_upload().
Upload get_upload(Buckets& buckets, const Request& request);
// partNumber of the query. Throws invalid_argument().
int part_number_of(const Request& request);

}  // namespace s3
