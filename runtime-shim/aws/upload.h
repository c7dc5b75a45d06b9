#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/s3.h"

namespace aws {

// Writes one object piece by piece, in memory that does not grow with it: up to one part's size it is a single put,
// beyond that a multipart upload. Nothing is visible before finish(); an upload that is not finished is aborted.
class Upload {
 public:
  static constexpr std::size_t kPartSize = 8 * 1024 * 1024;  // × 10,000 parts = 78 GiB

  Upload(S3& s3, std::string bucket, std::string key, std::string content_type = "application/octet-stream",
         std::size_t part_size = kPartSize);
  ~Upload();
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;

  void write(std::string_view bytes);
  std::string finish();  // the object's ETag

 private:
  void send_part();

  S3& s3_;
  std::string bucket_, key_, content_type_;
  std::size_t part_size_ = kPartSize;
  std::string buffer_ = {};
  std::string upload_id_ = {};  // empty until the first part is sent
  std::vector<std::string> etags_ = {};
  bool finished_ = false;
};

}  // namespace aws
