#include "emulator/http/response.h"

#include <unistd.h>

#include <array>
#include <charconv>
#include <stdexcept>

#include "base/check.h"
#include "base/text.h"

namespace http {
namespace response_detail {

constexpr std::size_t kCopiedBody = 16 * 1024;  // up to here a copy behind the head is cheaper than a second piece

void append_number(std::string& out, std::uint64_t number, int radix = 10) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, radix).ptr;
  out.append(digits, end);
}

bool is_field(std::string_view field, std::string_view name) {
  return field.size() == name.size() && base::equals_ignore_case(field, name);
}

// Bytes that would end the field become spaces, so that no value, wherever it came from, can write a header of its own.
// (RFC 9110 §5.5)
void append_value(std::string& out, std::string_view value) {
  const std::size_t begin = out.size();
  out.append(value);
  for (std::size_t i = begin; i < out.size(); ++i) {
    if (out[i] == '\r' || out[i] == '\n' || out[i] == '\0') out[i] = ' ';
  }
}

// How long the body is, where that is known beforehand.
std::optional<std::uint64_t> length_of(const Response& response) {
  if (const auto* text = std::get_if<std::string>(&response.body)) return text->size();
  if (const auto* file = std::get_if<FileBody>(&response.body)) return file->length;
  return std::get<StreamBody>(response.body).length;
}

// RFC 9110 §6.4.1
bool has_no_body(int status) { return status < 200 || status == 204 || status == 304; }

// Status line and fields. The length is ours to say, except where there is no body and the handler tells of the one
// that a GET would bring.
void append_head(std::string& out, const Response& response, const ResponseContext& context, bool chunked) {
  out += "HTTP/1.1 ";
  append_number(out, std::uint64_t(response.status));
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\n";
  const bool bodiless = has_no_body(response.status);
  const bool tells_length = context.to_head || response.status == 304;
  bool has_length = false, has_date = false;
  for (const auto& [name, value] : response.headers.all()) {
    if (is_field(name, "Connection") || is_field(name, "Transfer-Encoding")) continue;
    if (is_field(name, "Content-Length")) {
      if (!tells_length) continue;
      has_length = true;
    }
    has_date = has_date || is_field(name, "Date");
    append_value(out, name);
    out += ": ";
    append_value(out, value);
    out += "\r\n";
  }
  if (!has_date) {
    out += "Date: ";
    out += context.date;
    out += "\r\n";
  }
  if (const auto length = length_of(response); length && !has_length && !bodiless) {
    out += "Content-Length: ";
    append_number(out, *length);
    out += "\r\n";
  }
  if (chunked) out += "Transfer-Encoding: chunked\r\n";
  if (!context.keep_alive) {
    out += "Connection: close\r\n";
  } else if (context.to_1_0) {
    out += "Connection: keep-alive\r\n";
  }
  out += "\r\n";
}

// The head goes with the first piece, and each piece at once: a reader of events waits for it.
class StreamWriter : public BodyWriter {
 public:
  StreamWriter(Socket& socket, std::string& head, bool chunked, std::optional<std::uint64_t> length,
               const Patience& patience)
      : socket_(socket), pending_(head), chunked_(chunked), left_(length), patience_(patience) {}

  void write(std::string_view bytes) override {
    if (bytes.empty()) return;  // an empty chunk would be the end
    if (left_) {
      if (bytes.size() > *left_) throw std::logic_error("a streamed body is longer than its length");
      *left_ -= bytes.size();
    }
    if (chunked_) {
      append_number(pending_, bytes.size(), 16);
      pending_ += "\r\n";
    }
    std::array<iovec, 3> pieces = {iovec{pending_.data(), pending_.size()},
                                   iovec{const_cast<char*>(bytes.data()), bytes.size()},
                                   iovec{const_cast<char*>("\r\n"), chunked_ ? 2U : 0U}};
    socket_.send(pieces, patience_);
    pending_.clear();
  }

  void finish() {
    if (left_ && *left_ > 0) throw std::logic_error("a streamed body is shorter than its length");
    if (chunked_) pending_ += "0\r\n\r\n";
    socket_.send(pending_, patience_);
  }

 private:
  Socket& socket_;
  std::string& pending_;
  bool chunked_ = false;
  std::optional<std::uint64_t> left_ = {};
  const Patience& patience_;
};

struct CloseFile {
  int descriptor = -1;
  ~CloseFile() {
    if (descriptor >= 0) close(descriptor);
  }
};

}  // namespace response_detail

using namespace response_detail;

bool send_response(Socket& socket, Response& response, ResponseContext context, std::string& buffer) {
  const auto* file = std::get_if<FileBody>(&response.body);
  const CloseFile close_file{file != nullptr ? file->descriptor : -1};
  const bool without_body = context.to_head || has_no_body(response.status);
  const bool unknown_length = !length_of(response) && !has_no_body(response.status);
  const bool chunked = unknown_length && !context.to_1_0;
  const std::string* connection = response.headers.find("Connection");
  if (response.close || (connection != nullptr && base::equals_ignore_case(*connection, "close"))) {
    context.keep_alive = false;
  }
  if (unknown_length && !chunked && !without_body) context.keep_alive = false;  // its end is the connection's end

  buffer.clear();
  append_head(buffer, response, context, chunked);
  if (without_body) {
    socket.send(buffer, context.patience);
  } else if (file != nullptr) {
    socket.send(buffer, context.patience, file->length > 0);
    socket.send_file(file->descriptor, file->offset, file->length, context.patience);
  } else if (const auto* stream = std::get_if<StreamBody>(&response.body)) {
    CHECK(stream->write != nullptr);
    StreamWriter writer(socket, buffer, chunked, stream->length, context.patience);
    stream->write(writer);
    writer.finish();
  } else {
    const std::string& text = std::get<std::string>(response.body);
    if (text.size() <= kCopiedBody) {
      buffer += text;
      socket.send(buffer, context.patience);
    } else {
      std::array<iovec, 2> pieces = {iovec{buffer.data(), buffer.size()},
                                     iovec{const_cast<char*>(text.data()), text.size()}};
      socket.send(pieces, context.patience);
    }
  }
  return context.keep_alive;
}

}  // namespace http
