#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "emulator/http/message.h"
#include "emulator/s3/object.h"

// Conditional requests. (RFC 9110 §13; S3 User Guide, "Conditional requests")

namespace s3 {

// What a reader asks of the object that is there.
struct ReadConditions {
  const std::string* if_match = nullptr;
  const std::string* if_none_match = nullptr;
  std::optional<base::TimePoint> if_modified_since = {};  // a date that cannot be read counts as none
  std::optional<base::TimePoint> if_unmodified_since = {};

  // If-Match …, and x-amz-copy-source-if-match ….
  static ReadConditions of(const http::Headers& headers, std::string_view header_prefix = {});
};

struct Verdict {
  enum class Kind { kGo, kNotModified, kFailed } kind = Kind::kGo;
  std::string_view condition = {};  // the header that failed: "If-Match"
};
Verdict judge(const ReadConditions& conditions, const Object& object);

// What a writer asks of the object that its own will replace, or that it removes.
struct WriteConditions {
  const std::string* if_match = nullptr;
  bool if_none = false;  // If-None-Match: *

  // Throws not_implemented() for If-None-Match with anything but "*".
  static WriteConditions of(const http::Headers& headers);
  // Throws precondition_failed(); no_such_key() where If-Match asks for an object that is not there.
  void check(std::string_view key, const std::optional<Object>& before) const;
};

}  // namespace s3
