#include "emulator/events/json_path.h"

#include <algorithm>

#include "base/text.h"

namespace events {

using Token = patterns::JsonTokens::Token;

std::optional<JsonPath> JsonPath::parse(std::string_view text) {
  if (!text.starts_with('$')) return std::nullopt;
  JsonPath path;
  text.remove_prefix(1);
  while (!text.empty()) {
    Step step;
    if (text.starts_with('.')) {
      const auto end = std::min(text.find_first_of(".[", 1), text.size());
      step.name = text.substr(1, end - 1);
      if (step.name.empty()) return std::nullopt;
      if (step.name == "*") step.kind = Step::Kind::kAny;
      text.remove_prefix(end);
    } else {
      const auto end = text.find(']');
      if (!text.starts_with('[') || end == std::string_view::npos) return std::nullopt;
      const std::string_view inside = text.substr(1, end - 1);
      const bool quoted = inside.size() >= 2 && (inside[0] == '\'' || inside[0] == '"') && inside.back() == inside[0];
      if (quoted) {
        step.name = inside.substr(1, inside.size() - 2);
      } else if (inside == "*") {
        step.kind = Step::Kind::kAny;
      } else if (const auto index = base::parse_int(inside); index && *index >= 0) {
        step.kind = Step::Kind::kIndex;
        step.index = static_cast<std::size_t>(*index);
      } else {
        return std::nullopt;
      }
      text.remove_prefix(end + 1);
    }
    path.steps_.push_back(std::move(step));
  }
  return path;
}

struct JsonPath::Walk {
  std::string_view json;
  const std::vector<Step>& steps;
  patterns::JsonTokens tokens;
  std::vector<std::string_view> found = {};

  void value(Token token, std::size_t at) {
    const std::size_t begins = tokens.begins();
    const bool container = token == Token::kObject || token == Token::kArray;
    if (at == steps.size()) {
      if (container) tokens.skip();
      found.push_back(json.substr(begins, tokens.ends() - begins));
      return;
    }
    const Step& step = steps[at];
    const bool any = step.kind == Step::Kind::kAny;
    if (token == Token::kObject) {
      while (tokens.next() == Token::kName) {
        const bool taken = any || (step.kind == Step::Kind::kName && tokens.text() == step.name);
        member(taken, at);
      }
    } else if (token == Token::kArray) {
      std::size_t index = 0;
      for (Token element = tokens.next(); element != Token::kArrayEnd; element = tokens.next(), ++index) {
        pass(element, any || (step.kind == Step::Kind::kIndex && index == step.index), at);
      }
    }
  }
  void member(bool taken, std::size_t at) { pass(tokens.next(), taken, at); }
  void pass(Token token, bool taken, std::size_t at) {
    if (taken) {
      value(token, at + 1);
    } else if (token == Token::kObject || token == Token::kArray) {
      tokens.skip();
    }
  }
};

std::optional<std::string> JsonPath::select(std::string_view json) const {
  Walk walk{.json = json, .steps = steps_, .tokens = patterns::JsonTokens(json)};
  walk.value(walk.tokens.next(), 0);
  if (std::ranges::find(steps_, Step::Kind::kAny, &Step::kind) == steps_.end()) {
    if (walk.found.empty()) return std::nullopt;
    return std::string(walk.found.back());
  }
  std::string all = "[";
  for (const std::string_view one : walk.found) {
    if (all.size() > 1) all += ',';
    all += one;
  }
  return all + "]";
}

}  // namespace events
