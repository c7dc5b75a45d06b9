#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// HTTP/1.1 messages as values (RFC 9110, RFC 9112). Nothing of AWS.

namespace http {

// Fields in the order they came; names compare without regard to case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_(fields) {}
  const std::string* find(std::string_view name) const;  // the first of that name
  std::string get(std::string_view name, std::string_view otherwise = {}) const;
  void set(std::string_view name, std::string value);  // in place of all of that name
  void add(std::string name, std::string value);
  void remove(std::string_view name);
  void clear() { fields_.clear(); }
  const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_ = {};
};

// A body that comes piece by piece. Reading waits for the peer.
class BodyReader {
 public:
  virtual ~BodyReader() = default;
  // The next piece, empty at the end. Throws BodyError when the peer breaks off, is too slow, or sends a wrong chunk.
  virtual std::string_view read() = 0;
  // A field that came behind a chunked body, once read() has given its end; empty where there is none of that name.
  virtual std::string trailer(std::string_view) const { return {}; }
  // Everything that is left. Throws BodyTooLarge when that is more than `limit` bytes.
  std::string read_all(std::size_t limit);
};

struct BodyError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct BodyTooLarge : BodyError {
  using BodyError::BodyError;
};

struct Request {
  std::string method = {};
  std::string target = {};  // as it came: path and query, still percent-encoded
  std::string path = {};    // the part before '?', still percent-encoded
  std::string query = {};   // the part behind '?', still percent-encoded
  Headers headers = {};
  std::optional<std::uint64_t> content_length = {};
  BodyReader* body = nullptr;  // never null inside a server's handler
  std::string peer = {};       // "127.0.0.1:53124"
};

// Where a streamed response goes. write() waits for a slow client and throws BodyError when it has gone.
class BodyWriter {
 public:
  virtual ~BodyWriter() = default;
  virtual void write(std::string_view bytes) = 0;
};

// Part of an open file, sent with sendfile where that works. The descriptor is closed afterwards.
struct FileBody {
  int descriptor = -1;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

// Written by a function. With a length: Content-Length; without: chunked, and an exception out of it breaks the
// connection off, so that the client sees that it is not whole.
struct StreamBody {
  std::optional<std::uint64_t> length = {};
  std::function<void(BodyWriter&)> write = {};
};

struct Response {
  int status = 200;
  Headers headers = {};
  std::variant<std::string, FileBody, StreamBody> body = std::string();
  // Sent with Connection: close.
  bool close = false;
};

std::string_view reason_phrase(int status);

// Query strings: the pairs in order, decoded. "a&b=" gives {"a", ""}, {"b", ""}.
using Query = std::vector<std::pair<std::string, std::string>>;
Query parse_query(std::string_view query);
const std::string* find_parameter(const Query& query, std::string_view name);

}  // namespace http
