#include "emulator/s3/aws_chunked.h"

#include <gtest/gtest.h>

#include "emulator/protocol/fault.h"
#include "tests/emulator/s3/service.h"

namespace s3 {
namespace {

constexpr char kSigned[] =
    "5;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\nhello\r\n"
    "6;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n world\r\n"
    "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";
constexpr char kWithTrailers[] =
    "b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\nx-amz-trailer-signature:aa\r\n\r\n";

std::string read_all(const std::string& wire, std::size_t piece, http::Headers* trailers = nullptr) {
  FakeBody inner(wire, piece);
  AwsChunkedReader reader(inner);
  std::string all;
  for (std::string_view bytes = reader.read(); !bytes.empty(); bytes = reader.read()) all += bytes;
  if (trailers) *trailers = reader.trailers();
  return all;
}

TEST(AwsChunked, GivesTheBytesInWhateverPiecesTheyCome) {
  for (std::size_t piece = 1; piece <= sizeof kSigned; ++piece) {
    EXPECT_EQ(read_all(kSigned, piece), "hello world") << piece;
    http::Headers trailers;
    EXPECT_EQ(read_all(kWithTrailers, piece, &trailers), "hello world") << piece;
    EXPECT_EQ(trailers.get("x-amz-checksum-crc32"), "DUoRhQ==") << piece;
  }
}

TEST(AwsChunked, RefusesABodyThatEndsBeforeItsLastChunk) {
  const std::string wire = kSigned;
  for (std::size_t end = 0; end + 6 < wire.size(); end += 7) {
    EXPECT_THROW(read_all(wire.substr(0, end), 64), protocol::Fault) << end;
  }
}

TEST(AwsChunked, RefusesWhatIsNoChunk) {
  for (const char* wire : {"x\r\nhello\r\n0\r\n\r\n", "5\r\nhello!\r\n0\r\n\r\n", "\r\n", "-1\r\n\r\n",
                           "ffffffffffffffffff\r\n\r\n", "0\r\nno colon\r\n\r\n"}) {
    EXPECT_THROW(read_all(wire, 64), protocol::Fault) << wire;
  }
}

}  // namespace
}  // namespace s3
