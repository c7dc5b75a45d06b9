#include "emulator/s3/intake.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "emulator/s3/aws_chunked.h"
#include "emulator/s3/errors.h"

namespace s3 {
namespace intake_detail {

constexpr std::size_t kPiece = 1 << 20;
constexpr std::size_t kMostDocument = 4 << 20;  // ten thousand parts with their checksums

// What the client says of its body.
struct Claims {
  std::optional<std::uint64_t> length = {};
  bool chunked = false;          // aws-chunked
  std::string content_md5 = {};  // raw; empty: none
  std::string sha256 = {};       // hex; empty: none
  std::optional<Checksum> checksum = {};
  std::optional<ChecksumAlgorithm> trailer = {};  // a checksum that comes behind the body
};

std::optional<std::uint64_t> parse_length(const std::string* text) {
  if (!text) return std::nullopt;
  const auto number = base::parse_int(*text);
  if (!number || *number < 0)
    throw invalid_argument("The length is not a number", "x-amz-decoded-content-length", *text);
  return static_cast<std::uint64_t>(*number);
}

std::optional<ChecksumAlgorithm> find_trailer(const Request& request) {
  const std::string* header = request.header("x-amz-trailer");
  if (!header) return std::nullopt;
  const auto algorithm = find_algorithm_of_header(base::trim(*header));
  if (!algorithm) throw invalid_request("The value specified in the x-amz-trailer header is not supported");
  return algorithm;
}

Claims claims_of(const Request& request, bool checksum_is_of_body) {
  Claims claims{.length = request.http.content_length};
  const std::string* hash = request.header("x-amz-content-sha256");
  if (hash && hash->starts_with("STREAMING-")) {
    if (*hash != "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" && *hash != "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" &&
        *hash != "STREAMING-UNSIGNED-PAYLOAD-TRAILER") {
      throw not_supported("x-amz-content-sha256: " + *hash);
    }
    claims.chunked = true;
    claims.length = parse_length(request.header("x-amz-decoded-content-length"));
  } else if (hash && *hash != "UNSIGNED-PAYLOAD") {
    if (hash->size() != 64 || !base::from_hex(*hash)) {
      throw invalid_argument(
          "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
          "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
          "x-amz-content-sha256", *hash);
    }
    claims.sha256 = base::to_lower(*hash);
  }
  if (!claims.length) throw missing_content_length();
  if (const std::string* md5 = request.header("content-md5")) {
    claims.content_md5 = base::from_base64(*md5).value_or("");
    if (claims.content_md5.size() != 16) throw invalid_digest(*md5);
  }
  if (!checksum_is_of_body) return claims;
  claims.checksum = find_checksum(request.http.headers);
  claims.trailer = find_trailer(request);
  if (claims.checksum && claims.trailer) {
    throw invalid_request("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  }
  if (const std::string* named = request.header("x-amz-sdk-checksum-algorithm"); named && !named->empty()) {
    if (!find_algorithm(base::to_upper(*named))) {
      throw invalid_request("Value for x-amz-sdk-checksum-algorithm header is invalid.");
    }
    if (!claims.checksum && !claims.trailer && claims.content_md5.empty()) {
      throw invalid_request(
          "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were "
          "found.");
    }
  }
  return claims;
}

// Everything that is computed over the bytes as they pass.
class Hashes {
 public:
  Hashes(const Claims& claims, ChecksumAlgorithm wanted) : wanted_(wanted) {
    if (!claims.sha256.empty()) sha256_.emplace(base::Digest::kSha256);
    const auto claimed = claims.checksum ? std::optional(claims.checksum->algorithm) : claims.trailer;
    if (claimed && *claimed != wanted) claimed_.emplace(*claimed);
  }
  void update(std::string_view bytes) {
    md5_.update(bytes);
    wanted_.update(bytes);
    if (sha256_) sha256_->update(bytes);
    if (claimed_) claimed_->update(bytes);
  }
  // Compares with what was claimed, and fills in what the object keeps.
  void finish(const Claims& claims, const http::Headers& trailers, Received& received) {
    received.md5 = md5_.finish();
    received.checksum = {.algorithm = wanted_.algorithm(), .value = base::to_base64(wanted_.finish())};
    if (!claims.content_md5.empty() && claims.content_md5 != received.md5) {
      throw bad_md5(base::to_hex(claims.content_md5), base::to_base64(received.md5));
    }
    if (sha256_) {
      const std::string computed = base::to_hex(sha256_->finish());
      if (computed != claims.sha256) throw content_sha256_mismatch(claims.sha256, computed);
    }
    std::optional<Checksum> claimed = claims.checksum;
    if (claims.trailer) {
      claimed = find_checksum(trailers);
      if (!claimed || claimed->algorithm != *claims.trailer) throw malformed_trailer();
    }
    if (!claimed) return;
    const std::string computed = claimed_ ? base::to_base64(claimed_->finish()) : received.checksum.value;
    if (computed != claimed->value) throw bad_checksum(name_of(claimed->algorithm));
    received.checksum_came = true;
  }

 private:
  static Fault malformed_trailer() {
    return Fault("MalformedTrailerError", 400,
                 "The request contained trailing data that was not well-formed or did not conform to our published "
                 "schema.");
  }
  base::Hasher md5_{base::Digest::kMd5};
  ChecksumHasher wanted_;
  std::optional<base::Hasher> sha256_ = {};
  std::optional<ChecksumHasher> claimed_ = {};
};

}  // namespace intake_detail

using namespace intake_detail;

std::optional<Checksum> find_checksum(const http::Headers& headers) {
  std::optional<Checksum> found;
  for (const auto& [name, value] : headers.all()) {
    const auto algorithm = find_algorithm_of_header(name);
    if (!algorithm) continue;
    if (found) {
      throw invalid_request("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    const auto raw = base::from_base64(value);
    if (!raw || raw->size() != size_of(*algorithm)) {
      throw invalid_request(fmt::format("Value for {} header is invalid.", header_of(*algorithm)));
    }
    found = Checksum{.algorithm = *algorithm, .value = value};
  }
  return found;
}

Received receive(loop::Loop& loop, store::Store& store, const Request& request, const IntakeOptions& options) {
  const Claims claims = claims_of(request, options.checksum_is_of_body);
  if (*claims.length > options.most) throw entity_too_large(*claims.length, options.most);
  AwsChunkedReader chunks(*request.http.body);
  http::BodyReader& body = claims.chunked ? static_cast<http::BodyReader&>(chunks) : *request.http.body;
  const auto claimed = claims.checksum ? std::optional(claims.checksum->algorithm) : claims.trailer;
  Hashes hashes(claims, options.algorithm ? *options.algorithm : claimed.value_or(ChecksumAlgorithm::kCrc64Nvme));

  Received received;
  std::optional<store::BlobWriter> writer;
  std::string buffer;
  const bool is_small = *claims.length <= options.most_in_memory;
  buffer.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*claims.length, is_small ? kMostDocument : kPiece)));
  const auto flush = [&] {
    if (!writer) writer.emplace(store);
    loop.in_pool([&] { hashes.update(buffer); });
    writer->write(buffer);
    buffer.clear();
  };
  for (std::string_view piece = body.read(); !piece.empty(); piece = body.read()) {
    received.size += piece.size();
    if (received.size > *claims.length) throw incomplete_body();
    while (!is_small && buffer.size() + piece.size() >= kPiece) {
      const std::size_t head = kPiece - buffer.size();
      buffer += piece.substr(0, head);
      piece.remove_prefix(head);
      flush();
    }
    buffer += piece;
  }
  if (received.size != *claims.length) throw incomplete_body();
  if (is_small) {
    hashes.update(buffer);
    received.bytes = std::move(buffer);
  } else if (!buffer.empty()) {
    flush();
  }
  hashes.finish(claims, chunks.trailers(), received);
  if (writer) received.blob = FreshBlob(store, writer->finish());
  return received;
}

void fill(Object& object, Received& received, base::TimePoint now) {
  object.etag = base::to_hex(received.md5);
  object.size = received.size;
  object.last_modified = now;
  object.checksum = received.checksum;
  object.blob = received.blob.id();
  object.bytes = std::move(received.bytes);
}

std::string receive_document(loop::Loop& loop, store::Store& store, const Request& request, bool checksum_is_of_body) {
  return receive(loop, store, request,
                 {.most_in_memory = kMostDocument, .most = kMostDocument, .checksum_is_of_body = checksum_is_of_body})
      .bytes;
}

}  // namespace s3
