#include "emulator/commands/client.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "base/text.h"

namespace emulator {

constexpr auto kAnswerWithin = std::chrono::minutes(16);  // a function may take 15

Client::Client(loop::Loop& loop, const std::string& endpoint) : loop_(loop) {
  std::string_view rest = endpoint;
  const bool plain = rest.starts_with("http://");
  if (plain) rest.remove_prefix(7);
  while (rest.ends_with('/')) rest.remove_suffix(1);
  const auto colon = rest.rfind(':');
  const auto port = colon == std::string_view::npos ? 80 : base::parse_int(rest.substr(colon + 1)).value_or(0);
  if (!plain || port <= 0 || port > 65535) {
    throw std::runtime_error("'" + endpoint + "' is no endpoint like http://127.0.0.1:4566");
  }
  host_ = rest.substr(0, colon);
  if (host_ == "localhost") host_ = "127.0.0.1";
  port_ = int(port);
}

http::ClientResponse Client::send(const std::string& method, const std::string& target, std::string_view body,
                                  const http::Headers& headers) const {
  try {
    return http::fetch(loop_, host_, port_, method, target, headers, body, loop::Deadline::real_in(kAnswerWithin),
                       1ull << 30);
  } catch (const http::ClientError& error) {
    throw std::runtime_error(
        fmt::format("no answer from http://{}:{}: {}. Is `feedmill up` running there?", host_, port_, error.what()));
  }
}

base::Json Client::call(std::string_view target, const base::Json& request) const {
  const auto response = send("POST", "/", request.dump(),
                             {{"X-Amz-Target", std::string(target)}, {"Content-Type", "application/x-amz-json-1.0"}});
  const auto answer = base::Json::try_parse(response.body);
  if (!answer) throw std::runtime_error(fmt::format("{}: status {} without JSON", target, response.status));
  if (response.status != 200) {
    throw std::runtime_error(
        fmt::format("{}: {}: {}", target, answer->text("__type"), answer->text("message", answer->text("Message"))));
  }
  return *answer;
}

std::vector<base::Json> Client::scan(std::string_view table, const base::Json& more) const {
  std::vector<base::Json> items;
  base::Json request = {{"TableName", table}, {"ConsistentRead", true}};
  for (const auto& [name, value] : more.members()) request.set(name, value);
  for (;;) {
    const base::Json page = call("DynamoDB_20120810.Scan", request);
    for (const base::Json& item : page.at("Items").elements()) items.push_back(item);
    const base::Json* next = page.find("LastEvaluatedKey");
    if (!next) return items;
    request.set("ExclusiveStartKey", *next);
  }
}

void Client::put_object(std::string_view bucket, std::string_view key, std::string_view body) const {
  const std::string target = fmt::format("/{}/{}", bucket, base::percent_encode(key, base::Slash::kKeep));
  const auto response = send("PUT", target, body);
  if (response.status != 200)
    throw std::runtime_error(fmt::format("PUT {}: status {}: {}", target, response.status, response.body));
}

bool Client::has_object(std::string_view bucket, std::string_view key) const {
  return send("HEAD", fmt::format("/{}/{}", bucket, base::percent_encode(key, base::Slash::kKeep)), "").status == 200;
}

std::string Client::get_object(std::string_view bucket, std::string_view key) const {
  const std::string target = fmt::format("/{}/{}", bucket, base::percent_encode(key, base::Slash::kKeep));
  auto response = send("GET", target, "");
  if (response.status != 200)
    throw std::runtime_error(fmt::format("GET {}: status {}: {}", target, response.status, response.body));
  return std::move(response.body);
}

int with_client(const ClientOptions& options, const std::function<int(loop::Loop&, Client&)>& body) {
  loop::Loop loop({});
  std::string endpoint = options.endpoint;
  if (const char* given = std::getenv("AWS_ENDPOINT_URL"); endpoint.empty() && given) endpoint = given;
  if (endpoint.empty()) endpoint = "http://127.0.0.1:4566";
  int status = 0;
  loop.spawn("command", [&] {
    try {
      Client client(loop, endpoint);
      status = body(loop, client);
    } catch (const loop::Cancelled&) {
      throw;
    } catch (const std::exception& error) {
      std::fprintf(stderr, "feedmill: %s\n", error.what());
      status = 1;
    }
    loop.stop();
  });
  loop.run();
  return status;
}

}  // namespace emulator
