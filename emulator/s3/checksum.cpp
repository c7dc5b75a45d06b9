#include "emulator/s3/checksum.h"

#include <bit>
#include <cstring>

#include "base/text.h"

namespace s3 {
namespace checksum_detail {

struct Traits {
  std::string_view name = {};
  std::string_view header = {};
  std::size_t size = 0;
};

// In the order of ChecksumAlgorithm.
constexpr Traits kTraits[] = {{"CRC32", "x-amz-checksum-crc32", 4},
                              {"CRC32C", "x-amz-checksum-crc32c", 4},
                              {"CRC64NVME", "x-amz-checksum-crc64nvme", 8},
                              {"SHA1", "x-amz-checksum-sha1", 20},
                              {"SHA256", "x-amz-checksum-sha256", 32}};

const Traits& traits(ChecksumAlgorithm algorithm) { return kTraits[static_cast<std::size_t>(algorithm)]; }

// Eight bytes a step, a table for the distance of each from the end ("slicing by eight"). One code for 32 and 64 bits:
// a CRC of 32 bits leaves the upper half zero.
using Tables = std::array<std::array<std::uint64_t, 256>, 8>;

constexpr Tables make_tables(std::uint64_t reflected_polynomial) {
  Tables tables = {};
  for (std::uint64_t byte = 0; byte < 256; ++byte) {
    std::uint64_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? reflected_polynomial : 0);
    tables[0][byte] = crc;
  }
  for (std::size_t slice = 1; slice < 8; ++slice) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint64_t before = tables[slice - 1][byte];
      tables[slice][byte] = (before >> 8) ^ tables[0][before & 0xff];
    }
  }
  return tables;
}

const Tables& tables_of(ChecksumAlgorithm algorithm) {
  static const Tables crc32 = make_tables(0xedb88320);              // IEEE 802.3
  static const Tables crc32c = make_tables(0x82f63b78);             // RFC 3720, Castagnoli
  static const Tables crc64nvme = make_tables(0x9a6c9329ac4bc9b5);  // NVM Express, "64b CRC"
  switch (algorithm) {
    case ChecksumAlgorithm::kCrc32:
      return crc32;
    case ChecksumAlgorithm::kCrc32c:
      return crc32c;
    default:
      return crc64nvme;
  }
}

bool is_crc(ChecksumAlgorithm algorithm) { return algorithm <= ChecksumAlgorithm::kCrc64Nvme; }

}  // namespace checksum_detail

using namespace checksum_detail;

std::string_view name_of(ChecksumAlgorithm algorithm) { return traits(algorithm).name; }
std::string_view header_of(ChecksumAlgorithm algorithm) { return traits(algorithm).header; }
std::size_t size_of(ChecksumAlgorithm algorithm) { return traits(algorithm).size; }
std::string_view name_of(ChecksumType type) { return type == ChecksumType::kFullObject ? "FULL_OBJECT" : "COMPOSITE"; }

std::optional<ChecksumAlgorithm> find_algorithm(std::string_view name) {
  for (const ChecksumAlgorithm algorithm : kChecksumAlgorithms) {
    if (name_of(algorithm) == name) return algorithm;
  }
  return std::nullopt;
}

std::optional<ChecksumAlgorithm> find_algorithm_of_header(std::string_view name) {
  for (const ChecksumAlgorithm algorithm : kChecksumAlgorithms) {
    if (base::equals_ignore_case(header_of(algorithm), name)) return algorithm;
  }
  return std::nullopt;
}

void Crc::update(std::string_view bytes) {
  const Tables& tables = tables_of(algorithm_);
  std::uint64_t crc = size_of(algorithm_) == 4 ? state_ & 0xffffffff : state_;
  while (bytes.size() >= 8) {
    static_assert(std::endian::native == std::endian::little);
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    word ^= crc;
    crc = 0;
    for (std::size_t i = 0; i < 8; ++i) crc ^= tables[7 - i][(word >> (8 * i)) & 0xff];
    bytes.remove_prefix(8);
  }
  for (const char c : bytes) crc = (crc >> 8) ^ tables[0][(crc ^ static_cast<unsigned char>(c)) & 0xff];
  state_ = crc;
}

std::string Crc::finish() const {
  const std::uint64_t crc = ~state_;
  const std::size_t size = size_of(algorithm_);
  std::string result(size, '\0');
  for (std::size_t i = 0; i < size; ++i) result[size - 1 - i] = static_cast<char>((crc >> (8 * i)) & 0xff);
  return result;
}

ChecksumHasher::ChecksumHasher(ChecksumAlgorithm algorithm) : algorithm_(algorithm), crc_(algorithm) {
  if (!is_crc(algorithm)) {
    digest_.emplace(algorithm == ChecksumAlgorithm::kSha1 ? base::Digest::kSha1 : base::Digest::kSha256);
  }
}

void ChecksumHasher::update(std::string_view bytes) {
  if (digest_) {
    digest_->update(bytes);
  } else {
    crc_.update(bytes);
  }
}

std::string ChecksumHasher::finish() { return digest_ ? digest_->finish() : crc_.finish(); }

}  // namespace s3
