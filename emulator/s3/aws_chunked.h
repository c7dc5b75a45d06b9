#pragma once

#include <string>
#include <string_view>

#include "emulator/http/message.h"

namespace s3 {

// Takes the content coding `aws-chunked` off a body: "<size in hex>[;chunk-signature=…]\r\n<bytes>\r\n", a chunk of
// size 0 at the end, and trailers behind it. (S3 API Reference, "Signature Calculations: Transferring a Payload in
// Multiple Chunks")
//
// Signatures of chunks are not verified: the request's own is, and the bytes have checksums.
class AwsChunkedReader : public http::BodyReader {
 public:
  explicit AwsChunkedReader(http::BodyReader& inner) : inner_(inner) {}
  // Throws incomplete_body() where the body ends before its last chunk, or is not of this form.
  std::string_view read() override;
  // What came behind the last chunk; complete when read() has said that it is the end.
  const http::Headers& trailers() const { return trailers_; }

 private:
  std::string_view take_bytes();
  std::string take_line();
  bool fill();

  http::BodyReader& inner_;
  std::string_view piece_ = {};  // of the inner body, what is left of it
  std::size_t left_ = 0;         // of the chunk
  bool in_chunk_ = false;
  bool ended_ = false;
  http::Headers trailers_ = {};
};

}  // namespace s3
