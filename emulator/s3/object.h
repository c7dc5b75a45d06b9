#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "emulator/s3/checksum.h"

namespace s3 {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// What is known of an object, or of a part that is to become one. Its bytes lie with it where they are few, in a record
// of their own where they are some, and in a blob where they are many.
struct Object {
  std::string etag = {};  // without its quotes
  std::uint64_t size = 0;
  base::TimePoint last_modified = {};  // whole seconds, as S3 keeps them
  Pairs headers = {};                  // Content-Type, Cache-Control …: sent back as they came
  Pairs metadata = {};                 // x-amz-meta-: the names in lower case, without that
  Pairs tags = {};
  std::optional<Checksum> checksum = {};
  std::vector<std::uint64_t> part_sizes = {};  // of one that was uploaded in parts
  std::string upload_id = {};                  // the same
  std::string blob = {};                       // id of the file that holds the bytes; empty: they are in records
  std::string bytes = {};                      // where they lie with the object

  bool has_blob() const { return !blob.empty(); }
};

// Up to here an object's bytes lie in its own record: a listing reads those records, and should not read bodies.
inline constexpr std::size_t kInlineBytes = 4 * 1024;
// Up to here they lie in a record of their own, beyond in a file. (emulator/store/README.md)
inline constexpr std::size_t kRecordBytes = 64 * 1024;

// A few length-prefixed fields instead of JSON: it is read and written at each request.
std::string encode(const Object& object);
Object decode_object(std::string_view record);  // throws store::ReadError

}  // namespace s3
