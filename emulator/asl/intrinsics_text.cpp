#include "base/digest.h"
#include "base/text.h"
#include "emulator/asl/intrinsics.h"

namespace asl::intrinsic {
namespace text_functions {

constexpr std::size_t kMaxCoded = 10'000;  // characters of Base64Encode, Base64Decode and Hash (Developer Guide)

// Java's Map.toString: {Arg1=1, Arg2=[]}. AWS formats objects so. (recorded)
std::string to_java_text(const Json& value) {
  std::string out;
  if (value.is_string()) {
    return value.as_string();
  }
  if (value.is_array()) {
    for (const Json& element : value.elements()) {
      out += (out.empty() ? "" : ", ") + to_java_text(element);
    }
    return "[" + out + "]";
  }
  if (value.is_object()) {
    for (const auto& [name, member] : value.members()) {
      out += (out.empty() ? "" : ", ") + name + "=" + to_java_text(member);
    }
    return "{" + out + "}";
  }
  return value.dump();
}

Json format(const IntrinsicArguments& in) {
  text_at(in, 0);
  std::string out;
  std::size_t next = 1;
  for (std::size_t i = 0; i < in.format.size(); ++i) {
    const char c = in.format[i];
    if (c == '\\' && i + 1 < in.format.size() && (in.format[i + 1] == '{' || in.format[i + 1] == '}')) {
      out.push_back(in.format[++i]);
    } else if (c == '{' && i + 1 < in.format.size() && in.format[i + 1] == '}') {
      if (next >= in.values.size()) {
        throw IntrinsicError("The number of arguments is smaller than the number of {} in the template");
      }
      out += to_java_text(in.values[next++]);
      ++i;
    } else {
      out.push_back(c);
    }
  }
  if (next != in.values.size()) {
    throw IntrinsicError("The number of arguments is larger than the number of {} in the template");
  }
  return out;
}

Json string_to_json(const IntrinsicArguments& in) {
  const auto& text = text_at(in, 0);
  if (base::trim(text).empty()) {
    return nullptr;  // recorded
  }
  auto value = Json::try_parse(text);
  if (!value) {
    throw IntrinsicError("Argument 1 is not valid JSON");
  }
  return std::move(*value);
}

Json json_to_string(const IntrinsicArguments& in) { return in.values[0].dump(); }

Json base64_encode(const IntrinsicArguments& in) {
  const auto& text = text_at(in, 0);
  if (text.size() > kMaxCoded) {
    throw IntrinsicError("Argument 1 must not be longer than 10000 characters");
  }
  return base::to_base64(text);
}

Json base64_decode(const IntrinsicArguments& in) {
  const auto& text = text_at(in, 0);
  const auto bytes = text.size() > kMaxCoded ? std::nullopt : base::from_base64(text);
  if (!bytes || !base::is_valid_utf8(*bytes)) {
    throw IntrinsicError("Argument 1 must be Base64 of UTF-8 text, not longer than 10000 characters");
  }
  return *bytes;
}

Json hash(const IntrinsicArguments& in) {
  const std::string data = in.values[0].is_string() ? in.values[0].as_string() : in.values[0].dump();
  const auto& algorithm = text_at(in, 1);
  constexpr std::pair<std::string_view, base::Digest> kAlgorithms[] = {{"MD5", base::Digest::kMd5},
                                                                       {"SHA-1", base::Digest::kSha1},
                                                                       {"SHA-256", base::Digest::kSha256},
                                                                       {"SHA-384", base::Digest::kSha384},
                                                                       {"SHA-512", base::Digest::kSha512}};
  if (data.size() > kMaxCoded) {
    throw IntrinsicError("Argument 1 must not be longer than 10000 characters");
  }
  for (const auto& [name, digest] : kAlgorithms) {
    if (name == algorithm) {
      return base::to_hex(base::digest(digest, data));
    }
  }
  throw IntrinsicError("Argument 2 must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512");
}

Json json_merge(const IntrinsicArguments& in) {
  if (!in.values[0].is_object() || !in.values[1].is_object()) {
    throw IntrinsicError("Arguments 1 and 2 must be JSON objects");
  }
  if (!in.values[2].is_bool() || in.values[2].as_bool()) {
    throw IntrinsicError("Argument 3 must be false: Step Functions supports the shallow merging mode only");
  }
  Json merged = in.values[0];
  for (const auto& [name, value] : in.values[1].members()) {
    merged.set(name, value);
  }
  return merged;
}

// The delimiter is a set of characters, and empty parts are dropped. (AWS, recorded)
Json string_split(const IntrinsicArguments& in) {
  const std::string_view text = text_at(in, 0);
  const std::string_view delimiters = text_at(in, 1);
  Json parts = Json::array();
  for (std::size_t from = 0; from < text.size();) {
    const auto to = std::min(text.find_first_of(delimiters, from), text.size());
    if (to > from) {
      parts.push_back(text.substr(from, to - from));
    }
    from = to + 1;
  }
  return parts;
}

constexpr Intrinsic kTable[] = {
    {"States.Base64Decode", 1, 1, base64_decode}, {"States.Base64Encode", 1, 1, base64_encode},
    {"States.Format", 1, 1'000, format},          {"States.Hash", 2, 2, hash},
    {"States.JsonMerge", 3, 3, json_merge},       {"States.JsonToString", 1, 1, json_to_string},
    {"States.StringSplit", 2, 2, string_split},   {"States.StringToJson", 1, 1, string_to_json},
};

}  // namespace text_functions

const std::span<const Intrinsic> kTextFunctions = text_functions::kTable;

}  // namespace asl::intrinsic
