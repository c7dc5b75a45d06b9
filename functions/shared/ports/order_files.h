#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "aws/s3.h"
#include "base/failure.h"
#include "domain/file_set.h"
#include "domain/report.h"
#include "ports/cloud.h"
#include "ports/spool.h"

namespace ports {

// The object is not the one that the set claimed: replaced or removed since, and the set keeps no copy of it.
struct InputChanged : base::Failure {
  explicit InputChanged(std::string_view key);
};

// The files of an order export as validate and transform see them: read as streams, and what is found in them written
// beside. Everything here leaves the same behind when it is done twice.
class OrderFiles {
 public:
  // `range_megabytes`: so much of a file is read in one request, at least 1. Between two requests a lease can be
  // renewed.
  OrderFiles(Cloud& cloud, std::string bucket, std::int64_t range_megabytes);

  // Throws Failure "NotFound" where it is not there.
  domain::Manifest get_manifest(std::string_view key);
  domain::FileReport get_result(const domain::Manifest& manifest, int file);

  // Streams the claimed object, and only that, in pieces: where it is not in incoming any more, the copy that the set
  // keeps. `between` is called from time to time when no request is under way. Throws InputChanged.
  void read(
      const domain::Manifest& manifest, const domain::ManifestFile& file,
      const std::function<void(std::string_view)>& piece, const std::function<void()>& between = [] {});

  // processing/<setId>-<attempt>/<file>.json, its key.
  std::string put_result(const domain::Manifest& manifest, int file, const domain::FileReport& report);
  void put_lines(std::string_view key, Spool& lines);
  // quarantine/<kind>/<setId>/<name>, and beside it <name>.reason.json. Throws InputChanged.
  void quarantine(const domain::Manifest& manifest, const domain::ManifestFile& file, const domain::FileReport& report);
  // reports/<setId>/validation.json, its key.
  std::string put_report(std::string_view set_id, const domain::ValidationReport& report);

 private:
  // Does `with` for where the claimed object lies, by key and the ETag that it must have; then, if it is not there any
  // more, for the set's own copy.
  void with_claimed(const domain::Manifest& manifest, const domain::ManifestFile& file,
                    const std::function<void(const std::string& key, const std::string& etag)>& with);
  aws::S3 s3_;
  std::string bucket_;
  std::uint64_t range_bytes_ = 0;
};

// processing/<setId>-<attempt>/<file>.rejects.ndjson
std::string file_rejects_key(const domain::Manifest& manifest, int file);
// reports/<setId>/rejects/<kind>.ndjson
std::string set_rejects_key(std::string_view set_id, domain::Kind kind);

}  // namespace ports
