#include "emulator/s3/conditions.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/keys.h"

namespace s3 {

namespace {

// Whether `list` ("\"a\", W/\"b\"", "*") names the object.
bool names(const std::string& list, const Object& object) {
  return std::ranges::any_of(base::split(list, ','), [&](std::string_view tag) {
    tag = base::trim(tag);
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    return tag == "*" || unquoted(tag) == object.etag;
  });
}

std::optional<base::TimePoint> find_date(const http::Headers& headers, const std::string& name) {
  const std::string* text = headers.find(name);
  return text ? base::parse_http_date(*text) : std::nullopt;
}

}  // namespace

ReadConditions ReadConditions::of(const http::Headers& headers, std::string_view header_prefix) {
  const std::string prefix(header_prefix);
  return {.if_match = headers.find(prefix + "If-Match"),
          .if_none_match = headers.find(prefix + "If-None-Match"),
          .if_modified_since = find_date(headers, prefix + "If-Modified-Since"),
          .if_unmodified_since = find_date(headers, prefix + "If-Unmodified-Since")};
}

Verdict judge(const ReadConditions& conditions, const Object& object) {
  using enum Verdict::Kind;
  if (conditions.if_match) {
    if (!names(*conditions.if_match, object)) return {kFailed, "If-Match"};
  } else if (conditions.if_unmodified_since && object.last_modified > *conditions.if_unmodified_since) {
    return {kFailed, "If-Unmodified-Since"};
  }
  if (conditions.if_none_match) {
    if (names(*conditions.if_none_match, object)) return {kNotModified, "If-None-Match"};
  } else if (conditions.if_modified_since && object.last_modified <= *conditions.if_modified_since) {
    return {kNotModified, "If-Modified-Since"};
  }
  return {};
}

WriteConditions WriteConditions::of(const http::Headers& headers) {
  const std::string* none = headers.find("If-None-Match");
  if (none && *none != "*") throw not_implemented("If-None-Match");
  return {.if_match = headers.find("If-Match"), .if_none = none != nullptr};
}

void WriteConditions::check(std::string_view key, const std::optional<Object>& before) const {
  if (if_none && before) throw precondition_failed("If-None-Match");
  if (!if_match) return;
  if (!before) throw no_such_key(key);
  if (!names(*if_match, *before)) throw precondition_failed("If-Match");
}

}  // namespace s3
