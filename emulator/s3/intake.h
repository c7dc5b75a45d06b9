#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/loop/loop.h"
#include "emulator/s3/blobs.h"
#include "emulator/s3/checksum.h"
#include "emulator/s3/object.h"
#include "emulator/s3/request.h"

// How bytes come in: decoded, counted, hashed, compared with what the client says of them, and put where they will lie.

namespace s3 {

inline constexpr std::uint64_t kMostBytes = std::uint64_t{5} << 30;  // of one PUT (S3 quotas)

struct IntakeOptions {
  std::size_t most_in_memory = kRecordBytes;  // more goes to a blob
  std::uint64_t most = kMostBytes;
  // The checksum that is wanted. Without: what the client chose, else S3's own default.
  std::optional<ChecksumAlgorithm> algorithm = {};
  // Whether x-amz-checksum- headers speak of this body. Those of CompleteMultipartUpload speak of the object.
  bool checksum_is_of_body = true;
};

struct Received {
  std::uint64_t size = 0;
  std::string bytes = {};  // where there is no blob
  FreshBlob blob = {};
  std::string md5 = {};  // raw
  Checksum checksum = {};
  bool checksum_came = false;  // the client chose it, and it was right
};

// Reads the request's body to its end. Above a MiB, hashing and writing happen in the pool, a MiB at a time. Where it
// throws, nothing stays.
//
// Throws  invalid_digest(), bad_md5(), bad_checksum(), content_sha256_mismatch(), incomplete_body(),
//         missing_content_length(), entity_too_large(), invalid_request(), http::BodyError, store::WriteError.
Received receive(loop::Loop& loop, store::Store& store, const Request& request, const IntakeOptions& options = {});

// Makes the object of what came: its bytes or its blob (which is still `received`'s to release), ETag, checksum, time.
void fill(Object& object, Received& received, base::TimePoint now);

// The same for a document of the API.
std::string receive_document(loop::Loop& loop, store::Store& store, const Request& request,
                             bool checksum_is_of_body = true);

// The one checksum of these headers, if any. Throws invalid_request() for two, or for one that is no checksum.
std::optional<Checksum> find_checksum(const http::Headers& headers);

}  // namespace s3
