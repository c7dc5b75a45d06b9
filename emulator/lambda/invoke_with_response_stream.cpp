#include "emulator/lambda/errors.h"
#include "emulator/lambda/operations.h"
#include "emulator/protocol/event_stream.h"

namespace lambda_service {
namespace invoke_with_response_stream_operation {

constexpr std::size_t kMaxPayload = 6'291'456;

// Lets the handler go on without us when the caller leaves.
struct Reader {
  std::shared_ptr<ResponseStream> stream = {};
  explicit Reader(std::shared_ptr<ResponseStream> of) : stream(std::move(of)) {}
  ~Reader() { stream->abandon(); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
};

void send(ResponseStream& stream, http::BodyWriter& writer) {
  for (std::string piece = stream.read(); !piece.empty(); piece = stream.read()) {
    writer.write(protocol::event_stream_message(
        {{":event-type", "PayloadChunk"}, {":content-type", "application/octet-stream"}, {":message-type", "event"}},
        piece));
  }
  base::Json end = base::Json::object();
  if (!stream.error().empty()) {
    const auto error = base::Json::try_parse(stream.error());
    end.set("ErrorCode", error ? error->text("errorType", "Unhandled") : "Unhandled");
    end.set("ErrorDetails", stream.error());
  }
  writer.write(protocol::event_stream_message(
      {{":event-type", "InvokeComplete"}, {":content-type", "application/json"}, {":message-type", "event"}},
      end.dump()));
}

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("FunctionName"));
  call.call.require("lambda:InvokeFunction", {function->arn});
  if (call.body.size() > kMaxPayload) throw request_too_large(kMaxPayload);
  const std::string type = call.request.headers.get("x-amz-invocation-type", "RequestResponse");
  if (type != "RequestResponse") {
    throw invalid_parameter(fmt::format("X-Amz-Invocation-Type is '{}'; it must be RequestResponse here", type));
  }
  const std::string payload = call.body.empty() ? "{}" : std::string(call.body);
  if (!base::Json::try_parse(payload)) throw invalid_request_content("Could not parse request body into json");
  const auto reader = std::make_shared<Reader>(
      functions.invoke_streaming(function, payload, call.call.request_id, call.request.headers.get("x-amzn-trace-id")));
  return {.headers = {{"X-Amz-Executed-Version", "$LATEST"},
                      {"Content-Type", "application/vnd.amazon.eventstream"},
                      {"X-Amzn-Remapped-Content-Type", reader->stream->content_type()}},
          .body = http::StreamBody{.write = [reader](http::BodyWriter& writer) { send(*reader->stream, writer); }}};
}

}  // namespace invoke_with_response_stream_operation

constinit const RestOperation<Functions> invoke_with_response_stream =
    protocol::rest_operation<&invoke_with_response_stream_operation::run>(
        "lambda:InvokeWithResponseStream", "POST",
        "/2021-11-15/functions/{FunctionName}/response-streaming-invocations");

}  // namespace lambda_service
