#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"

// The checksums that S3 keeps beside an object's ETag. (S3 User Guide, "Checking object integrity")

namespace s3 {

enum class ChecksumAlgorithm : std::uint8_t { kCrc32, kCrc32c, kCrc64Nvme, kSha1, kSha256 };
inline constexpr std::array kChecksumAlgorithms = {ChecksumAlgorithm::kCrc32, ChecksumAlgorithm::kCrc32c,
                                                   ChecksumAlgorithm::kCrc64Nvme, ChecksumAlgorithm::kSha1,
                                                   ChecksumAlgorithm::kSha256};

std::string_view name_of(ChecksumAlgorithm algorithm);                             // "CRC64NVME"
std::string_view header_of(ChecksumAlgorithm algorithm);                           // "x-amz-checksum-crc64nvme"
std::size_t size_of(ChecksumAlgorithm algorithm);                                  // of the raw value, in bytes
std::optional<ChecksumAlgorithm> find_algorithm(std::string_view name);            // as the API names it
std::optional<ChecksumAlgorithm> find_algorithm_of_header(std::string_view name);  // in any case

// Over all bytes, or over the checksums of the parts.
enum class ChecksumType : std::uint8_t { kFullObject, kComposite };
std::string_view name_of(ChecksumType type);

struct Checksum {
  ChecksumAlgorithm algorithm = ChecksumAlgorithm::kCrc64Nvme;
  ChecksumType type = ChecksumType::kFullObject;
  std::string value = {};  // base64; of a composite one with "-<number of parts>" behind it

  bool operator==(const Checksum&) const = default;
};

// A CRC of bytes that come piece by piece. All three are reflected, begin with ones and are inverted in the end.
class Crc {
 public:
  explicit Crc(ChecksumAlgorithm algorithm) : algorithm_(algorithm) {}
  void update(std::string_view bytes);
  std::string finish() const;  // big-endian

 private:
  ChecksumAlgorithm algorithm_ = ChecksumAlgorithm::kCrc32;
  std::uint64_t state_ = ~std::uint64_t{0};
};

// Any of the five. finish() answers raw bytes; once.
class ChecksumHasher {
 public:
  explicit ChecksumHasher(ChecksumAlgorithm algorithm);
  void update(std::string_view bytes);
  std::string finish();
  ChecksumAlgorithm algorithm() const { return algorithm_; }

 private:
  ChecksumAlgorithm algorithm_ = ChecksumAlgorithm::kCrc32;
  Crc crc_;
  std::optional<base::Hasher> digest_ = {};
};

}  // namespace s3
