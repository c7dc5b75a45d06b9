#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "emulator/asl/path.h"

// Filters: `[?(@.price < 10 && @.kind == 'book')]`, `[?(@.isbn)]`, with ||, !, parentheses, and `in` a list.

namespace asl {

struct FilterOperand {
  std::optional<Json> literal = {};
  bool from_root = false;  // `$` in place of `@`
  std::vector<PathStep> steps = {};
};

struct PathFilter {
  enum class Kind { kAny, kAll, kNot, kExists, kCompare };
  Kind kind = Kind::kExists;
  std::vector<PathFilter> children = {};
  FilterOperand left = {}, right = {};
  std::string comparison = {};
};

namespace path_detail {
namespace {

using FilterKind = PathFilter::Kind;
constexpr int kMaxDepth = 64;

class FilterParser {
 public:
  explicit FilterParser(std::string_view text) : text_(text) {}

  std::optional<PathFilter> parse() {
    auto filter = any_of(0);
    skip();
    return filter && at_ == text_.size() ? std::move(filter) : std::nullopt;
  }

 private:
  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') {
      ++at_;
    }
  }
  bool take(std::string_view token) {
    skip();
    if (!text_.substr(at_).starts_with(token)) {
      return false;
    }
    at_ += token.size();
    return true;
  }

  std::optional<PathFilter> joined(int depth, std::string_view token, FilterKind kind,
                                   std::optional<PathFilter> (FilterParser::*part)(int)) {
    PathFilter joined{.kind = kind};
    do {
      auto next = (this->*part)(depth);
      if (!next) {
        return std::nullopt;
      }
      joined.children.push_back(std::move(*next));
    } while (take(token));
    return joined.children.size() == 1 ? std::move(joined.children[0]) : std::move(joined);
  }
  std::optional<PathFilter> any_of(int depth) { return joined(depth, "||", FilterKind::kAny, &FilterParser::all_of); }
  std::optional<PathFilter> all_of(int depth) { return joined(depth, "&&", FilterKind::kAll, &FilterParser::single); }

  std::optional<PathFilter> single(int depth) {
    if (depth > kMaxDepth) {
      return std::nullopt;
    }
    if (take("!")) {
      auto inner = single(depth + 1);
      if (!inner) {
        return std::nullopt;
      }
      PathFilter negated{.kind = FilterKind::kNot};
      negated.children.push_back(std::move(*inner));
      return negated;
    }
    if (take("(")) {
      auto inner = any_of(depth + 1);
      return inner && take(")") ? std::move(inner) : std::nullopt;
    }
    auto left = operand();
    if (!left) {
      return std::nullopt;
    }
    for (const std::string_view comparison : {"==", "!=", "<=", ">=", "<", ">", "in "}) {
      if (take(comparison)) {
        auto right = operand();
        if (!right) {
          return std::nullopt;
        }
        return PathFilter{.kind = FilterKind::kCompare,
                          .left = std::move(*left),
                          .right = std::move(*right),
                          .comparison = std::string(comparison)};
      }
    }
    return left->literal ? std::nullopt
                         : std::optional(PathFilter{.kind = FilterKind::kExists, .left = std::move(*left)});
  }

  std::optional<FilterOperand> operand() {
    skip();
    if (at_ >= text_.size()) {
      return std::nullopt;
    }
    FilterOperand operand;
    if (text_[at_] == '@' || text_[at_] == '$') {
      operand.from_root = text_[at_++] == '$';
      return parse_steps(text_, at_, operand.steps) ? std::optional(std::move(operand)) : std::nullopt;
    }
    operand.literal = literal();
    return operand.literal ? std::optional(std::move(operand)) : std::nullopt;
  }

  std::optional<Json> literal() {
    if (text_[at_] == '\'' || text_[at_] == '"') {
      const char quote = text_[at_++];
      std::string out;
      while (at_ < text_.size() && text_[at_] != quote) {
        if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
          ++at_;
        }
        out.push_back(text_[at_++]);
      }
      return at_++ < text_.size() ? std::optional<Json>(std::move(out)) : std::nullopt;
    }
    if (text_[at_] == '[') {
      Json list = Json::array();
      ++at_;
      while (!take("]")) {
        skip();
        auto element = at_ < text_.size() && text_[at_] != '[' ? literal() : std::nullopt;
        if (!element) {
          return std::nullopt;
        }
        list.push_back(std::move(*element));
        take(",");
      }
      return list;
    }
    const std::size_t from = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                  std::string_view("+-.").find(text_[at_]) != std::string_view::npos)) {
      ++at_;
    }
    return Json::try_parse(text_.substr(from, at_ - from));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<Json> value_of(const FilterOperand& operand, const Json& candidate, const Json& root) {
  if (operand.literal) {
    return operand.literal;
  }
  const Json& from = operand.from_root ? root : candidate;
  const bool counts = !operand.steps.empty() && operand.steps.back().kind == PathStep::Kind::kLength;
  const auto found = select(from, root, operand.steps);
  if (found.empty()) {
    return std::nullopt;
  }
  if (counts) {
    return Json(static_cast<std::int64_t>(found[0]->size()));
  }
  return *found[0];
}

bool compare(const Json& left, std::string_view comparison, const Json& right) {
  if (comparison == "==") {
    return left == right;
  }
  if (comparison == "!=") {
    return !(left == right);
  }
  if (comparison == "in ") {
    return std::ranges::any_of(right.elements(), [&](const Json& element) { return element == left; });
  }
  int order = 0;
  if (left.is_number() && right.is_number()) {
    order = left.as_double() < right.as_double() ? -1 : left.as_double() > right.as_double() ? 1 : 0;
  } else if (left.is_string() && right.is_string()) {
    order = left.as_string().compare(right.as_string());
  } else {
    return false;
  }
  return comparison == "<" ? order < 0 : comparison == "<=" ? order <= 0 : comparison == ">" ? order > 0 : order >= 0;
}

}  // namespace

std::shared_ptr<const PathFilter> parse_filter(std::string_view text) {
  if (!text.starts_with("(") || !text.ends_with(")")) {
    return nullptr;
  }
  auto filter = FilterParser(text).parse();
  return filter ? std::make_shared<const PathFilter>(std::move(*filter)) : nullptr;
}

bool matches(const PathFilter& filter, const Json& candidate, const Json& root) {
  const auto holds = [&](const PathFilter& child) { return matches(child, candidate, root); };
  switch (filter.kind) {
    case FilterKind::kAny:
      return std::ranges::any_of(filter.children, holds);
    case FilterKind::kAll:
      return std::ranges::all_of(filter.children, holds);
    case FilterKind::kNot:
      return !holds(filter.children[0]);
    case FilterKind::kExists:
      return value_of(filter.left, candidate, root).has_value();
    case FilterKind::kCompare: {
      const auto left = value_of(filter.left, candidate, root);
      const auto right = value_of(filter.right, candidate, root);
      return left && right ? compare(*left, filter.comparison, *right) : filter.comparison == "!=";
    }
  }
  return false;
}

}  // namespace path_detail
}  // namespace asl
