#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/text.h"

namespace base {
namespace json_write_detail {

void write_string(std::string& out, std::string_view text) {
  out += '"';
  if (!is_valid_utf8(text)) {
    out += [&] {  // the slow way, for bytes that no JSON text may hold
      const std::string quoted = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
      return quoted.substr(1, quoted.size() - 2);
    }();
    out += '"';
    return;
  }
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 32 && c != '"' && c != '\\') continue;
    out.append(text.substr(plain, i - plain));
    plain = i + 1;
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
        out += fmt::format("\\u{:04x}", c);
    }
  }
  out.append(text.substr(plain));
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

}  // namespace json_write_detail

using namespace json_write_detail;

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
