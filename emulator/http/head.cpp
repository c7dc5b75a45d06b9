#include "emulator/http/head.h"

#include <http_parser.h>

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "base/text.h"

// The only file that knows http_parser: it splits the start line and the fields. What it is lenient about is checked
// here before (line ends, folding) and afterwards (names, lengths, codings).

namespace http {
namespace head_detail {

// RFC 9110 §5.6.2
bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

// Where http_parser puts what it finds. The head is one piece of memory, so that each callback comes once for its item.
struct Split {
  std::string_view target = {};
  Headers* headers = nullptr;
  std::string_view name = {};
};

Split& split_of(http_parser* parser) { return *static_cast<Split*>(parser->data); }

const http_parser_settings& settings() {
  static const http_parser_settings callbacks = [] {
    http_parser_settings made;
    http_parser_settings_init(&made);
    made.on_url = [](http_parser* parser, const char* at, std::size_t size) {
      split_of(parser).target = {at, size};
      return 0;
    };
    made.on_header_field = [](http_parser* parser, const char* at, std::size_t size) {
      split_of(parser).name = {at, size};
      return 0;
    };
    made.on_header_value = [](http_parser* parser, const char* at, std::size_t size) {
      Split& split = split_of(parser);
      split.headers->add(std::string(split.name), std::string(base::trim({at, size})));
      return 0;
    };
    made.on_headers_complete = [](http_parser*) { return 1; };                   // the body is not its business
    http_parser_set_max_header_size(std::numeric_limits<std::uint32_t>::max());  // HeadScanner has counted
    return made;
  }();
  return callbacks;
}

http_parser split_head(std::string_view head, http_parser_type type, Split& split) {
  http_parser parser;
  http_parser_init(&parser, type);
  parser.data = &split;
  http_parser_execute(&parser, &settings(), head.data(), head.size());
  const http_errno error = HTTP_PARSER_ERRNO(&parser);
  if (error == HPE_INVALID_METHOD && is_token(head.substr(0, head.find(' ')))) {
    throw Refusal{501, "unknown method " + std::string(head.substr(0, std::min<std::size_t>(head.find(' '), 40)))};
  }
  if (error != HPE_OK) throw Refusal{400, http_errno_description(error)};
  for (const auto& [name, value] : split.headers->all()) {
    // "Content-Length : 5" is one field to some and another to others. (RFC 9112 §5.1)
    if (!is_token(name)) throw Refusal{400, "invalid header field name"};
  }
  return parser;
}

// The values of all fields of that name, as one list. (RFC 9110 §5.3)
std::optional<std::string> joined(const Headers& headers, std::string_view name) {
  std::optional<std::string> all;
  for (const auto& [field, value] : headers.all()) {
    if (field.size() != name.size() || !base::equals_ignore_case(field, name)) continue;
    all = all ? *all + "," + value : value;
  }
  return all;
}

std::optional<std::uint64_t> parse_content_length(const Headers& headers) {
  const auto text = joined(headers, "Content-Length");
  if (!text) return std::nullopt;
  // Digits only: no sign, no list, not even of equal values.
  if (text->empty() || text->size() > 18 ||
      !std::all_of(text->begin(), text->end(), [](char c) { return c >= '0' && c <= '9'; })) {
    throw Refusal{400, "Content-Length is not one number"};
  }
  return std::uint64_t(*base::parse_int(*text));
}

bool is_chunked(const Headers& headers) {
  const auto codings = joined(headers, "Transfer-Encoding");
  if (!codings) return false;
  const auto list = base::split(*codings, ',');
  const auto is = [](std::string_view coding) { return base::equals_ignore_case(base::trim(coding), "chunked"); };
  const auto times = std::count_if(list.begin(), list.end(), is);
  if (times != 1 || !is(list.back())) throw Refusal{400, "Transfer-Encoding does not end with one chunked"};
  if (list.size() > 1) throw Refusal{501, "unknown transfer coding " + std::string(base::trim(list.front()))};
  return true;
}

Framing request_framing(const Headers& headers, bool is_1_0) {
  const auto length = parse_content_length(headers);
  if (is_chunked(headers)) {
    if (length) throw Refusal{400, "both Content-Length and Transfer-Encoding"};
    if (is_1_0) throw Refusal{400, "Transfer-Encoding in HTTP/1.0"};
    return {.kind = Framing::Kind::kChunked};
  }
  return {.length = length.value_or(0)};
}

// RFC 9112 §3.2: exactly one, and a host.
void check_host(const Headers& headers, bool is_1_0) {
  const auto fields = std::count_if(headers.all().begin(), headers.all().end(), [](const auto& field) {
    return field.first.size() == 4 && base::equals_ignore_case(field.first, "Host");
  });
  if (fields == 0 && is_1_0) return;
  if (fields != 1) throw Refusal{400, fields == 0 ? "no Host" : "more than one Host"};
  for (const char c : *headers.find("Host")) {
    if (!is_token_character(c) && std::string_view(":[]();=,@").find(c) == std::string_view::npos) {
      throw Refusal{400, "invalid Host"};
    }
  }
}

// "http://host/path" means the same as "/path": RFC 9112 §3.2.2 asks servers to accept it.
std::string_view path_and_query(std::string_view target) {
  if (target.starts_with('/') || target == "*") return target;
  const auto authority = target.find("://");
  if (authority == std::string_view::npos) throw Refusal{400, "request target is not a path"};
  const auto path = target.find_first_of("/?", authority + 3);
  return path == std::string_view::npos ? "/" : target.substr(path);
}

}  // namespace head_detail

using namespace head_detail;

std::optional<std::size_t> HeadScanner::find_end(std::string_view bytes) {
  if (!bytes.empty() && !is_token_character(bytes.front())) throw Refusal{400, "not an HTTP request"};
  for (auto end = bytes.find('\n', line_); end != std::string_view::npos; end = bytes.find('\n', line_)) {
    if (end >= limits_.bytes) break;
    const std::string_view line = bytes.substr(line_, end - line_);
    if (!line.ends_with('\r')) throw Refusal{400, "a line of the header ends without CR"};
    if (line.size() == 1 && lines_ > 0) return end + 1;
    // Folded fields, and white space before the first. (RFC 9112 §2.2, §5.2)
    if (line.front() == ' ' || line.front() == '\t') throw Refusal{400, "a line of the header begins with white space"};
    if (lines_++ > limits_.fields) {
      throw Refusal{431, "more than " + std::to_string(limits_.fields) + " header fields"};
    }
    line_ = end + 1;
  }
  if (bytes.size() >= limits_.bytes) {
    const std::string limit = " longer than " + std::to_string(limits_.bytes) + " bytes";
    if (lines_ == 0) throw Refusal{414, "request line" + limit};
    throw Refusal{431, "header" + limit};
  }
  return std::nullopt;
}

RequestHead parse_request_head(std::string_view head, Request& request) {
  request.headers.clear();
  Split split = {.headers = &request.headers};
  const http_parser parser = split_head(head, HTTP_REQUEST, split);
  if (parser.http_major != 1) throw Refusal{505, "this server speaks HTTP/1.1"};
  if (parser.method == HTTP_CONNECT) throw Refusal{501, "this server is no proxy"};
  request.method = head.substr(0, head.find(' '));
  request.target = split.target;
  const std::string_view path = path_and_query(split.target);
  const auto mark = path.find('?');
  request.path = path.starts_with('?') ? "/" : path.substr(0, mark);
  request.query = mark == std::string_view::npos ? std::string_view() : path.substr(mark + 1);

  RequestHead result = {.keep_alive = http_should_keep_alive(&parser) != 0, .is_1_0 = parser.http_minor == 0};
  check_host(request.headers, result.is_1_0);
  result.framing = request_framing(request.headers, result.is_1_0);
  request.content_length.reset();
  if (result.framing.kind == Framing::Kind::kLength && parser.flags & F_CONTENTLENGTH) {
    request.content_length = result.framing.length;
  }
  if (const std::string* expect = request.headers.find("Expect"); expect != nullptr && !result.is_1_0) {
    if (!base::equals_ignore_case(*expect, "100-continue")) throw Refusal{417, "unknown expectation"};
    result.expects_continue = true;
  }
  return result;
}

ResponseHead parse_response_head(std::string_view head, bool to_head_request, Headers& headers) {
  headers.clear();
  Split split = {.headers = &headers};
  const http_parser parser = split_head(head, HTTP_RESPONSE, split);
  ResponseHead result = {.status = int(parser.status_code)};
  if (to_head_request || result.status < 200 || result.status == 204 || result.status == 304) return result;
  if (is_chunked(headers)) {
    result.framing.kind = Framing::Kind::kChunked;
  } else if (const auto length = parse_content_length(headers)) {
    result.framing.length = *length;
  } else {
    result.framing.kind = Framing::Kind::kUntilClose;
  }
  return result;
}

}  // namespace http
