#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The few things that everybody does to text: bytes in, bytes out, ASCII unless a name says otherwise.

namespace base {

std::string_view trim(std::string_view text);  // spaces, tabs, CR, LF at both ends
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);
bool equals_ignore_case(std::string_view a, std::string_view b);
std::vector<std::string_view> split(std::string_view text, char separator);  // "a,,b" has three parts; "" has one
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

// Reads the whole of `text` as a decimal integer, optional '-', no '+', no blanks.
std::optional<std::int64_t> parse_int(std::string_view text);
// Likewise as a decimal number, an exponent too: "-0.5", "1e3". Finite.
std::optional<double> parse_double(std::string_view text);

std::string to_hex(std::string_view bytes);  // lower case
std::optional<std::string> from_hex(std::string_view text);
std::string to_base64(std::string_view bytes);                  // RFC 4648 §4, padded
std::optional<std::string> from_base64(std::string_view text);  // strict: padded, no blanks

// Percent-encoding with RFC 3986's unreserved characters left as they are (what SigV4 asks), '/' too where kept.
enum class Slash { kEncode, kKeep };
std::string percent_encode(std::string_view text, Slash slash = Slash::kEncode);
// '%XX' decoded, a malformed escape left as it is; '+' is a space only in a form (query strings of old clients).
enum class Plus { kKeep, kSpace };
std::string percent_decode(std::string_view text, Plus plus = Plus::kKeep);

bool is_valid_utf8(std::string_view bytes);
// How many code points well-formed UTF-8 holds.
std::size_t count_code_points(std::string_view utf8);
// At most `max` bytes of it, cut between code points.
std::string_view truncate_utf8(std::string_view utf8, std::size_t max);
// `utf8` with &, <, >, " and ' escaped, and control characters as numeric references, for XML text and attributes.
std::string escape_xml(std::string_view utf8);

}  // namespace base
