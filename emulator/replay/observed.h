#pragma once

#include <stdexcept>
#include <string>

#include "base/json.h"
#include "emulator/http/message.h"

namespace replay {

// A request that came in from outside and was carried out: what it takes to send it again.
struct Observed {
  std::string action = {};  // what IAM calls the operation: "sqs:SendMessage"
  std::string method = {};
  std::string target = {};     // path and query; behind the API's or the URL's own prefix where it is for one
  http::Headers headers = {};  // as they came; of an object in S3: what lies with it
  std::string body = {};       // whole; of an object in S3: what it holds
  std::string endpoint = {};   // what the caller reached the emulator by: it is taken out of queue URLs
  // Where it is for one of these:
  std::string api = {};       // an HTTP API, by name
  std::string function = {};  // a function's URL
  std::string bucket = {}, key = {};
};

// Why a request cannot be sent again, in a few words.
struct CannotRepeat : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The input of a case that sends the same again: to_request() (request.h) the other way round. The shortest kind that
// says all of it: "sqs" for a plain message, "call" for one with attributes, "http" with path and headers where nothing
// else does.
//
// Throws CannotRepeat for a request that holds an id which only the recorded world knows (a receipt handle, a task's
// token), and for a consumer's ReceiveMessage, which goes with those.
base::Json to_input(const Observed& observed);

// A body as a case holds it: JSON where its compact text is the same bytes, else text, else base64.
base::Json shown_body(const std::string& bytes);

}  // namespace replay
