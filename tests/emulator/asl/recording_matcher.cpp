#include "tests/emulator/asl/recording_matcher.h"

#include <cctype>

namespace asl {
namespace recording_matcher_detail {

using base::Json;

// Texts that are JSON become it; what every run has anew and nobody promises is dropped.
Json normalize(const Json& value) {
  if (value.is_string()) {
    const auto& text = value.as_string();
    if (text.starts_with("{") || text.starts_with("[")) {
      if (const auto parsed = Json::try_parse(text)) {
        return normalize(*parsed);
      }
    }
    return value;
  }
  if (value.is_array()) {
    Json out = Json::array();
    for (const Json& element : value.elements()) {
      out.push_back(normalize(element));
    }
    return out;
  }
  if (!value.is_object()) {
    return value;
  }
  Json out = Json::object();
  for (const auto& [name, member] : value.members()) {
    if (name != "ResponseMetadata" && name != "stackTrace" && name != "SdkHttpMetadata" &&
        name != "SdkResponseMetadata") {
      out.set(name, normalize(member));
    }
  }
  return out;
}

struct Token {
  std::string text = {};  // literal, or the variable's name
  bool is_variable = false;
  bool is_digits = false;
};

std::size_t variable_length(const std::string& text, std::size_t at) {
  if (text[at] != '<' || at + 1 >= text.size() || std::isalpha(static_cast<unsigned char>(text[at + 1])) == 0) {
    return 0;
  }
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '>') {
      return i + 1 - at;
    }
    if (std::isalnum(static_cast<unsigned char>(text[i])) == 0 &&
        std::string("_ .-:").find(text[i]) == std::string::npos) {
      return 0;
    }
  }
  return 0;
}

std::vector<Token> tokenize(const std::string& text, const std::set<std::string>& wild) {
  std::vector<Token> tokens;
  const auto add = [&](Token token) { tokens.push_back(std::move(token)); };
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) {
      add({.text = std::exchange(literal, {})});
    }
  };
  for (std::size_t i = 0; i < text.size();) {
    if (const auto length = variable_length(text, i); length > 0) {
      flush();
      add({.text = text.substr(i, length), .is_variable = true});
      i += length;
      continue;
    }
    if (text.compare(i, 12, "111111111111") == 0) {
      flush();
      add({.is_digits = true});
      i += 12;
      continue;
    }
    bool found = false;
    for (const auto& word : wild) {
      if (word.size() > 2 && text.compare(i, word.size(), word) == 0) {
        flush();
        add({.text = "", .is_variable = true});
        i += word.size();
        found = true;
        break;
      }
    }
    if (!found) {
      literal.push_back(text[i++]);
    }
  }
  flush();
  return tokens;
}

bool match_tokens(const std::vector<Token>& tokens, std::size_t at, const std::string& text, std::size_t from,
                  std::map<std::string, std::string>& bound) {
  if (at == tokens.size()) {
    return from == text.size();
  }
  const Token& token = tokens[at];
  if (token.is_digits) {
    for (std::size_t i = 0; i < 12; ++i) {
      if (from + i >= text.size() || std::isdigit(static_cast<unsigned char>(text[from + i])) == 0) {
        return false;
      }
    }
    return match_tokens(tokens, at + 1, text, from + 12, bound);
  }
  if (!token.is_variable) {
    return text.compare(from, token.text.size(), token.text) == 0 &&
           match_tokens(tokens, at + 1, text, from + token.text.size(), bound);
  }
  for (std::size_t to = from + 1; to <= text.size(); ++to) {
    const std::string value = text.substr(from, to - from);
    const auto known = bound.find(token.text);
    if (known != bound.end() && !token.text.empty() && known->second != value) {
      continue;
    }
    auto attempt = bound;
    attempt[token.text] = value;
    if (match_tokens(tokens, at + 1, text, to, attempt)) {
      bound = std::move(attempt);
      return true;
    }
  }
  return false;
}

}  // namespace recording_matcher_detail

using base::Json;

RecordingMatcher::RecordingMatcher(const Json& placeholders) {
  for (const Json& word : placeholders.elements()) {
    wild_.insert(word.as_string());
  }
}

