#include "emulator/lambda/configuration.h"

#include <utility>

#include "base/text.h"
#include "emulator/lambda/code.h"
#include "emulator/lambda/errors.h"

namespace lambda_service {
namespace configuration_detail {

using base::Json;

Fault wrong_kind(std::string_view path, std::string_view wanted, const Json& found) {
  return Fault("SerializationException", 400,
               fmt::format("{}: {} cannot be read as {}", path, found.kind_name(), wanted));
}
Fault missing(std::string_view path) {
  return Fault(
      "ValidationException", 400,
      fmt::format(
          "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null",
          path));
}

// Which values AWS allows, Functions::put() knows; here it only has to fit.
int integer_or(const protocol::Fields& in, std::string_view name, int otherwise) {
  const std::int64_t value = in.integer_or(name, otherwise);
  if (!std::in_range<int>(value)) throw invalid_parameter(fmt::format("{} is {}: out of range", name, value));
  return static_cast<int>(value);
}

}  // namespace configuration_detail

using namespace configuration_detail;

constinit const protocol::FieldFaults kFieldFaults{.missing = missing, .wrong_kind = wrong_kind};

base::Json parse_body(const RestCall& call) {
  auto body = call.body.empty() ? Json::object() : Json::try_parse(call.body);
  if (!body || !body->is_object())
    throw invalid_request_content("Could not parse request body into json: it is not a JSON object");
  return std::move(*body);
}

void apply_configuration(const Json& body, Function& function) {
  const protocol::Fields in(body, kFieldFaults);
  const auto unknown =
      in.unknown({"FunctionName", "Runtime", "Role", "Handler", "Code", "Description", "Timeout", "MemorySize",
                  "Publish", "Environment", "DeadLetterConfig", "Tags", "EphemeralStorage", "LoggingConfig",
                  "Architectures", "PackageType", "TracingConfig", "RevisionId"});
  if (!unknown.empty()) throw invalid_parameter(fmt::format("{} is not supported here", fmt::join(unknown, ", ")));
  if (const auto runtime = in.find_string("Runtime"); runtime && !runtime->starts_with("provided.")) {
    throw invalid_parameter(
        fmt::format("Runtime is {}; this emulator runs custom runtimes only: provided.al2023, provided.al2", *runtime));
  }
  if (in.string_or("PackageType", "Zip") != "Zip")
    throw invalid_parameter("PackageType must be Zip: images are not supported here");
  if (in.boolean_or("Publish", false))
    throw invalid_parameter("Publish must be false: functions have no versions here");
  if (const auto revision = in.find_string("RevisionId"); revision && *revision != function.revision) {
    throw wrong_revision();
  }
  for (const std::string& architecture : in.strings("Architectures")) {
    if (architecture != "x86_64") throw invalid_parameter("Architectures must be x86_64: handlers run on this machine");
  }
  function.role = in.string_or("Role", function.role);
  function.handler = in.string_or("Handler", function.handler);
  function.description = in.string_or("Description", function.description);
  function.timeout_seconds = integer_or(in, "Timeout", function.timeout_seconds);
  function.memory_mb = integer_or(in, "MemorySize", function.memory_mb);
  if (const auto environment = in.find_fields("Environment"))
    function.environment = environment->string_map("Variables");
  if (const auto dead_letter = in.find_fields("DeadLetterConfig"))
    function.dead_letter = dead_letter->string_or("TargetArn", "");
  if (const auto storage = in.find_fields("EphemeralStorage"))
    function.ephemeral_storage_mb = integer_or(*storage, "Size", function.ephemeral_storage_mb);
  if (const auto logging = in.find_fields("LoggingConfig")) {
    function.log_group = logging->string_or("LogGroup", function.log_group);
    if (logging->string_or("LogFormat", "Text") != "Text") throw invalid_parameter("LogFormat must be Text here");
  }
  if (in.has("Tags")) function.tags = in.string_map("Tags");
}

void apply_code(const Json& code, const Functions& functions, const Call& call, Function& function) {
  const protocol::Fields in(code, kFieldFaults);
  const auto unknown = in.unknown({"ZipFile", "S3Bucket", "S3Key", "Architectures", "RevisionId", "Publish", "DryRun"});
  if (!unknown.empty()) throw invalid_parameter(fmt::format("{} is not supported here", fmt::join(unknown, ", ")));
  std::optional<std::string> zip;
  if (const auto text = in.find_string("ZipFile")) {
    zip = base::from_base64(*text);
    if (!zip) throw invalid_parameter("ZipFile is not base64");
  } else if (in.has("S3Bucket")) {
    const std::string bucket = in.string("S3Bucket"), key = in.string("S3Key");
    call.require("s3:GetObject", {fmt::format("arn:aws:s3:::{}/{}", bucket, key)});
    zip = functions.find_package(bucket, key);
    if (!zip) {
      throw invalid_parameter(
          fmt::format("Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: there is no object "
                      "{} in the bucket {}",
                      key, bucket));
    }
  } else {
    throw invalid_parameter("Please provide a source for function code.");
  }
  if (in.boolean_or("Publish", false))
    throw invalid_parameter("Publish must be false: functions have no versions here");
  const Code unpacked = unpack_code(*zip, functions.data_directory() + "/code");
  function.code_directory = unpacked.directory;
  function.code_sha256 = unpacked.sha256;
  function.code_size = unpacked.size;
}

}  // namespace lambda_service
