#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "emulator/http/message.h"
#include "emulator/replay/case.h"

namespace replay {

// Whose resources a case's short names stand for.
struct Owner {
  std::string account = "000000000000";
  std::string region = "us-east-1";
};

// What one sends to the emulator so that an input comes in.
struct Request {
  std::string method = "POST";
  std::string target = "/";
  http::Headers headers = {};
  std::string body = {};
  std::string api = {};       // the HTTP API whose route `target` is
  std::string function = {};  // the function behind whose URL `target` lies; both empty: a service's own
};

//   {"http":   {"method": "POST", "path": "/v1/…", "headers": {…}, "body": text or JSON, "api": name}}
//   {"http":   {…, "function": name}}                         to the function's URL
//   {"s3":     {"bucket": …, "key": …, "body": …, "headers": {…}}}              PutObject
//   {"sqs":    {"queue": name, "body": …}}                    SendMessage
//   {"sns":    {"topic": name, "message": …}}                 Publish
//   {"events": {"bus": name, "source": …, "detailType": …, "detail": {…}}}      PutEvents
//   {"invoke": {"function": name, "event": {…}, "type": "Event"}}               Invoke
//   {"states": {"stateMachine": name, "input": {…}, "name": …}}                 StartExecution
//   {"call":   {"target": "DynamoDB_20120810.PutItem", "body": {…}}}            any operation of a JSON service
//
// A body is a text, any other JSON (sent compact), or {"base64": …}. Throws CaseError (`path`: the input's place).
Request to_request(const Input& input, const Owner& owner, const std::string& path);

// What `given` describes, as requests in the order in which they are to be sent.
std::vector<Request> given_requests(const base::Json& given, const Owner& owner);

// What came back: {"status": …, "body": JSON where it is JSON, else text}.
base::Json shown_response(int status, const std::string& body);

}  // namespace replay
