#include "emulator/gateway/stream_reply.h"

#include <stdexcept>

#include "emulator/gateway/reply.h"

namespace gateway {
namespace stream_reply_detail {

using lambda_service::ResponseStream;

constexpr std::string_view kWithPrelude = "application/vnd.awslambda.http-integration-response";
constexpr std::string_view kEndOfPrelude("\0\0\0\0\0\0\0\0", 8);
constexpr std::size_t kMaxPrelude = 1 << 20;

// The reader's end of a stream: whoever lets go of it has left.
class Reader {
 public:
  explicit Reader(std::shared_ptr<ResponseStream> stream) : stream_(std::move(stream)) {}
  ~Reader() { stream_->abandon(); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ResponseStream* operator->() const { return stream_.get(); }

 private:
  std::shared_ptr<ResponseStream> stream_;
};

// What stands before the eight NULs; `rest` gets what came behind them already. Nothing where they do not come.
std::optional<base::Json> read_prelude(const Reader& reader, std::string& rest) {
  std::string all;
  std::size_t end = std::string::npos;
  while ((end = all.find(kEndOfPrelude)) == std::string::npos) {
    const std::string piece = reader->read();
    if (piece.empty() || all.size() > kMaxPrelude) return std::nullopt;
    all += piece;
  }
  rest = all.substr(end + kEndOfPrelude.size());
  return base::Json::try_parse(std::string_view(all).substr(0, end));
}

}  // namespace stream_reply_detail

using namespace stream_reply_detail;

std::optional<http::Response> stream_reply(const std::shared_ptr<ResponseStream>& stream) {
  const auto reader = std::make_shared<Reader>(stream);
  if (!stream->error().empty()) return std::nullopt;
  http::Response response{.headers = {{"content-type", stream->content_type()}}};
  std::string rest;
  if (stream->content_type().starts_with(kWithPrelude)) {
    auto prelude = read_prelude(*reader, rest);
    if (!prelude || !prelude->is_object()) return std::nullopt;
    if (!prelude->contains("statusCode")) prelude->set("statusCode", 200);
    auto head = parse_reply_head(*prelude);
    if (!head) return std::nullopt;
    response = std::move(*head);
    if (!response.headers.find("content-type")) response.headers.add("content-type", "application/octet-stream");
  }
  response.body = http::StreamBody{.write = [reader, rest = std::move(rest)](http::BodyWriter& writer) {
    writer.write(rest);
    for (std::string piece = (*reader)->read(); !piece.empty(); piece = (*reader)->read()) writer.write(piece);
    if (!(*reader)->error().empty())
      throw std::runtime_error("the function's response broke off: " + (*reader)->error());
  }};
  return response;
}

}  // namespace gateway
