#pragma once

#include <string>
#include <string_view>

#include "emulator/http/message.h"
#include "emulator/s3/buckets.h"
#include "emulator/s3/request.h"

// Everything this emulator speaks of S3 (REST XML, version 2006-03-01).

namespace s3 {

enum class Level { kService, kBucket, kObject };

// A row. A request is of the operation whose method and level it has, whose sub-resource is in its query (and no other
// row's), and with a copy source exactly where `header` says so: no request is of two.
struct Operation {
  std::string_view name = {};    // "PutObject"
  std::string_view action = {};  // what IAM is asked for the bucket's or the object's ARN: "s3:PutObject"
  std::string_view method = {};
  Level level = Level::kService;
  std::string_view sub_resource = {};  // "uploads"; empty: none
  std::string_view header = {};        // "x-amz-copy-source"; empty: it is not there
  bool asks_itself = false;            // the operation asks IAM, once it has read what about
  http::Response (*run)(Buckets&, const Request&) = nullptr;
};

template <http::Response (*Run)(Buckets&, const Request&)>
constexpr Operation operation(std::string_view name, std::string_view action, std::string_view method, Level level,
                              std::string_view sub_resource = {}, std::string_view header = {}) {
  return {.name = name,
          .action = action,
          .method = method,
          .level = level,
          .sub_resource = sub_resource,
          .header = header,
          .run = Run};
}
template <http::Response (*Run)(Buckets&, const Request&)>
constexpr Operation asking_operation(std::string_view name, std::string_view action, std::string_view method,
                                     Level level, std::string_view sub_resource) {
  Operation made = operation<Run>(name, action, method, level, sub_resource);
  made.asks_itself = true;
  return made;
}

extern const Operation abort_multipart_upload, complete_multipart_upload, copy_object, create_bucket,
    create_multipart_upload, delete_bucket, delete_bucket_encryption, delete_bucket_lifecycle, delete_bucket_policy,
    delete_bucket_tagging, delete_object, delete_object_tagging, delete_objects, delete_public_access_block,
    get_bucket_acl, get_bucket_encryption, get_bucket_lifecycle_configuration, get_bucket_location,
    get_bucket_notification_configuration, get_bucket_policy, get_bucket_tagging, get_bucket_versioning, get_object,
    get_object_acl, get_object_tagging, get_public_access_block, head_bucket, head_object, list_buckets,
    list_multipart_uploads, list_objects, list_objects_v2, list_parts, put_bucket_encryption,
    put_bucket_lifecycle_configuration, put_bucket_notification_configuration, put_bucket_policy, put_bucket_tagging,
    put_bucket_versioning, put_object, put_object_tagging, put_public_access_block, upload_part, upload_part_copy;

inline constexpr const Operation* kOperations[] = {&abort_multipart_upload,
                                                   &complete_multipart_upload,
                                                   &copy_object,
                                                   &create_bucket,
                                                   &create_multipart_upload,
                                                   &delete_bucket,
                                                   &delete_bucket_encryption,
                                                   &delete_bucket_lifecycle,
                                                   &delete_bucket_policy,
                                                   &delete_bucket_tagging,
                                                   &delete_object,
                                                   &delete_object_tagging,
                                                   &delete_objects,
                                                   &delete_public_access_block,
                                                   &get_bucket_acl,
                                                   &get_bucket_encryption,
                                                   &get_bucket_lifecycle_configuration,
                                                   &get_bucket_location,
                                                   &get_bucket_notification_configuration,
                                                   &get_bucket_policy,
                                                   &get_bucket_tagging,
                                                   &get_bucket_versioning,
                                                   &get_object,
                                                   &get_object_acl,
                                                   &get_object_tagging,
                                                   &get_public_access_block,
                                                   &head_bucket,
                                                   &head_object,
                                                   &list_buckets,
                                                   &list_multipart_uploads,
                                                   &list_objects,
                                                   &list_objects_v2,
                                                   &list_parts,
                                                   &put_bucket_encryption,
                                                   &put_bucket_lifecycle_configuration,
                                                   &put_bucket_notification_configuration,
                                                   &put_bucket_policy,
                                                   &put_bucket_tagging,
                                                   &put_bucket_versioning,
                                                   &put_object,
                                                   &put_object_tagging,
                                                   &put_public_access_block,
                                                   &upload_part,
                                                   &upload_part_copy};

// What the operations share.
// Asks IAM and the bucket's policy. Throws AccessDenied.
void authorize(const Buckets& buckets, const Request& request, std::string_view action, const std::string& bucket,
               const std::string& resource);
http::Response xml_response(std::string document);
http::Response empty_response(int status);  // 200 or 204
// x-amz-expiration, where a lifecycle rule will remove the object.
void add_expiration(http::Response& response, const Bucket& bucket, std::string_view key, const Object& object);
// The only access control list there is: all for the owner. (S3's default since 2023: BucketOwnerEnforced)
std::string write_owner_acl(std::string_view account);
// The object; where there is none, no_such_key() or, for those who may not list the bucket, access_denied(): whether a
// key is there is not for them to know. (S3 API Reference, GetObject)
Object get_object_or_throw(Buckets& buckets, const Request& request, std::string_view bucket, std::string_view key);

}  // namespace s3
