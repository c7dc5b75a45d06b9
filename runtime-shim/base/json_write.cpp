#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/json.h"
#include "base/json_text.h"
#include "base/text.h"
#include "base/utf8.h"

namespace base {
namespace json_detail {

void write_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    default:
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
  }
}

// With U+FFFD for what is not UTF-8; a character that breaks off is one. (Unicode 15, 3.9, best practice)
void write_utf8(std::string& out, std::string_view bytes) {
  if (is_valid_utf8(bytes)) {
    out.append(bytes);
    return;
  }
  while (!bytes.empty()) {
    const Utf8Sequence sequence = utf8_sequence_at(bytes);
    out.append(sequence.is_whole() ? bytes.substr(0, sequence.needed) : "\xEF\xBF\xBD");
    bytes.remove_prefix(std::max<std::size_t>(1, sequence.there));
  }
}

void write_string(std::string& out, std::string_view text) {
  out += '"';
  for (;;) {
    const std::size_t plain = plain_prefix(text);
    write_utf8(out, text.substr(0, plain));
    if (plain == text.size()) break;
    write_escape(out, text[plain]);
    text.remove_prefix(plain + 1);
  }
  out += '"';
}

void write_double(std::string& out, double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  out.append(text, end);
  // A double stays a double when it is read again.
  if (std::string_view(text, static_cast<std::size_t>(end - text)).find_first_of(".e") == std::string_view::npos)
    out += ".0";
}

void break_line(std::string& out, int indent, int depth) {
  if (indent == 0) return;
  out += '\n';
  out.append(static_cast<std::size_t>(indent * depth), ' ');
}

void write(std::string& out, const Json& value, int indent, int depth) {
  switch (value.kind()) {
    case Json::Kind::kNull:
      out += "null";
      break;
    case Json::Kind::kBool:
      out += value.as_bool() ? "true" : "false";
      break;
    case Json::Kind::kInt:
      out += std::to_string(value.as_int());
      break;
    case Json::Kind::kUnsigned:
      out += fmt::format("{}", value.as_unsigned());
      break;
    case Json::Kind::kDouble:
      write_double(out, value.as_double());
      break;
    case Json::Kind::kString:
      write_string(out, value.as_string());
      break;
    case Json::Kind::kArray: {
      out += '[';
      bool first = true;
      for (const Json& element : value.elements()) {
        if (!first) out += ',';
        first = false;
        break_line(out, indent, depth + 1);
        write(out, element, indent, depth + 1);
      }
      if (!first) break_line(out, indent, depth);
      out += ']';
      break;
    }
    case Json::Kind::kObject: {
      out += '{';
      bool first = true;
      for (const auto& [name, member] : value.members()) {
        if (!first) out += ',';
        first = false;
        break_line(out, indent, depth + 1);
        write_string(out, name);
        out += indent > 0 ? ": " : ":";
        write(out, member, indent, depth + 1);
      }
      if (!first) break_line(out, indent, depth);
      out += '}';
      break;
    }
  }
}

}  // namespace json_detail

using namespace json_detail;

std::string Json::dump(int indent) const {
  std::string out;
  write(out, *this, indent, 0);
  return out;
}

std::string quote_json(std::string_view text) {
  std::string out;
  write_string(out, text);
  return out;
}

}  // namespace base
