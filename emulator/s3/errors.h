#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "emulator/protocol/fault.h"

// The faults of S3 by name, with the further elements that S3 puts in the error's XML. (S3 API Reference, "Error
// Responses"; wordings as S3 sends them)

namespace s3 {

using protocol::Fault;

inline Fault with(Fault fault, std::initializer_list<std::pair<std::string_view, base::Json>> elements) {
  for (const auto& [name, value] : elements) fault.members.set(name, value);
  return fault;
}

// --- buckets
inline Fault no_such_bucket(std::string_view bucket) {
  return with(Fault("NoSuchBucket", 404, "The specified bucket does not exist"), {{"BucketName", bucket}});
}
inline Fault bucket_not_empty(std::string_view bucket) {
  return with(Fault("BucketNotEmpty", 409, "The bucket you tried to delete is not empty"), {{"BucketName", bucket}});
}
inline Fault bucket_already_exists(std::string_view bucket) {
  return with(Fault("BucketAlreadyExists", 409,
                    "The requested bucket name is not available. The bucket namespace is shared by all users of the "
                    "system. Please select a different name and try again."),
              {{"BucketName", bucket}});
}
inline Fault bucket_already_owned_by_you(std::string_view bucket) {
  return with(Fault("BucketAlreadyOwnedByYou", 409,
                    "Your previous request to create the named bucket succeeded and you already own it."),
              {{"BucketName", bucket}});
}
inline Fault invalid_bucket_name(std::string_view bucket) {
  return with(Fault("InvalidBucketName", 400, "The specified bucket is not valid."), {{"BucketName", bucket}});
}
// What a bucket does not have: lifecycle, tags, policy …
inline Fault no_such_configuration(std::string_view code, std::string_view message, std::string_view bucket) {
  return with(Fault(std::string(code), 404, std::string(message)), {{"BucketName", bucket}});
}
inline Fault illegal_location(std::string_view constraint) {
  return Fault("IllegalLocationConstraintException", 400,
               fmt::format("The {} location constraint is incompatible for the region specific endpoint this request "
                           "was sent to.",
                           constraint));
}

// --- objects
inline Fault no_such_key(std::string_view key) {
  return with(Fault("NoSuchKey", 404, "The specified key does not exist."), {{"Key", key}});
}
inline Fault key_too_long(std::size_t size, std::size_t most) {
  return with(Fault("KeyTooLongError", 400, "Your key is too long"), {{"Size", size}, {"MaxSizeAllowed", most}});
}
inline Fault invalid_uri(std::string_view uri) {
  return with(Fault("InvalidURI", 400, "Couldn't parse the specified URI."), {{"URI", uri}});
}
inline Fault precondition_failed(std::string_view condition) {
  return with(Fault("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold"),
              {{"Condition", condition}});
}
inline Fault invalid_range(std::string_view range, std::uint64_t size) {
  return with(Fault("InvalidRange", 416, "The requested range is not satisfiable"),
              {{"RangeRequested", range}, {"ActualObjectSize", size}});
}
inline Fault metadata_too_large(std::size_t size, std::size_t most) {
  return with(Fault("MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size"),
              {{"Size", size}, {"MaxSizeAllowed", most}});
}

// --- bodies
inline Fault invalid_digest(std::string_view given) {
  return with(Fault("InvalidDigest", 400, "The Content-MD5 you specified was invalid."), {{"Content-MD5", given}});
}
inline Fault bad_md5(std::string_view expected, std::string_view calculated) {
  return with(Fault("BadDigest", 400, "The Content-MD5 you specified did not match what we received."),
              {{"ExpectedDigest", expected}, {"CalculatedDigest", calculated}});
}
inline Fault bad_checksum(std::string_view algorithm) {
  return Fault("BadDigest", 400, fmt::format("The {} you specified did not match the calculated checksum.", algorithm));
}
inline Fault content_sha256_mismatch(std::string_view given, std::string_view computed) {
  return with(Fault("XAmzContentSHA256Mismatch", 400,
                    "The provided 'x-amz-content-sha256' header does not match what was computed."),
              {{"ClientComputedContentSHA256", given}, {"S3ComputedContentSHA256", computed}});
}
inline Fault incomplete_body() {
  return Fault("IncompleteBody", 400,
               "You did not provide the number of bytes specified by the Content-Length HTTP header");
}
inline Fault missing_content_length() {
  return Fault("MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
}
inline Fault entity_too_large(std::uint64_t size, std::uint64_t most) {
  return with(Fault("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size"),
              {{"ProposedSize", size}, {"MaxSizeAllowed", most}});
}

// --- uploads in parts
inline Fault no_such_upload(std::string_view id) {
  return with(Fault("NoSuchUpload", 404,
                    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been "
                    "aborted or completed."),
              {{"UploadId", id}});
}
inline Fault invalid_part(std::string_view upload, int number, std::string_view etag) {
  return with(Fault("InvalidPart", 400,
                    "One or more of the specified parts could not be found.  The part may not have been uploaded, or "
                    "the specified entity tag may not match the part's entity tag."),
              {{"UploadId", upload}, {"PartNumber", number}, {"ETag", etag}});
}
inline Fault invalid_part_order(std::string_view upload) {
  return with(Fault("InvalidPartOrder", 400,
                    "The list of parts was not in ascending order. The parts list must be specified in order by part "
                    "number."),
              {{"UploadId", upload}});
}
inline Fault entity_too_small(std::uint64_t size, int number, std::string_view etag) {
  return with(
      Fault("EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size"),
      {{"ProposedSize", size}, {"MinSizeAllowed", std::uint64_t{5} << 20}, {"PartNumber", number}, {"ETag", etag}});
}

// --- requests
inline Fault invalid_argument(std::string_view message, std::string_view name, std::string_view value) {
  return with(Fault("InvalidArgument", 400, std::string(message)), {{"ArgumentName", name}, {"ArgumentValue", value}});
}
inline Fault invalid_request(std::string_view message) { return Fault("InvalidRequest", 400, std::string(message)); }
inline Fault malformed_xml() {
  return Fault("MalformedXML", 400,
               "The XML you provided was not well-formed or did not validate against our published schema");
}
// S3's own answer to a header that it does not know what to do with, and ours to everything that we do not support.
inline Fault not_implemented(std::string_view what) {
  return with(Fault("NotImplemented", 501, "A header you provided implies functionality that is not implemented"),
              {{"Header", what}});
}
inline Fault not_supported(std::string_view what) {
  return Fault("NotImplemented", 501, fmt::format("{} is not supported by this emulator.", what));
}
inline Fault method_not_allowed(std::string_view method, std::string_view level) {
  return with(Fault("MethodNotAllowed", 405, "The specified method is not allowed against this resource."),
              {{"Method", method}, {"ResourceType", level}});
}
inline Fault malformed_policy(std::string_view message) { return Fault("MalformedPolicy", 400, std::string(message)); }
inline Fault access_denied(std::string_view message = "Access Denied") {
  return Fault("AccessDenied", 403, std::string(message));
}
inline Fault acl_not_supported() {
  return Fault("AccessControlListNotSupported", 400, "The bucket does not allow ACLs");
}

}  // namespace s3
