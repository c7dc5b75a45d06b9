#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/s3.h"
#include "base/json.h"

namespace ports {

// The standard representation of each event, an object each, and beside it the notes on those that broke their
// contract.
//
//   canonical/<emits>/vendorId=<vendor>/<ingestId>.json      the envelope
//   quarantine/vendor-events/<ingestId>.reason.json          what was wrong, and where the raw payload lies
class CanonicalEvents {
 public:
  CanonicalEvents(aws::Client& client, std::string bucket) : s3_(client), bucket_(std::move(bucket)) {}

  static std::string canonical_key(std::string_view emits, std::string_view vendor_id, std::string_view ingest_id);
  static std::string quarantine_key(std::string_view ingest_id);

  struct Stored {
    std::string bytes = {};
    std::string etag = {};
    base::Json envelope() const { return base::Json::parse(bytes); }
  };
  std::optional<Stored> find(std::string_view key);
  // Writes the first envelope under the key. Returns what was there before, be it the same.
  std::optional<Stored> create(std::string_view key, std::string_view bytes);
  // Writes another one in its place, unless somebody was faster: Failure "Unavailable".
  void replace(std::string_view key, std::string_view bytes, std::string_view etag);

  void set_aside(std::string_view key, std::string_view note);

 private:
  aws::S3 s3_;
  std::string bucket_;
};

}  // namespace ports
