#include "emulator/patterns/pattern_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace patterns {
namespace {

using Token = JsonTokens::Token;

constexpr std::size_t kMostAlternatives = 1000;

// Names of operators, which cannot be fields inside $or. (event-ruler, Constants)
constexpr std::array<std::string_view, 24> kReserved = {"exactly",
                                                        "equals-ignore-case",
                                                        "prefix",
                                                        "suffix",
                                                        "anything-but",
                                                        "exists",
                                                        "wildcard",
                                                        "numeric",
                                                        "cidr",
                                                        "=",
                                                        "<",
                                                        "<=",
                                                        ">",
                                                        ">=",
                                                        "regex",
                                                        "not-wildcard",
                                                        "not-equals-ignore-case",
                                                        "date-after",
                                                        "date-on-or-after",
                                                        "date-before",
                                                        "date-on-or-before",
                                                        "in-date-range",
                                                        "ip-address-in-range",
                                                        "ip-address-not-in-range"};

Condition same_text(std::string_view text) {
  if (const auto address = find_address(text)) {
    return {.kind = Condition::Kind::kAddress, .first = *address, .last = *address};
  }
  return {.kind = Condition::Kind::kText, .text = std::string(text)};
}

std::string join_path(const std::string& path, std::string_view step) {
  return path.empty() ? std::string(step) : fmt::format("{}.{}", path, step);
}

}  // namespace

Pattern Pattern::parse(std::string_view text) {
  PatternReader reader(text, PatternReader::Or::kKeyword);
  const auto read = [](PatternReader& from) {
    try {
      return from.read();
    } catch (const JsonTextError& error) {
      throw PatternError(error.what());
    }
  };
  try {
    return read(reader);
  } catch (const PatternError&) {
    if (!reader.met_or()) throw;
    try {
      PatternReader older(text, PatternReader::Or::kField);
      return read(older);
    } catch (const PatternError&) {
    }
    throw;
  }
}

Pattern PatternReader::read() {
  if (tokens_.next() != Token::kObject) throw PatternError("Filter is not an object");
  std::vector<Alternative> alternatives;
  read_object(alternatives, "", false);
  Pattern pattern;
  for (const Alternative& alternative : alternatives) {
    Pattern::Needs needs;
    for (const auto& [path, conditions] : alternative) needs.push_back({.path = path, .conditions = *conditions});
    pattern.alternatives_.push_back(std::move(needs));
  }
  return pattern;
}

void PatternReader::read_object(std::vector<Alternative>& alternatives, const std::string& path, bool inside_or) {
  bool any = false;
  while (tokens_.next() == Token::kName) {
    any = true;
    const std::string name(tokens_.text());
    if (name == "$or") {
      met_or_ = true;
      if (or_ == Or::kKeyword) {
        read_or(alternatives, path);
        continue;
      }
    }
    if (inside_or && std::ranges::find(kReserved, name) != kReserved.end()) {
      throw PatternError(name + " is Ruler reserved fieldName which cannot be used inside $or.");
    }
    switch (tokens_.next()) {
      case Token::kObject:
        read_object(alternatives, join_path(path, name), inside_or);
        break;
      case Token::kArray:
        read_array(alternatives, join_path(path, name));
        break;
      default:
        throw PatternError(fmt::format("\"{}\" must be an object or an array", name));
    }
  }
  if (!any) throw PatternError("Empty objects are not allowed");
}

// Each object of the list is one more way, for each that there is so far.
void PatternReader::read_or(std::vector<Alternative>& alternatives, const std::string& path) {
  const std::vector<Alternative> so_far = std::exchange(alternatives, {});
  if (tokens_.next() != Token::kArray) throw PatternError("It must be an Array followed with $or.");
  int objects = 0;
  for (Token token = tokens_.next(); token != Token::kArrayEnd; token = tokens_.next(), ++objects) {
    if (token != Token::kObject) {
      throw PatternError("Only JSON object is allowed in array of $or relationship.");
    }
    std::vector<Alternative> ways = so_far;
    if (ways.empty()) ways.emplace_back();
    read_object(ways, path, true);
    std::ranges::move(ways, std::back_inserter(alternatives));
    if (alternatives.size() > kMostAlternatives) {
      throw PatternError(fmt::format("Rule has more than {} rule combinations; try using fewer alternatives in $or",
                                     kMostAlternatives));
    }
  }
  if (objects < 2) throw PatternError("There must have at least 2 Objects in $or relationship.");
}

void PatternReader::read_array(std::vector<Alternative>& alternatives, const std::string& path) {
  std::vector<Condition> conditions;
  for (Token token = tokens_.next(); token != Token::kArrayEnd; token = tokens_.next()) {
    switch (token) {
      case Token::kObject:
        conditions.push_back(read_condition(tokens_));
        break;
      case Token::kString:
        conditions.push_back(same_text(tokens_.text()));
        break;
      case Token::kNumber:
        if (const auto number = find_comparable(tokens_.text())) {
          conditions.push_back({.kind = Condition::Kind::kNumber, .least = *number});
        }
        [[fallthrough]];
      case Token::kTrue:
      case Token::kFalse:
      case Token::kNull:
        conditions.push_back({.kind = Condition::Kind::kSpelling, .text = std::string(tokens_.text())});
        break;
      default:
        throw PatternError("Match value must be String, number, true, false, or null");
    }
  }
  if (conditions.empty()) throw PatternError("Empty arrays are not allowed");
  if (alternatives.empty()) alternatives.emplace_back();
  const auto shared = std::make_shared<const std::vector<Condition>>(std::move(conditions));
  for (Alternative& alternative : alternatives) alternative[path] = shared;
}

}  // namespace patterns
