#include "aws/upload.h"

#include <fmt/format.h>

#include "aws/xml.h"
#include "base/check.h"
#include "base/text.h"

namespace aws {

Upload::Upload(S3& s3, std::string bucket, std::string key, std::string content_type, std::size_t part_size)
    : s3_(s3),
      bucket_(std::move(bucket)),
      key_(std::move(key)),
      content_type_(std::move(content_type)),
      part_size_(part_size) {}

Upload::~Upload() {
  if (upload_id_.empty() || finished_) return;
  try {
    Client::Request abort = s3_.request("AbortMultipartUpload", "DELETE", bucket_, key_);
    abort.query = fmt::format("uploadId={}", base::percent_encode(upload_id_));
    s3_.client_.send(kS3, abort);
  } catch (const Error&) {
    // Whoever unwinds has said what is wrong; the bucket's lifecycle rule removes what stays.
  }
}

void Upload::write(std::string_view bytes) {
  while (!bytes.empty()) {
    if (buffer_.size() == part_size_) send_part();
    const auto piece = bytes.substr(0, part_size_ - buffer_.size());
    buffer_ += piece;
    bytes.remove_prefix(piece.size());
  }
}

void Upload::send_part() {
  if (upload_id_.empty()) {
    Client::Request create = s3_.request("CreateMultipartUpload", "POST", bucket_, key_);
    create.query = "uploads=";
    create.headers.emplace_back("Content-Type", content_type_);
    create.repeat = Repeat::kYes;  // an upload that nobody knows of holds nothing
    const auto answer = xml::parse(s3_.client_.send(kS3, create).body);
    upload_id_ = answer ? answer->child_text("UploadId") : "";
    if (upload_id_.empty())
      throw Error({.service = "s3",
                   .operation = "CreateMultipartUpload",
                   .code = "UnreadableAnswer",
                   .status = 200,
                   .message = "the answer has no UploadId"});
  }
  Client::Request part = s3_.request("UploadPart", "PUT", bucket_, key_);
  part.query = fmt::format("partNumber={}&uploadId={}", etags_.size() + 1, base::percent_encode(upload_id_));
  part.body = buffer_;
  etags_.push_back(s3_.client_.send(kS3, part).header("etag"));
  buffer_.clear();
}

std::string Upload::finish() {
  CHECK(!finished_);
  if (upload_id_.empty()) {
    finished_ = true;
    return s3_.put(bucket_, key_, buffer_, {.content_type = content_type_});
  }
  if (!buffer_.empty()) send_part();
  std::string body = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
  for (std::size_t i = 0; i < etags_.size(); ++i)
    body += fmt::format("<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>", i + 1, base::escape_xml(etags_[i]));
  body += "</CompleteMultipartUpload>";
  Client::Request complete = s3_.request("CompleteMultipartUpload", "POST", bucket_, key_);
  complete.query = fmt::format("uploadId={}", base::percent_encode(upload_id_));
  complete.headers.emplace_back("Content-Type", "application/xml");
  complete.body = body;
  complete.repeat = Repeat::kYes;  // S3 answers the same again
  const auto answer = xml::parse(s3_.client_.send(kS3, complete).body);
  finished_ = true;
  std::string etag = answer ? answer->child_text("ETag") : "";
  std::erase(etag, '"');
  return etag;
}

}  // namespace aws
