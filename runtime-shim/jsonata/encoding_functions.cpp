#include <algorithm>

#include "base/text.h"
#include "jsonata/builtins.h"
#include "jsonata/utf.h"

// $base64encode and its kind, and the four of URLs.

namespace jsonata {
namespace encoding_detail {

using Arguments = std::span<const Value>;

// Buffer.from(text, 'binary'): of every UTF-16 unit the lower byte.
Value base64_encode(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  std::string bytes;
  for (const char16_t unit : to_utf16(arguments[0].as_string())) bytes += static_cast<char>(unit & 0xFF);
  return evaluator.arena().text(base::to_base64(bytes));
}

// Buffer.from(text, 'base64').toString('binary'): lenient, each byte a character.
Value base64_decode(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : arguments[0].as_string()) {
    static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (c == '=') break;
    const auto at = kAlphabet.find(c == '-' ? '+' : c == '_' ? '/' : c);
    if (at == std::string_view::npos) continue;
    bits = bits << 6 | static_cast<std::uint32_t>(at);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    append_code_point(out, bits >> count & 0xFF);
  }
  return evaluator.arena().text(out);
}

constexpr std::string_view kUnreserved = "-_.!~*'()";
constexpr std::string_view kReserved = ";/?:@&=+$,#";

[[noreturn]] void fail_malformed(const Value& value, std::string_view function) {
  throw Fault{.code = "D3140", .value = to_json(value).value_or(base::Json()), .detail = std::string(function)};
}

bool is_plain(char c, bool whole_url) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || kUnreserved.find(c) != std::string_view::npos ||
         (whole_url && kReserved.find(c) != std::string_view::npos);
}

Value encode(Evaluator& evaluator, const Value& value, bool whole_url, std::string_view function) {
  if (value.is_undefined()) return {};
  std::string out;
  const std::string_view text = value.as_string();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const std::uint32_t c = next_code_point(text, at);
    if (c >= 0xD800 && c < 0xE000) fail_malformed(value, function);
    if (c < 0x80 && is_plain(static_cast<char>(c), whole_url)) {
      out += static_cast<char>(c);
      continue;
    }
    for (const char byte : text.substr(start, at - start)) {
      constexpr char kHex[] = "0123456789ABCDEF";
      out += '%';
      out += kHex[static_cast<unsigned char>(byte) >> 4];
      out += kHex[static_cast<unsigned char>(byte) & 15];
    }
  }
  return evaluator.arena().text(out);
}

// The byte that %XX at `at` stands for.
std::optional<char> escaped_byte(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size() || text[at] != '%') return std::nullopt;
  const auto byte = base::from_hex(text.substr(at + 1, 2));
  return byte ? std::optional((*byte)[0]) : std::nullopt;
}

Value decode(Evaluator& evaluator, const Value& value, bool whole_url, std::string_view function) {
  if (value.is_undefined()) return {};
  std::string out;
  const std::string_view text = value.as_string();
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '%') {
      out += text[at++];
      continue;
    }
    const std::size_t start = at;
    std::string character;
    const auto take = [&] {
      const auto byte = escaped_byte(text, at);
      if (!byte) fail_malformed(value, function);
      character += *byte;
      at += 3;
    };
    take();
    const auto first = static_cast<unsigned char>(character[0]);
    const int more = first < 0x80 ? 0 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : -1;
    if (more < 0) fail_malformed(value, function);
    for (int i = 0; i < more; ++i) take();
    if (!base::is_valid_utf8(character)) fail_malformed(value, function);
    const bool keeps_escape = whole_url && more == 0 && kReserved.find(character[0]) != std::string_view::npos;
    out += keeps_escape ? text.substr(start, 3) : std::string_view(character);
  }
  return evaluator.arena().text(out);
}

Value encode_url_component(Evaluator& evaluator, Arguments arguments) {
  return encode(evaluator, arguments[0], false, "encodeUrlComponent");
}
Value encode_url(Evaluator& evaluator, Arguments arguments) {
  return encode(evaluator, arguments[0], true, "encodeUrl");
}
Value decode_url_component(Evaluator& evaluator, Arguments arguments) {
  return decode(evaluator, arguments[0], false, "decodeUrlComponent");
}
Value decode_url(Evaluator& evaluator, Arguments arguments) {
  return decode(evaluator, arguments[0], true, "decodeUrl");
}

constexpr BuiltinRow kFunctions[] = {
    {"base64encode", "<s-:s>", 1, base64_encode},
    {"base64decode", "<s-:s>", 1, base64_decode},
    {"encodeUrlComponent", "<s-:s>", 1, encode_url_component},
    {"encodeUrl", "<s-:s>", 1, encode_url},
    {"decodeUrlComponent", "<s-:s>", 1, decode_url_component},
    {"decodeUrl", "<s-:s>", 1, decode_url},
};

}  // namespace encoding_detail

std::span<const BuiltinRow> encoding_functions() { return encoding_detail::kFunctions; }

}  // namespace jsonata
