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
constexpr protocol::FieldFaults kFaults{.missing = missing, .wrong_kind = wrong_kind};

// Which values AWS allows, Functions::put() knows; here it only has to fit.
int integer_or(const protocol::Fields& in, std::string_view name, int otherwise) {
  const std::int64_t value = in.integer_or(name, otherwise);
  if (!std::in_range<int>(value)) throw invalid_parameter(fmt::format("{} is {}: out of range", name, value));
  return static_cast<int>(value);
}

}  // namespace configuration_detail

using namespace configuration_detail;

base::Json parse_body(const RestCall& call) {
  auto body = call.body.empty() ? Json::object() : Json::try_parse(call.body);
  if (!body || !body->is_object())
    throw invalid_request_content("Could not parse request body into json: it is not a JSON object");
  return std::move(*body);
}

void apply_configuration(const Json& body, Function& function) {
  const protocol::Fields in(body, kFaults);
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
    throw Fault("PreconditionFailedException", 412,
                "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to "
                "retrieve the latest Revision Id");
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

void apply_code(const Json& code, const Functions& functions, Function& function) {
  const Json* zip = code.find("ZipFile");
  if (!zip || !zip->is_string())
    throw invalid_parameter("Please provide a source for function code: ZipFile is the one supported here");
  const auto bytes = base::from_base64(zip->as_string());
  if (!bytes) throw invalid_parameter("ZipFile is not base64");
  const Code unpacked = unpack_code(*bytes, functions.data_directory() + "/code");
  function.code_directory = unpacked.directory;
  function.code_sha256 = unpacked.sha256;
  function.code_size = unpacked.size;
}

}  // namespace lambda_service