bool RecordingMatcher::matches(const std::string& expected, const std::string& actual) {
  return expected == actual || wild_.contains(expected) ||
         recording_matcher_detail::match_tokens(recording_matcher_detail::tokenize(expected, wild_), 0, actual, 0,
                                                bound_);
}

void RecordingMatcher::diff(const Json& expected, const Json& actual, const std::string& where,
                            std::vector<std::string>& out) {
  if (out.size() > 8) {
    return;
  }
  const auto differs = [&] {
    out.push_back(where + ": expected " + expected.dump().substr(0, 400) + " got " + actual.dump().substr(0, 400));
  };
  if (expected.is_string()) {
    if (!matches(expected.as_string(), actual.is_string() ? actual.as_string() : actual.dump())) {
      differs();
    }
    return;
  }
  if (expected.is_array() && actual.is_array()) {
    if (expected.size() != actual.size()) {
      out.push_back(where + ": expected " + std::to_string(expected.size()) + " elements, got " +
                    std::to_string(actual.size()));
    }
    for (std::size_t i = 0; i < std::min(expected.size(), actual.size()); ++i) {
      diff(expected.at(i), actual.at(i), where + "[" + std::to_string(i) + "]", out);
    }
    return;
  }
  if (!expected.is_object() || !actual.is_object()) {
    if (!(expected == actual)) {
      differs();
    }
    return;
  }
  for (const auto& [name, value] : expected.members()) {
    if (const Json* found = actual.find(name)) {
      diff(value, *found, where + "." + name, out);
    } else {
      out.push_back(where + "." + name + ": is missing, expected " + value.dump().substr(0, 200));
    }
  }
  for (const auto& [name, value] : actual.members()) {
    if (!expected.contains(name)) {
      out.push_back(where + "." + name + ": is not expected: " + value.dump().substr(0, 200));
    }
  }
}

std::vector<std::string> RecordingMatcher::compare(const Json& expected, const Json& actual) {
  std::vector<std::string> out;
  diff(recording_matcher_detail::normalize(expected), recording_matcher_detail::normalize(actual), "$", out);
  return out;
}

void RecordingMatcher::compare_unordered(const Json& expected, std::vector<Json> actual,
                                         std::vector<std::string>& out) {
  const auto core = [](Json event) {
    for (const char* name : {"id", "previousEventId", "timestamp"}) {
      event.erase(name);
    }
    return event;
  };
  for (const Json& event : expected.elements()) {
    bool found = false;
    for (std::size_t i = 0; i < actual.size() && !found; ++i) {
      const auto before = bound_;
      std::vector<std::string> differences;
      diff(core(event), core(actual[i]), "", differences);
      found = differences.empty();
      if (found) {
        actual.erase(actual.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        bound_ = before;
      }
    }
    if (!found) {
      out.push_back("no event like " + core(event).dump().substr(0, 300));
    }
  }
  for (const Json& event : actual) {
    out.push_back("not expected: " + event.dump().substr(0, 300));
  }
}

std::vector<std::string> RecordingMatcher::compare_history(const Json& expected_raw,
                                                           const std::vector<Json>& actual_raw,
                                                           bool parallel_unordered) {
  Json expected = Json::array(), actual = Json::array();
  const auto copy = [&](const Json& event, Json& to) {
    Json normal = recording_matcher_detail::normalize(event);
    if (parallel_unordered && normal.text("type") == "ParallelStateSucceeded") {
      return;  // the recordings leave it out
    }
    if (normal.text("type") == "MapStateExited") {
      normal.erase("previousEventId");  // AWS is not deterministic there
    }
    to.push_back(std::move(normal));
  };
  for (const Json& event : expected_raw.elements()) {
    copy(event, expected);
  }
  for (const Json& event : actual_raw) {
    copy(event, actual);
  }
  std::vector<std::string> out;
  if (parallel_unordered) {
    compare_unordered(expected, actual.mutable_elements(), out);
  } else {
    diff(expected, actual, "$.events", out);
  }
  return out;
}

}  // namespace asl
