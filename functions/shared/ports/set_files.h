#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/s3.h"
#include "base/json.h"
#include "domain/file_set.h"

namespace ports {

// The objects of the data bucket as the life of a set moves them: incoming, then archived or set aside.
class SetFiles {
 public:
  SetFiles(aws::Client& client, std::string data_bucket, std::string archive_bucket)
      : s3_(client), data_bucket_(std::move(data_bucket)), archive_bucket_(std::move(archive_bucket)) {}

  const std::string& data_bucket() const { return data_bucket_; }

  // Everything under the prefixes that files arrive at, of no kind yet.
  std::vector<domain::ManifestFile> list_incoming();

  std::optional<domain::Manifest> find_manifest(std::string_view key);
  // Writes the manifest of an attempt once. Where one is there already, it stays if it names the same objects at the
  // same times, and is replaced if it is the leftover of a try that never came to open its set.
  domain::Manifest put_manifest(const domain::Manifest& manifest);
  // What validate says of a file; nothing where it has not said anything.
  std::optional<base::Json> find_result(const domain::Manifest& manifest, int file);

  // Has the set keep a copy of the manifest's object. False: it is not there any more, and no copy was made before.
  bool keep(const domain::Manifest& manifest, const domain::ManifestFile& file);
  bool is_kept(const domain::Manifest& manifest, const domain::ManifestFile& file);

  enum class Copied { kYes, kGone, kReplaced };  // kReplaced: another object has the key now
  // Copies the manifest's object, and only that, or the copy that the set keeps; kYes too where it was copied before
  // and has left since.
  Copied archive(const domain::Manifest& manifest, const domain::ManifestFile& file);  // <yyyy>/<mm>/<dd>/<setId>/<key>
  Copied set_aside(const domain::Manifest& manifest, const domain::ManifestFile& file);  // failed/<setId>/<key>

  // Removes the object if it still is the manifest's, by ETag and LastModified. False: it was sent again and stays.
  bool remove_incoming(const domain::ManifestFile& file);

 private:
  std::optional<aws::ObjectInfo> find(const std::string& bucket, const std::string& key);
  Copied copy(const domain::Manifest& manifest, const domain::ManifestFile& file, const std::string& bucket,
              const std::string& key);
  Copied copy_from(const std::string& from, std::string_view etag, const std::string& bucket, const std::string& key);

  aws::S3 s3_;
  std::string data_bucket_, archive_bucket_;
};

}  // namespace ports
