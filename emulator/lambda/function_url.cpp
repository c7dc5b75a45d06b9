#include "emulator/lambda/function_url.h"

#include <fmt/format.h>

#include <algorithm>

namespace lambda_service {
namespace function_url_detail {

using base::Json;
using protocol::list_of;

std::vector<std::string> texts_of(const Json& object, std::string_view name) {
  std::vector<std::string> texts;
  if (const Json* list = object.find(name)) {
    for (const Json& text : list->elements()) texts.push_back(text.as_string());
  }
  return texts;
}

// As the API has it, which is also how it is kept.
Json encode_cors(const http::CorsPolicy& cors) {
  Json object = {{"AllowCredentials", cors.allow_credentials}};
  for (const auto& [name, texts] : {std::pair{"AllowHeaders", &cors.allow_headers},
                                    {"AllowMethods", &cors.allow_methods},
                                    {"AllowOrigins", &cors.allow_origins},
                                    {"ExposeHeaders", &cors.expose_headers}}) {
    if (!texts->empty()) object.set(name, list_of(*texts));
  }
  if (cors.max_age_seconds) object.set("MaxAge", *cors.max_age_seconds);
  return object;
}

http::CorsPolicy decode_cors(const Json& object) {
  http::CorsPolicy cors{.allow_origins = texts_of(object, "AllowOrigins"),
                        .allow_methods = texts_of(object, "AllowMethods"),
                        .allow_headers = texts_of(object, "AllowHeaders"),
                        .expose_headers = texts_of(object, "ExposeHeaders"),
                        .allow_credentials = object.at("AllowCredentials").as_bool()};
  if (const Json* age = object.find("MaxAge")) cors.max_age_seconds = int(age->as_int());
  return cors;
}

Json encode(const FunctionUrl& url) {
  return {{"id", url.id},
          {"needsSignature", url.needs_signature},
          {"streams", url.streams},
          {"cors", url.cors ? encode_cors(*url.cors) : Json()},
          {"created", base::to_epoch_millis(url.created)},
          {"modified", base::to_epoch_millis(url.modified)}};
}

FunctionUrl decode(std::string_view function_arn, const Json& stored) {
  FunctionUrl url{.function_arn = std::string(function_arn),
                  .id = stored.at("id").as_string(),
                  .needs_signature = stored.at("needsSignature").as_bool(),
                  .streams = stored.at("streams").as_bool(),
                  .created = base::from_epoch_millis(stored.at("created").as_int()),
                  .modified = base::from_epoch_millis(stored.at("modified").as_int())};
  if (!stored.at("cors").is_null()) url.cors = decode_cors(stored.at("cors"));
  return url;
}

}  // namespace function_url_detail

using namespace function_url_detail;

base::Json describe(const FunctionUrl& url, std::string_view endpoint) {
  Json answer = {{"FunctionUrl", fmt::format("{}/_url/{}/", endpoint, url.id)},
                 {"FunctionArn", url.function_arn},
                 {"AuthType", url.needs_signature ? "AWS_IAM" : "NONE"}};
  if (url.cors) answer.set("Cors", encode_cors(*url.cors));
  answer.set("CreationTime", base::format_iso8601(url.created))
      .set("LastModifiedTime", base::format_iso8601(url.modified))
      .set("InvokeMode", url.streams ? "RESPONSE_STREAM" : "BUFFERED");
  return answer;
}

FunctionUrls::FunctionUrls(store::Store& store) : store_(store), space_(store.space("lambda/url")) {
  store_.each(space_, "", [&](std::string_view key, std::string_view value) {
    urls_.insert_or_assign(std::string(key), decode(key, Json::parse(value)));
    return true;
  });
}

void FunctionUrls::put(FunctionUrl url) {
  if (!url.described) {
    store::Transaction transaction(store_);
    transaction.put(space_, url.function_arn, encode(url).dump());
    transaction.commit();
  }
  urls_.insert_or_assign(url.function_arn, std::move(url));
}

void FunctionUrls::remove(const std::string& function_arn) {
  const FunctionUrl* url = find(function_arn);
  if (!url) return;
  if (!url->described) {
    store::Transaction transaction(store_);
    transaction.erase(space_, function_arn);
    transaction.commit();
  }
  urls_.erase(function_arn);
}

const FunctionUrl* FunctionUrls::find(std::string_view function_arn) const {
  const auto found = urls_.find(function_arn);
  return found == urls_.end() ? nullptr : &found->second;
}

const FunctionUrl* FunctionUrls::find_by_id(std::string_view id) const {
  const auto found = std::ranges::find_if(urls_, [&](const auto& entry) { return entry.second.id == id; });
  return found == urls_.end() ? nullptr : &found->second;
}

}  // namespace lambda_service
