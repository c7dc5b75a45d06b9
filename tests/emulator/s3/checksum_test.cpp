#include "emulator/s3/checksum.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace s3 {
namespace {

struct Case {
  const char* name = "";
  ChecksumAlgorithm algorithm = {};
  std::string input = {};
  const char* hex = "";
};

class Checksums : public testing::TestWithParam<Case> {};

// Of "123456789": the check values of the CRC catalogue (CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME); SHA-1 and SHA-256
// of "abc": FIPS 180-2. Of 32 zeros: RFC 3720 B.4 (as the bytes stand on the wire there, turned round).
INSTANTIATE_TEST_SUITE_P(
    Published, Checksums,
    testing::Values(Case{"crc32", ChecksumAlgorithm::kCrc32, "123456789", "cbf43926"},
                    Case{"crc32_of_nothing", ChecksumAlgorithm::kCrc32, "", "00000000"},
                    Case{"crc32c", ChecksumAlgorithm::kCrc32c, "123456789", "e3069283"},
                    Case{"crc32c_of_zeros", ChecksumAlgorithm::kCrc32c, std::string(32, '\0'), "8a9136aa"},
                    Case{"crc64nvme", ChecksumAlgorithm::kCrc64Nvme, "123456789", "ae8b14860a799888"},
                    Case{"crc64nvme_of_nothing", ChecksumAlgorithm::kCrc64Nvme, "", "0000000000000000"},
                    Case{"sha1", ChecksumAlgorithm::kSha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
                    Case{"sha256", ChecksumAlgorithm::kSha256, "abc",
                         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}),
    [](const auto& made) { return std::string(made.param.name); });

TEST_P(Checksums, AreThePublishedOnes) {
  ChecksumHasher hasher(GetParam().algorithm);
  hasher.update(GetParam().input);
  EXPECT_EQ(base::to_hex(hasher.finish()), GetParam().hex);
}

TEST_P(Checksums, AreTheSameInWhateverPiecesTheBytesCome) {
  const std::string text = "The quick brown fox jumps over the lazy dog, and over it again and again.";
  ChecksumHasher whole(GetParam().algorithm);
  whole.update(text);
  const std::string expected = whole.finish();
  EXPECT_EQ(expected.size(), size_of(GetParam().algorithm));
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    ChecksumHasher pieces(GetParam().algorithm);
    pieces.update(text.substr(0, cut));
    pieces.update(text.substr(cut));
    EXPECT_EQ(pieces.finish(), expected) << cut;
  }
}

}  // namespace
}  // namespace s3
