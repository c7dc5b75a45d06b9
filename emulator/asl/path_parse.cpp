#include <cctype>

#include "base/text.h"
#include "emulator/asl/path.h"

namespace asl {
namespace path_detail {
namespace {

using Kind = PathStep::Kind;

// Jayway ends a dotted name at these.
bool ends_name(char c) { return std::string_view(".[]()' ,=<>!&|\"").find(c) != std::string_view::npos; }

// 'text' or "text" at `position`; a backslash escapes the quote and itself, and stands for itself before anything else
// (recorded). Nothing where the quote is never closed.
std::optional<std::string> parse_quoted(std::string_view text, std::size_t& position) {
  const char quote = text[position++];
  std::string out;
  while (position < text.size() && text[position] != quote) {
    if (text[position] == '\\' && position + 1 < text.size() &&
        (text[position + 1] == quote || text[position + 1] == '\\')) {
      ++position;
    }
    out.push_back(text[position++]);
  }
  if (position >= text.size()) {
    return std::nullopt;
  }
  ++position;
  return out;
}

void skip_blanks(std::string_view text, std::size_t& position) {
  while (position < text.size() && text[position] == ' ') {
    ++position;
  }
}

// The end of a bracket's inside: quotes and inner brackets do not close it.
std::optional<std::size_t> find_closing(std::string_view text, std::size_t position, char open, char close) {
  int depth = 1;
  char quote = 0;
  for (; position < text.size(); ++position) {
    const char c = text[position];
    if (quote != 0) {
      if (c == '\\') {
        ++position;
      } else if (c == quote) {
        quote = 0;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == open) {
      ++depth;
    } else if (c == close && --depth == 0) {
      return position;
    }
  }
  return std::nullopt;
}

std::optional<PathStep> parse_names(std::string_view inside) {
  PathStep step{.kind = Kind::kNames};
  for (std::size_t at = 0; at < inside.size();) {
    skip_blanks(inside, at);
    if (at >= inside.size() || (inside[at] != '\'' && inside[at] != '"')) {
      return std::nullopt;
    }
    auto name = parse_quoted(inside, at);
    if (!name) {
      return std::nullopt;
    }
    step.names.push_back(std::move(*name));
    skip_blanks(inside, at);
    if (at < inside.size() && inside[at++] != ',') {
      return std::nullopt;
    }
  }
  return step;
}

std::optional<PathStep> parse_slice(std::string_view inside) {
  const auto parts = base::split(inside, ':');
  if (parts.size() > 3) {
    return std::nullopt;
  }
  PathStep step{.kind = Kind::kSlice};
  std::optional<std::int64_t>* fields[] = {&step.from, &step.to, &step.by};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part = base::trim(parts[i]);
    if (!part.empty() && !(*fields[i] = base::parse_int(part))) {
      return std::nullopt;
    }
  }
  if (step.by && *step.by < 1) {
    return std::nullopt;
  }
  return step;
}

std::optional<PathStep> parse_bracket(std::string_view inside) {
  inside = base::trim(inside);
  if (inside.empty()) {
    return std::nullopt;
  }
  if (inside == "*") {
    return PathStep{.kind = Kind::kWildcard};
  }
  if (inside[0] == '\'' || inside[0] == '"') {
    return parse_names(inside);
  }
  if (inside[0] == '?') {
    auto filter = parse_filter(base::trim(inside.substr(1)));
    return filter ? std::optional(PathStep{.kind = Kind::kFilter, .filter = std::move(filter)}) : std::nullopt;
  }
  if (inside.find(':') != std::string_view::npos) {
    return parse_slice(inside);
  }
  PathStep step{.kind = Kind::kIndexes};
  for (const auto part : base::split(inside, ',')) {
    const auto index = base::parse_int(base::trim(part));
    if (!index) {
      return std::nullopt;
    }
    step.indexes.push_back(*index);
  }
  return step;
}

std::string_view parse_name(std::string_view text, std::size_t& position) {
  const std::size_t from = position;
  while (position < text.size() && !ends_name(text[position])) {
    ++position;
  }
  return text.substr(from, position - from);
}

}  // namespace

bool parse_steps(std::string_view text, std::size_t& position, std::vector<PathStep>& steps) {
  while (position < text.size() && (text[position] == '.' || text[position] == '[')) {
    bool named = false;
    if (text[position] == '.') {
      named = true;
      ++position;
      if (position < text.size() && text[position] == '.') {
        steps.push_back({.kind = Kind::kDescend});
        ++position;
      }
      if (position >= text.size()) {
        return false;
      }
      if (text[position] == '[') {
        if (steps.empty() || steps.back().kind != Kind::kDescend) {
          return false;
        }
        named = false;
      }
    }
    if (!named) {
      const auto end = find_closing(text, position + 1, '[', ']');
      auto step = end ? parse_bracket(text.substr(position + 1, *end - position - 1)) : std::nullopt;
      if (!step) {
        return false;
      }
      steps.push_back(std::move(*step));
      position = *end + 1;
      continue;
    }
    const auto name = parse_name(text, position);
    if (name.empty()) {
      return false;
    }
    if (text.substr(position).starts_with("()")) {
      position += 2;
      if (name != "length") {
        return false;
      }
      steps.push_back({.kind = Kind::kLength});
      return true;  // a function ends the path
    }
    steps.push_back(name == "*" ? PathStep{.kind = Kind::kWildcard}
                                : PathStep{.kind = Kind::kNames, .names = {std::string(name)}});
  }
  return true;
}

bool is_plural(const PathStep& step) {
  switch (step.kind) {
    case Kind::kNames:
      return step.names.size() != 1;
    case Kind::kIndexes:
      return step.indexes.size() != 1;
    case Kind::kLength:
      return false;
    default:
      return true;
  }
}

}  // namespace path_detail

std::optional<Path> Path::parse(std::string_view text) {
  if (text.empty() || text[0] != '$') {
    return std::nullopt;
  }
  Path path;
  path.text_ = std::string(text);
  std::size_t position = 1;
  if (position < text.size() && text[position] == '$') {
    path.root_ = Root::kContext;
    ++position;
  } else if (position < text.size() && text[position] != '.' && text[position] != '[') {
    path.root_ = Root::kVariable;
    const std::size_t from = position;
    while (position < text.size() && (std::isalnum(static_cast<unsigned char>(text[position])) != 0 ||
                                      text[position] == '_' || static_cast<unsigned char>(text[position]) >= 0x80)) {
      ++position;
    }
    path.variable_ = std::string(text.substr(from, position - from));
    if (path.variable_.empty()) {
      return std::nullopt;
    }
  }
  if (!path_detail::parse_steps(text, position, path.steps_) || position != text.size()) {
    return std::nullopt;
  }
  return path;
}

}  // namespace asl
