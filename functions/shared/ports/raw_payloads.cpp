#include "ports/raw_payloads.h"

#include <algorithm>

#include "base/time.h"
#include "domain/raw_key.h"
#include "ports/vendor_bucket.h"

namespace ports {

void RawPayloads::put(std::string_view key, std::string_view body) {
  constexpr int kTries = 5;
  for (int attempt = 1;; ++attempt) {
    try {
      s3_.put(bucket_, key, body,
              {.content_type = "application/json",
               .server_side_encryption = kVendorEncryption,
               .if_none_match = true,
               .repeat = aws::Repeat::kYes});
      return;
    } catch (const aws::Error& error) {
      if (error.code() == "PreconditionFailed") return;
      // Somebody writes it at this very moment. (S3 User Guide, "Conditional writes": 409, upload it again)
      if (error.code() != "ConditionalRequestConflict" || attempt == kTries) throw;
    }
  }
}

bool RawPayloads::exists(std::string_view key) { return s3_.find_head(bucket_, key).has_value(); }

std::vector<std::string> RawPayloads::vendors() {
  std::vector<std::string> vendors;
  aws::ListRequest request{.prefix = std::string(domain::kRawFolder), .delimiter = "/"};
  do {
    const aws::ListPage page = s3_.list_page(bucket_, request);
    for (const std::string& folder : page.folders) {
      if (auto vendor = domain::parse_vendor_folder(folder)) vendors.push_back(std::move(*vendor));
    }
    request.token = page.next;
  } while (!request.token.empty());
  return vendors;
}

std::vector<std::string> RawPayloads::list(const Span& span, std::string_view after, int max) {
  const std::string first = domain::raw_prefix(span.vendor_id, span.from);
  const std::string end = domain::raw_prefix(span.vendor_id, span.to);
  // A whole day ends where the next begins, and shares but its month with it: its last millisecond shares more.
  const auto last_time = base::parse_iso8601(span.to);
  const std::string last =
      last_time ? domain::raw_prefix(span.vendor_id, base::format_iso8601(*last_time - std::chrono::milliseconds(1)))
                : end;
  const auto differs = std::ranges::mismatch(first, last).in1;
  // `first` is no key, but stands before every key of its instant.
  const aws::ListPage page = s3_.list_page(
      bucket_,
      {.prefix = std::string(first.begin(), differs), .start_after = std::max(first, std::string(after)), .max = max});
  std::vector<std::string> keys;
  for (const aws::ObjectInfo& object : page.objects) {
    if (object.key < end) keys.push_back(object.key);
  }
  return keys;
}

}  // namespace ports
