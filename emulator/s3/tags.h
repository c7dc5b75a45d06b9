#pragma once

#include <string>
#include <string_view>

#include "emulator/s3/object.h"

// Tags of buckets and of objects. (S3 User Guide, "Categorizing your storage using tags")

namespace s3 {

inline constexpr std::size_t kMostObjectTags = 10;
inline constexpr std::size_t kMostBucketTags = 50;

// "k=v&k2=v2", as the header x-amz-tagging has it. Both throw Fault InvalidTag, or BadRequest for too many.
Pairs parse_tag_header(std::string_view header);
Pairs parse_tagging(std::string_view document, std::size_t most);  // and malformed_xml()
std::string write_tagging(const Pairs& tags);

}  // namespace s3
