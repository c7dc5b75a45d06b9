#include "emulator/lambda/function.h"

#include "base/text.h"

namespace lambda_service {
namespace function_detail {

using base::Json;

Json encode_pairs(const std::vector<std::pair<std::string, std::string>>& pairs) {
  Json object = Json::object();
  for (const auto& [name, value] : pairs) object.set(name, value);
  return object;
}

std::vector<std::pair<std::string, std::string>> decode_pairs(const Json& object) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [name, value] : object.members()) pairs.emplace_back(name, value.as_string());
  return pairs;
}

// "2026-11-21T03:51:00.123+0000": Lambda's own spelling.
std::string lambda_time(TimePoint time) {
  std::string text = base::format_iso8601(time);
  text.pop_back();
  return text + "+0000";
}

}  // namespace function_detail

using namespace function_detail;

Json encode(const Function& f) {
  return {{"account", f.account},
          {"region", f.region},
          {"name", f.name},
          {"arn", f.arn},
          {"role", f.role},
          {"handler", f.handler},
          {"description", f.description},
          {"codeDirectory", f.code_directory},
          {"codeSha256", f.code_sha256},
          {"codeSize", f.code_size},
          {"memory", f.memory_mb},
          {"limitMemory", f.limit_memory},
          {"timeout", f.timeout_seconds},
          {"ephemeralStorage", f.ephemeral_storage_mb},
          {"reservedConcurrency", f.reserved_concurrency ? Json(*f.reserved_concurrency) : Json()},
          {"environment", encode_pairs(f.environment)},
          {"logGroup", f.log_group},
          {"maximumRetryAttempts", f.maximum_retry_attempts},
          {"deadLetter", f.dead_letter},
          {"lastModified", base::to_epoch_millis(f.last_modified)},
          {"revision", f.revision},
          {"tags", encode_pairs(f.tags)}};
}

Function decode_function(const Json& j) {
  const Json& reserved = j.at("reservedConcurrency");
  return {.account = j.at("account").as_string(),
          .region = j.at("region").as_string(),
          .name = j.at("name").as_string(),
          .arn = j.at("arn").as_string(),
          .role = j.at("role").as_string(),
          .handler = j.at("handler").as_string(),
          .description = j.at("description").as_string(),
          .code_directory = j.at("codeDirectory").as_string(),
          .code_sha256 = j.at("codeSha256").as_string(),
          .code_size = j.at("codeSize").as_unsigned(),
          .memory_mb = int(j.at("memory").as_int()),
          .limit_memory = j.at("limitMemory").as_bool(),
          .timeout_seconds = int(j.at("timeout").as_int()),
          .ephemeral_storage_mb = int(j.at("ephemeralStorage").as_int()),
          .reserved_concurrency = reserved.is_null() ? std::nullopt : std::optional<int>(int(reserved.as_int())),
          .environment = decode_pairs(j.at("environment")),
          .log_group = j.at("logGroup").as_string(),
          .maximum_retry_attempts = int(j.at("maximumRetryAttempts").as_int()),
          .dead_letter = j.at("deadLetter").as_string(),
          .last_modified = base::from_epoch_millis(j.at("lastModified").as_int()),
          .revision = j.at("revision").as_string(),
          .tags = decode_pairs(j.at("tags"))};
}

Json describe(const Function& f) {
  Json answer = {{"FunctionName", f.name},       {"FunctionArn", f.arn},
                 {"Runtime", "provided.al2023"}, {"Role", f.role},
                 {"Handler", f.handler},         {"CodeSize", f.code_size},
                 {"Description", f.description}, {"Timeout", f.timeout_seconds},
                 {"MemorySize", f.memory_mb},    {"LastModified", lambda_time(f.last_modified)},
                 {"CodeSha256", f.code_sha256},  {"Version", "$LATEST"}};
  if (!f.environment.empty()) answer.set("Environment", Json{{"Variables", encode_pairs(f.environment)}});
  if (!f.dead_letter.empty()) answer.set("DeadLetterConfig", Json{{"TargetArn", f.dead_letter}});
  answer.set("TracingConfig", Json{{"Mode", "PassThrough"}})
      .set("RevisionId", f.revision)
      .set("State", "Active")
      .set("LastUpdateStatus", "Successful")
      .set("PackageType", "Zip")
      .set("Architectures", Json::array({"x86_64"}))
      .set("EphemeralStorage", Json{{"Size", f.ephemeral_storage_mb}})
      .set("LoggingConfig", Json{{"LogFormat", "Text"}, {"LogGroup", f.log_group}});
  return answer;
}

std::optional<FunctionName> parse_function_name(std::string_view text) {
  auto parts = base::split(text, ':');
  std::size_t first = 0;
  if (text.starts_with("arn:")) {
    // arn:aws:lambda:region:account:function:name[:qualifier]
    if (parts.size() < 7 || parts[2] != "lambda" || parts[5] != "function") return std::nullopt;
    first = 6;
  } else if (parts.size() >= 3 && parts[1] == "function") {
    first = 2;  // account:function:name[:qualifier]
  }
  if (parts.size() - first > 2) return std::nullopt;
  FunctionName name{.name = std::string(parts[first]),
                    .qualifier = parts.size() - first == 2 ? std::string(parts[first + 1]) : std::string()};
  if (name.name.empty() || name.name.size() > 64) return std::nullopt;
  for (const char c : name.name) {
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) {
      return std::nullopt;
    }
  }
  return name;
}

}  // namespace lambda_service
