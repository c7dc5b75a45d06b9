#include "emulator/s3/read_object.h"

#include <fmt/format.h>

#include <numeric>

#include "base/text.h"
#include "emulator/s3/conditions.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/headers.h"
#include "emulator/s3/range.h"

namespace s3 {
namespace read_object_detail {

Range range_of_part(const Object& object, const std::string& text) {
  const auto number = base::parse_int(text);
  if (!number || *number < 1 || *number > 10'000) {
    throw invalid_argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", text);
  }
  const auto index = static_cast<std::size_t>(*number - 1);
  const std::size_t count = object.part_sizes.empty() ? 1 : object.part_sizes.size();
  if (index >= count) {
    throw with(Fault("InvalidPartNumber", 416, "The requested partnumber is not satisfiable"),
               {{"PartNumberRequested", *number}, {"ActualPartCount", count}});
  }
  if (object.part_sizes.empty()) return {0, object.size};
  const auto part = object.part_sizes.begin() + static_cast<std::ptrdiff_t>(index);
  return {std::accumulate(object.part_sizes.begin(), part, std::uint64_t{0}), *part};
}

// Which bytes are asked for; nothing for the whole.
std::optional<Range> find_range(const Request& request, const Object& object) {
  const std::string* range = request.header("Range");
  const std::string* part = request.parameter("partNumber");
  if (range && part) throw invalid_request("Cannot specify both Range header and partNumber query parameter");
  if (part) return range_of_part(object, *part);
  return range ? parse_range(*range, object.size) : std::nullopt;
}

void set_body(Buckets& buckets, const Request& request, const Object& object, const Range& range,
              http::Response& response) {
  if (object.has_blob()) {
    response.body = http::FileBody{
        .descriptor = buckets.store().open_blob(object.blob), .offset = range.first, .length = range.length};
    return;
  }
  std::string bytes = buckets.objects().bytes_of(request.bucket, request.key, object);
  const bool is_whole = range.length == bytes.size();
  response.body = is_whole
                      ? std::move(bytes)
                      : bytes.substr(static_cast<std::size_t>(range.first), static_cast<std::size_t>(range.length));
}

}  // namespace read_object_detail

using namespace read_object_detail;

http::Response read_object(Buckets& buckets, const Request& request, Want want) {
  const Bucket& bucket = buckets.get(request.bucket);
  const Object object = get_object_or_throw(buckets, request, request.bucket, request.key);
  const Verdict verdict = judge(ReadConditions::of(request.http.headers), object);
  if (verdict.kind == Verdict::Kind::kFailed) throw precondition_failed(verdict.condition);
  http::Response response;
  if (verdict.kind == Verdict::Kind::kNotModified) {
    response.status = 304;
    add_object_headers(response, request, object, false);
    return response;
  }
  const auto range = find_range(request, object);
  add_object_headers(response, request, object, !range || range->length == object.size);
  add_expiration(response, bucket, request.key, object);
  if (range) {
    response.status = 206;
    if (object.size > 0) {
      response.headers.add("Content-Range",
                           fmt::format("bytes {}-{}/{}", range->first, range->first + range->length - 1, object.size));
    }
  }
  if (request.parameter("partNumber") && !object.part_sizes.empty()) {
    response.headers.add("x-amz-mp-parts-count", std::to_string(object.part_sizes.size()));
  }
  const Range shown = range.value_or(Range{0, object.size});
  if (want == Want::kHead) {
    response.headers.add("Content-Length", std::to_string(shown.length));
  } else {
    set_body(buckets, request, object, shown, response);
  }
  return response;
}

}  // namespace s3
