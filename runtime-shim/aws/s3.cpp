#include "aws/s3.h"

#include <fmt/format.h>

#include "aws/retry.h"
#include "aws/xml.h"
#include "base/text.h"

namespace aws {
namespace s3_detail {

std::string quoted(std::string_view etag) { return fmt::format("\"{}\"", etag); }

std::string unquoted(std::string_view etag) {
  if (etag.size() >= 2 && etag.starts_with('"') && etag.ends_with('"')) etag = etag.substr(1, etag.size() - 2);
  return std::string(etag);
}

ObjectInfo info_of(std::string_view key, const Client::Response& response) {
  ObjectInfo info{.key = std::string(key), .etag = unquoted(response.header("etag"))};
  // Of a part the whole size stands behind the slash: "bytes 5-9/10".
  const std::string range = response.header("content-range");
  const std::string size = range.empty() ? response.header("content-length") : range.substr(range.find('/') + 1);
  info.size = static_cast<std::uint64_t>(base::parse_int(size).value_or(0));
  if (const auto time = base::parse_http_date(response.header("last-modified"))) info.last_modified = *time;
  return info;
}

[[noreturn]] void unreadable(std::string_view operation) {
  throw Error({.service = "s3",
               .operation = std::string(operation),
               .code = "UnreadableAnswer",
               .status = 200,
               .message = "the answer is not the XML that was expected"});
}

ObjectInfo info_of(const xml::Element& contents) {
  ObjectInfo info{.key = base::percent_decode(contents.child_text("Key"), base::Plus::kSpace),
                  .etag = unquoted(contents.child_text("ETag"))};
  const auto size = base::parse_int(contents.child_text("Size"));
  const auto time = base::parse_iso8601(contents.child_text("LastModified"));
  if (info.key.empty() || !size || !time) unreadable("ListObjectsV2");
  info.size = static_cast<std::uint64_t>(*size);
  info.last_modified = *time;
  return info;
}

}  // namespace s3_detail

using namespace s3_detail;

Client::Request S3::request(std::string_view operation, std::string_view method, std::string_view bucket,
                            std::string_view key) const {
  Client::Request request{.operation = std::string(operation), .method = std::string(method)};
  const std::string path = "/" + base::percent_encode(key, base::Slash::kKeep);
  // Path-style at an endpoint of one's own, whose certificate and DNS know no buckets; and for names with dots, which
  // AWS's wildcard certificate does not cover. Keys begin behind the bucket's '/' either way.
  if (client_.config().endpoint(kS3).given || bucket.find('.') != std::string_view::npos) {
    request.path = fmt::format("/{}{}", bucket, key.empty() ? "" : path);
  } else {
    request.host_prefix = fmt::format("{}.", bucket);
    request.path = path;
  }
  return request;
}

std::optional<ObjectInfo> S3::find_head(std::string_view bucket, std::string_view key) {
  try {
    return info_of(key, client_.send(kS3, request("HeadObject", "HEAD", bucket, key)));
  } catch (const Error& error) {
    if (error.status() == 404) return std::nullopt;
    throw;
  }
}

ObjectInfo S3::get(std::string_view bucket, std::string_view key, const Sink& sink, const ReadOptions& options) {
  ReadOptions from = options;
  for (;;) {
    Client::Request get = request("GetObject", "GET", bucket, key);
    if (!from.if_match.empty()) get.headers.emplace_back("If-Match", quoted(from.if_match));
    if (from.first > 0 || from.last)
      get.headers.emplace_back("Range",
                               fmt::format("bytes={}-{}", from.first, from.last ? std::to_string(*from.last) : ""));
    const std::uint64_t before = from.first;
    get.sink = [&](std::string_view bytes) {
      from.first += bytes.size();
      sink(bytes);
    };
    try {
      return info_of(key, client_.send(kS3, get));
    } catch (const Error& error) {
      // Broken off in the middle: go on from there, as long as each try brings something and it is still the same
      // object.
      const std::string etag = unquoted(error.details().text("etag"));
      if (error.status() != 0 || from.first == before || etag.empty()) throw;
      from.if_match = etag;
    }
  }
}

std::string S3::get_text(std::string_view bucket, std::string_view key, const ReadOptions& options) {
  std::string text;
  get(
      bucket, key, [&](std::string_view bytes) { text += bytes; }, options);
  return text;
}

std::optional<std::string> S3::find_text(std::string_view bucket, std::string_view key) {
  try {
    return get_text(bucket, key);
  } catch (const Error& error) {
    if (error.code() == "NoSuchKey") return std::nullopt;
    throw;
  }
}

std::string S3::put(std::string_view bucket, std::string_view key, std::string_view body, const WriteOptions& options) {
  Client::Request put = request("PutObject", "PUT", bucket, key);
  put.headers.emplace_back("Content-Type", options.content_type);
  if (!options.server_side_encryption.empty())
    put.headers.emplace_back("x-amz-server-side-encryption", options.server_side_encryption);
  if (!options.if_match.empty()) put.headers.emplace_back("If-Match", quoted(options.if_match));
  if (options.if_none_match) put.headers.emplace_back("If-None-Match", "*");
  put.repeat = options.repeat;
  const bool conditional = !options.if_match.empty() || options.if_none_match;
  if (conditional && options.repeat == Repeat::kByOperation) put.repeat = Repeat::kNo;
  put.body = body;
  return unquoted(client_.send(kS3, put).header("etag"));
}

std::string S3::copy(std::string_view from_bucket, std::string_view from_key, std::string_view to_bucket,
                     std::string_view to_key, std::string_view if_etag) {
  Client::Request copy = request("CopyObject", "PUT", to_bucket, to_key);
  copy.headers.emplace_back("x-amz-copy-source",
                            base::percent_encode(fmt::format("/{}/{}", from_bucket, from_key), base::Slash::kKeep));
  if (!if_etag.empty()) copy.headers.emplace_back("x-amz-copy-source-if-match", quoted(if_etag));
  const auto result = xml::parse(client_.send(kS3, copy).body);
  if (!result) unreadable("CopyObject");
  return unquoted(result->child_text("ETag"));
}

void S3::remove(std::string_view bucket, std::string_view key, std::string_view if_etag) {
  Client::Request remove = request("DeleteObject", "DELETE", bucket, key);
  if (!if_etag.empty()) remove.headers.emplace_back("If-Match", quoted(if_etag));
  try {
    client_.send(kS3, remove);
  } catch (const Error& error) {
    if (error.code() != "NoSuchKey") throw;  // with a condition S3 does say that it is not there
  }
}

ListPage S3::list_page(std::string_view bucket, const ListRequest& asked) {
  Client::Request list = request("ListObjectsV2", "GET", bucket, "");
  // In the order of their names, as they are signed. `encoding-type`: a key may hold what XML cannot.
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty() && name != "prefix") return;
    list.query += fmt::format("{}{}={}", list.query.empty() ? "" : "&", name, base::percent_encode(value));
  };
  add("continuation-token", asked.token);
  add("delimiter", asked.delimiter);
  add("encoding-type", "url");
  add("list-type", "2");
  if (asked.max < 1000) add("max-keys", std::to_string(asked.max));
  add("prefix", asked.prefix);
  add("start-after", asked.start_after);
  const auto answer = xml::parse(client_.send(kS3, list).body);
  if (!answer || answer->name != "ListBucketResult") unreadable("ListObjectsV2");
  ListPage page;
  for (const xml::Element& child : answer->children) {
    if (child.name == "Contents") page.objects.push_back(info_of(child));
    if (child.name == "CommonPrefixes")
      page.folders.push_back(base::percent_decode(child.child_text("Prefix"), base::Plus::kSpace));
  }
  if (answer->child_text("IsTruncated") == "true") page.next = answer->child_text("NextContinuationToken");
  return page;
}

void S3::list(std::string_view bucket, std::string_view prefix, const std::function<void(const ObjectInfo&)>& visit) {
  ListRequest request{.prefix = std::string(prefix)};
  do {
    const ListPage page = list_page(bucket, request);
    for (const ObjectInfo& object : page.objects) visit(object);
    request.token = page.next;
  } while (!request.token.empty());
}

}  // namespace aws
