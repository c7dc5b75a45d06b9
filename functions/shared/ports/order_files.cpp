#include "ports/order_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/upload.h"
#include "base/check.h"
#include "domain/quarantine.h"

namespace ports {
namespace order_files_detail {

using base::Json;

constexpr std::string_view kJson = "application/json", kLines = "application/x-ndjson";

std::string document(const Json& json) { return json.dump(2) + "\n"; }

// The file's name in its folder; but products.csv has no folder, and must not meet its namesake in products/.
std::string quarantine_name(const domain::ManifestFile& file) {
  const std::string folder = file.kind + "/";
  if (!file.key.starts_with(folder) || file.key == "products/products.csv") return file.key;
  return file.key.substr(folder.size());
}

}  // namespace order_files_detail

using namespace order_files_detail;

InputChanged::InputChanged(std::string_view key)
    : Failure("InputChanged",
              fmt::format("{} was replaced or removed after the set was claimed. The set's other files are where they "
                          "were: send the earlier bytes again under that key if they are to count, then start the "
                          "state machine by hand (fileKey \"\", and the bucket), which takes what lies there",
                          key)) {}

OrderFiles::OrderFiles(Cloud& cloud, std::string bucket, std::int64_t range_megabytes)
    : s3_(cloud), bucket_(std::move(bucket)), range_bytes_(static_cast<std::uint64_t>(range_megabytes) << 20) {
  CHECK(range_megabytes >= 1);
}

domain::Manifest OrderFiles::get_manifest(std::string_view key) {
  const auto text = s3_.find_text(bucket_, key);
  if (!text) throw base::Failure("NotFound", fmt::format("there is no manifest {} in {}", key, bucket_));
  return domain::parse_manifest(Json::parse(*text));
}

domain::FileReport OrderFiles::get_result(const domain::Manifest& manifest, int file) {
  const std::string key = domain::result_key(manifest.set_id, manifest.attempt, file);
  const auto text = s3_.find_text(bucket_, key);
  if (!text) throw base::Failure("NotFound", fmt::format("{} is not there: validate has not been run on it", key));
  return domain::parse_file_report(Json::parse(*text));
}

void OrderFiles::read(const domain::Manifest& manifest, const domain::ManifestFile& file,
                      const std::function<void(std::string_view)>& piece, const std::function<void()>& between) {
  for (std::uint64_t first = 0;; first += range_bytes_) {
    const bool is_last = file.size <= first + range_bytes_;
    std::uint64_t next = first;  // a copy goes on where the object was replaced
    with_claimed(manifest, file, [&](const std::string& key, const std::string& etag) {
      aws::ReadOptions part{.if_match = etag, .first = next};
      if (!is_last) part.last = first + range_bytes_ - 1;
      s3_.get(
          bucket_, key,
          [&](std::string_view bytes) {
            next += bytes.size();
            piece(bytes);
          },
          part);
    });
    if (is_last) return;
    between();
  }
}

void OrderFiles::with_claimed(const domain::Manifest& manifest, const domain::ManifestFile& file,
                              const std::function<void(const std::string& key, const std::string& etag)>& with) {
  const auto is_gone = [](const aws::Error& error) {
    return error.code() == "PreconditionFailed" || error.code() == "NoSuchKey";
  };
  try {
    return with(file.key, file.etag);
  } catch (const aws::Error& error) {
    if (!is_gone(error)) throw;
    if (!domain::is_replaced_by_the_next_set(file.key)) throw InputChanged(file.key);
  }
  try {
    with(domain::kept_key(manifest.set_id, file.key), "");  // a copy of a large object has another ETag
  } catch (const aws::Error& error) {
    if (is_gone(error)) throw InputChanged(file.key);
    throw;
  }
}

std::string OrderFiles::put_result(const domain::Manifest& manifest, int file, const domain::FileReport& report) {
  std::string key = domain::result_key(manifest.set_id, manifest.attempt, file);
  s3_.put(bucket_, key, document(to_json(report)), {.content_type = std::string(kJson)});
  return key;
}

void OrderFiles::put_lines(std::string_view key, Spool& lines) {
  aws::Upload upload(s3_, bucket_, std::string(key), std::string(kLines));
  lines.read([&](std::string_view bytes) { upload.write(bytes); });
  upload.finish();
}

void OrderFiles::quarantine(const domain::Manifest& manifest, const domain::ManifestFile& file,
                            const domain::FileReport& report) {
  const std::string key = fmt::format("quarantine/{}/{}/{}", file.kind, manifest.set_id, quarantine_name(file));
  with_claimed(manifest, file,
               [&](const std::string& from, const std::string& etag) { s3_.copy(bucket_, from, bucket_, key, etag); });
  s3_.put(bucket_, key + ".reason.json", document(domain::quarantine_note(manifest.set_id, report)),
          {.content_type = std::string(kJson)});
}

std::string OrderFiles::put_report(std::string_view set_id, const domain::ValidationReport& report) {
  std::string key = fmt::format("reports/{}/validation.json", set_id);
  s3_.put(bucket_, key, document(to_json(report)), {.content_type = std::string(kJson)});
  return key;
}

std::string file_rejects_key(const domain::Manifest& manifest, int file) {
  return fmt::format("{}{}.rejects.ndjson", domain::processing_prefix(manifest.set_id, manifest.attempt), file);
}

std::string set_rejects_key(std::string_view set_id, domain::Kind kind) {
  return fmt::format("reports/{}/rejects/{}.ndjson", set_id, name_of(kind));
}

}  // namespace ports
