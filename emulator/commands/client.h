#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "emulator/commands/options.h"
#include "emulator/http/client.h"
#include "emulator/loop/loop.h"

namespace emulator {

// Asks a running emulator over HTTP, as any client would. Every call waits, from a fiber.
class Client {
 public:
  // `endpoint` like "http://127.0.0.1:4566". Throws std::runtime_error when it is none.
  Client(loop::Loop& loop, const std::string& endpoint);

  // A JSON service: call("DynamoDB_20120810.Scan", {…}). Throws std::runtime_error with the service's own sentence.
  base::Json call(std::string_view target, const base::Json& request) const;
  // Every item, as DynamoDB writes it. `more`: further members of the request.
  std::vector<base::Json> scan(std::string_view table, const base::Json& more = base::Json::object()) const;
  // Anything else; any status.
  http::ClientResponse send(const std::string& method, const std::string& target, std::string_view body,
                            const http::Headers& headers = {}) const;
  // S3. get throws where there is no such object.
  void put_object(std::string_view bucket, std::string_view key, std::string_view body) const;
  bool has_object(std::string_view bucket, std::string_view key) const;
  std::string get_object(std::string_view bucket, std::string_view key) const;

 private:
  loop::Loop& loop_;
  std::string host_ = {};
  int port_ = 0;
};

// Runs `body` with a client of the emulator that the options name, on a loop of its own; answers its exit status. What
// goes wrong is said in one sentence, exit status 1.
int with_client(const ClientOptions& options, const std::function<int(loop::Loop&, Client&)>& body);

}  // namespace emulator
