#include "domain/file_set.h"

#include <fmt/format.h>

namespace domain {
namespace file_set_detail {

base::TimePoint get_time(const base::Json& json, std::string_view name) {
  if (const auto time = base::parse_iso8601(json.at(name).as_string())) return *time;
  throw base::JsonError(fmt::format("\"{}\" is no time: {}", name, json.at(name).as_string()));
}

std::string get_ids(const base::Json& json) {
  const std::string& ids = json.at("ids").as_string();
  if (ids == "int" || ids == "str") return ids;
  throw base::JsonError(fmt::format("\"ids\" is \"{}\"; it may be int or str", ids));
}

}  // namespace file_set_detail

using namespace file_set_detail;

base::Json to_json(const FileSet& set) {
  base::Json files = base::Json::array();
  for (const int file : set.files) files.push_back(file);
  return {{"setId", set.set_id},      {"attempt", set.attempt}, {"bucket", set.bucket},
          {"manifest", set.manifest}, {"ids", set.ids},         {"files", files}};
}

FileSet parse_file_set(const base::Json& json) {
  FileSet set{.set_id = json.at("setId").as_string(),
              .attempt = static_cast<int>(json.at("attempt").as_int()),
              .bucket = json.at("bucket").as_string(),
              .manifest = json.at("manifest").as_string(),
              .ids = get_ids(json)};
  // A stage that works on one file is not told of the others.
  if (const base::Json* files = json.find("files")) {
    for (const base::Json& file : files->elements()) set.files.push_back(static_cast<int>(file.as_int()));
  }
  return set;
}

base::Json to_json(const Manifest& manifest) {
  base::Json files = base::Json::array();
  for (const ManifestFile& file : manifest.files) {
    files.push_back({{"kind", file.kind},
                     {"key", file.key},
                     {"etag", file.etag},
                     {"size", file.size},
                     {"lastModified", base::format_iso8601(file.last_modified)}});
  }
  return {{"setId", manifest.set_id},
          {"attempt", manifest.attempt},
          {"bucket", manifest.bucket},
          {"ids", manifest.ids},
          {"createdAt", base::format_iso8601(manifest.created_at)},
          {"files", files}};
}

Manifest parse_manifest(const base::Json& json) {
  Manifest manifest{.set_id = json.at("setId").as_string(),
                    .attempt = static_cast<int>(json.at("attempt").as_int()),
                    .bucket = json.at("bucket").as_string(),
                    .ids = get_ids(json),
                    .created_at = get_time(json, "createdAt")};
  for (const base::Json& file : json.at("files").elements()) {
    manifest.files.push_back({.kind = file.at("kind").as_string(),
                              .key = file.at("key").as_string(),
                              .etag = file.at("etag").as_string(),
                              .size = file.at("size").as_unsigned(),
                              .last_modified = get_time(file, "lastModified")});
  }
  return manifest;
}

FileSet reference_to(const Manifest& manifest) {
  FileSet set{.set_id = manifest.set_id,
              .attempt = manifest.attempt,
              .bucket = manifest.bucket,
              .manifest = manifest_key(manifest.set_id, manifest.attempt),
              .ids = manifest.ids};
  for (std::size_t i = 0; i < manifest.files.size(); ++i) set.files.push_back(static_cast<int>(i));
  return set;
}

std::string processing_prefix(std::string_view set_id, int attempt) {
  return fmt::format("processing/{}-{}/", set_id, attempt);
}
std::string manifest_key(std::string_view set_id, int attempt) {
  return processing_prefix(set_id, attempt) + "manifest.json";
}
std::string result_key(std::string_view set_id, int attempt, int file) {
  return fmt::format("{}{}.json", processing_prefix(set_id, attempt), file);
}

bool is_replaced_by_the_next_set(std::string_view key) { return key.find('/') == std::string_view::npos; }
std::string kept_key(std::string_view set_id, std::string_view key) {
  return fmt::format("processing/{}/{}", set_id, key);
}

}  // namespace domain
