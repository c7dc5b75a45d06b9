#include "aws/config.h"

#include <fmt/format.h>

#include <cstdlib>

#include "base/failure.h"
#include "base/text.h"

namespace aws {
namespace config_detail {

std::optional<std::string> look_up_environment(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  if (!value || !*value) return std::nullopt;
  return value;
}

}  // namespace config_detail

Config Config::from_environment() { return from(config_detail::look_up_environment); }

Config Config::from(Lookup lookup) {
  std::vector<std::string> missing;
  const auto require = [&](std::string_view name) {
    auto value = lookup(name);
    if (!value) missing.emplace_back(name);
    return std::move(value).value_or("");
  };
  Config config;
  config.credentials.access_key_id = require("AWS_ACCESS_KEY_ID");
  config.credentials.secret_access_key = require("AWS_SECRET_ACCESS_KEY");
  config.credentials.session_token = lookup("AWS_SESSION_TOKEN").value_or("");
  const auto default_region = lookup("AWS_DEFAULT_REGION");
  config.region = default_region && !lookup("AWS_REGION") ? *default_region : require("AWS_REGION");
  if (!missing.empty()) {
    throw base::Failure("BadEnvironment", fmt::format("{} {} not set: AWS's services cannot be called without",
                                                      base::join(missing, ", "), missing.size() == 1 ? "is" : "are"));
  }
  config.lookup = std::move(lookup);
  return config;
}

Config::Endpoint Config::endpoint(const Service& service) const {
  for (const std::string_view variable : {service.endpoint_variable, std::string_view("AWS_ENDPOINT_URL")}) {
    if (auto url = lookup ? lookup(variable) : std::nullopt) {
      while (url->ends_with('/')) url->pop_back();
      return {.url = *url, .given = true};
    }
  }
  return {.url = fmt::format("https://{}.{}.amazonaws.com", service.name, region), .given = false};
}

}  // namespace aws
