#include "ports/set_files.h"

#include <fmt/format.h>

#include "base/text.h"

namespace ports {
namespace set_files_detail {

// "2026-11-21" → "2026/11/21"
std::string day_folder(base::TimePoint time) { return base::replace_all(base::format_day(time), "-", "/"); }

bool is_missing(const aws::Error& error) { return error.code() == "NoSuchKey" || error.status() == 404; }

}  // namespace set_files_detail

using namespace set_files_detail;

std::vector<domain::ManifestFile> SetFiles::list_incoming() {
  std::vector<domain::ManifestFile> found;
  for (const std::string_view prefix : {"order_items/", "orders/", "products.", "products/"})
    s3_.list(data_bucket_, prefix, [&](const aws::ObjectInfo& object) {
      found.push_back({.key = object.key,
                       .etag = object.etag,
                       .size = object.size,
                       // As the manifest spells it, so that both compare.
                       .last_modified = base::from_epoch_millis(base::to_epoch_millis(object.last_modified))});
    });
  return found;
}

std::optional<domain::Manifest> SetFiles::find_manifest(std::string_view key) {
  const auto text = s3_.find_text(data_bucket_, key);
  if (!text) return std::nullopt;
  return domain::parse_manifest(base::Json::parse(*text));
}

domain::Manifest SetFiles::put_manifest(const domain::Manifest& manifest) {
  const std::string key = domain::manifest_key(manifest.set_id, manifest.attempt);
  const std::string text = domain::to_json(manifest).dump(2) + "\n";
  try {
    s3_.put(data_bucket_, key, text, {.content_type = "application/json", .if_none_match = true});
    return manifest;
  } catch (const aws::Error& error) {
    if (error.code() != "PreconditionFailed") throw;
  }
  if (auto there = find_manifest(key); there && there->files == manifest.files) return std::move(*there);
  s3_.put(data_bucket_, key, text, {.content_type = "application/json"});
  return manifest;
}

std::optional<base::Json> SetFiles::find_result(const domain::Manifest& manifest, int file) {
  const auto text = s3_.find_text(data_bucket_, domain::result_key(manifest.set_id, manifest.attempt, file));
  if (!text) return std::nullopt;
  return base::Json::parse(*text);
}

SetFiles::Copied SetFiles::archive(const domain::Manifest& manifest, const domain::ManifestFile& file) {
  return copy(manifest, file, archive_bucket_,
              fmt::format("{}/{}/{}", day_folder(manifest.created_at), manifest.set_id, file.key));
}

SetFiles::Copied SetFiles::set_aside(const domain::Manifest& manifest, const domain::ManifestFile& file) {
  return copy(manifest, file, data_bucket_, fmt::format("failed/{}/{}", manifest.set_id, file.key));
}

bool SetFiles::keep(const domain::Manifest& manifest, const domain::ManifestFile& file) {
  if (is_kept(manifest, file)) return true;
  return copy_from(file.key, file.etag, data_bucket_, domain::kept_key(manifest.set_id, file.key)) == Copied::kYes;
}

bool SetFiles::is_kept(const domain::Manifest& manifest, const domain::ManifestFile& file) {
  const auto there = find(data_bucket_, domain::kept_key(manifest.set_id, file.key));
  return there && there->size == file.size;
}

SetFiles::Copied SetFiles::copy(const domain::Manifest& manifest, const domain::ManifestFile& file,
                                const std::string& bucket, const std::string& key) {
  const Copied copied = copy_from(file.key, file.etag, bucket, key);
  if (copied == Copied::kYes) return copied;
  const auto there = find(bucket, key);
  if (there && there->size == file.size) return Copied::kYes;
  if (!domain::is_replaced_by_the_next_set(file.key)) return copied;
  return copy_from(domain::kept_key(manifest.set_id, file.key), "", bucket, key) == Copied::kYes ? Copied::kYes
                                                                                                 : copied;
}

SetFiles::Copied SetFiles::copy_from(const std::string& from, std::string_view etag, const std::string& bucket,
                                     const std::string& key) {
  try {
    s3_.copy(data_bucket_, from, bucket, key, etag);
    return Copied::kYes;
  } catch (const aws::Error& error) {
    if (error.code() == "PreconditionFailed") return Copied::kReplaced;
    if (is_missing(error)) return Copied::kGone;
    throw;
  }
}

// By a listing, as the manifest's own entries were: it has the time more exactly than a header may.
std::optional<aws::ObjectInfo> SetFiles::find(const std::string& bucket, const std::string& key) {
  std::optional<aws::ObjectInfo> found;
  s3_.list(bucket, key, [&](const aws::ObjectInfo& object) {
    if (object.key == key) found = object;
  });
  return found;
}

bool SetFiles::remove_incoming(const domain::ManifestFile& file) {
  const auto there = find(data_bucket_, file.key);
  if (!there) return true;
  if (there->etag != file.etag || there->last_modified != file.last_modified) return false;
  try {
    s3_.remove(data_bucket_, file.key, file.etag);
  } catch (const aws::Error& error) {
    if (error.code() != "PreconditionFailed") throw;
    return false;  // sent again since we looked
  }
  return true;
}

}  // namespace ports
