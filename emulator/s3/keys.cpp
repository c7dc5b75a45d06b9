#include "emulator/s3/keys.h"

#include "base/text.h"

namespace s3 {

std::string url_encode(std::string_view key) {
  return base::replace_all(base::percent_encode(key, base::Slash::kKeep), "%20", "+");
}

std::string quoted(std::string_view etag) {
  std::string result;
  result.reserve(etag.size() + 2);
  result += '"';
  result += etag;
  result += '"';
  return result;
}

std::string_view unquoted(std::string_view etag) {
  etag = base::trim(etag);
  if (etag.size() >= 2 && etag.starts_with('"') && etag.ends_with('"')) return etag.substr(1, etag.size() - 2);
  return etag;
}

std::string host_id(const protocol::Call& call) { return base::to_base64(call.request_id); }

std::string object_arn(std::string_view bucket, std::string_view key) {
  std::string arn = "arn:aws:s3:::";
  arn += bucket;
  arn += '/';
  arn += key;
  return arn;
}

}  // namespace s3
