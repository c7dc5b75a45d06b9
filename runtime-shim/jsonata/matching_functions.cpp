#include <cmath>

#include "jsonata/builtins.h"
#include "jsonata/utf.h"

// $contains, $match, $replace, $split: by a text, by a regular expression, or by any function that answers as one does.

namespace jsonata {
namespace matching_detail {

using Arguments = std::span<const Value>;

// One match as the functions here need it. Places are in bytes of the subject.
struct Match {
  std::string_view text = {};
  std::size_t start = 0;
  std::size_t end = 0;
  std::vector<Value> groups = {};  // undefined where a group took no part
  Value object = {};               // what a replacement function gets; made only for it
};

std::optional<Regex::Match> find(Evaluator& evaluator, const Regex& regex, std::string_view subject, std::size_t from) {
  evaluator.spend(1 + (subject.size() - from) / 16);
  try {
    return regex.find(subject, from, evaluator.limits().regex_steps);
  } catch (const RegexError&) {
    fail("U1003");
  }
}

// Where the reference's `end` or `start`, which counts UTF-16 units, stands in bytes.
std::size_t offset_of_unit(std::string_view text, double units) {
  if (!(units > 0)) return 0;
  std::size_t at = 0;
  for (double passed = 0; at < text.size() && passed < units;) {
    passed += next_code_point(text, at) >= 0x10000 ? 2 : 1;
  }
  return at;
}

// Asks for one match after the other, of a regular expression directly and of any other function by its answers.
class Matches {
 public:
  Matches(Evaluator& evaluator, Value matcher, std::string_view subject)
      : evaluator_(evaluator), matcher_(matcher), subject_(subject) {
    if (matcher.is_function() && matcher.as_function()->type == Function::Type::kRegex) {
      regex_ = matcher.as_function()->regex;
    }
  }

  std::optional<Match> next() {
    if (regex_) return next_of_regex();
    const Value text = Value::string(subject_);
    const Value undefined;
    const Value answer =
        first_ ? evaluator_.call(matcher_, std::span(&text, 1)) : evaluator_.call(matcher_, std::span(&undefined, 1));
    first_ = false;
    if (answer.is_undefined()) return std::nullopt;
    return read(answer);
  }

 private:
  Evaluator& evaluator_;
  Value matcher_;
  std::string_view subject_;
  const Regex* regex_ = nullptr;
  std::size_t from_ = 0;
  bool first_ = true;

  std::optional<Match> next_of_regex() {
    if (!first_ && from_ >= subject_.size()) return std::nullopt;
    const auto found = find(evaluator_, *regex_, subject_, from_);
    if (!found) return std::nullopt;
    if (!first_ && found->start == found->end) fail("D1004", Value::string(regex_->pattern()));
    first_ = false;
    from_ = found->end;
    Match match{
        .text = subject_.substr(found->start, found->end - found->start), .start = found->start, .end = found->end};
    for (const auto& group : found->groups) match.groups.push_back(group ? Value::string(*group) : Value());
    return match;
  }

  Match read(const Value& answer) {
    const Value start = answer.find("start"), groups = answer.find("groups"), next = answer.find("next");
    const bool looks_like_one = start.is_number() || groups.is_array() || next.is_function();
    // What is false in JavaScript is let pass there, only to fail at its first use.
    if (!looks_like_one) fail("T1010");
    Match match;
    match.object = answer;
    const Value text = answer.find("match"), end = answer.find("end");
    if (text.is_string()) match.text = text.as_string();
    if (start.is_number()) match.start = offset_of_unit(subject_, start.as_number());
    match.end = end.is_number() ? offset_of_unit(subject_, end.as_number()) : match.start;
    for (std::size_t i = 0; i < groups.size(); ++i) match.groups.push_back(groups.at(i));
    matcher_ = next;
    return match;
  }
};

Value contains(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  const std::string_view text = arguments[0].as_string();
  evaluator.spend(1 + text.size() / 16);
  if (arguments[1].is_string()) return Value::boolean(text.find(arguments[1].as_string()) != std::string_view::npos);
  return Value::boolean(Matches(evaluator, arguments[1], text).next().has_value());
}

// The limit of how many, infinite where there is none. Throws Fault with `code` for a negative one.
double limit_of(const Value& value, std::string_view code) {
  if (!value.is_number()) return HUGE_VAL;
  if (value.as_number() < 0) fail(code, value);
  return value.as_number();
}

Value groups_of(Evaluator& evaluator, const Match& match) {
  Array* groups = make_array(evaluator.arena(), match.groups.size());
  for (const Value& group : match.groups) groups->push(evaluator.arena(), group);
  return Value::array(groups);
}

Value match(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  const double limit = limit_of(arguments[2], "D3040");
  const std::string_view text = arguments[0].as_string();
  Array* results = make_sequence(evaluator.arena());
  if (limit > 0) {
    Matches matches(evaluator, arguments[1], text);
    double count = 0;
    for (auto found = matches.next(); found && count < limit; found = matches.next()) {
      Object* object = evaluator.arena().make<Object>();
      object->set(evaluator.arena(), "match", Value::string(found->text));
      object->set(evaluator.arena(), "index",
                  Value::number(static_cast<double>(utf16_units(text.substr(0, found->start)))));
      object->set(evaluator.arena(), "groups", groups_of(evaluator, *found));
      results->push(evaluator.arena(), Value::object(object));
      ++count;
    }
  }
  return Value::array(results);
}

// A replacement text with $0, $1... and $$ put in.
void substitute(std::string& out, std::string_view replacement, const Match& match) {
  const std::size_t groups = match.groups.size();
  std::size_t position = 0;
  for (std::size_t dollar = replacement.find('$'); dollar != std::string_view::npos;
       dollar = replacement.find('$', position)) {
    out += replacement.substr(position, dollar - position);
    position = dollar + 1;
    const char next = position < replacement.size() ? replacement[position] : '\0';
    if (next == '$') {
      out += '$';
      ++position;
    } else if (next == '0') {
      out += match.text;
      ++position;
    } else {
      // As many digits as the number of groups has; one less where that names no group.
      std::size_t digits = groups == 0 ? 1 : std::to_string(groups).size();
      const auto read = [&](std::size_t most) {
        std::size_t value = 0, count = 0;
        while (count < most && position + count < replacement.size() && replacement[position + count] >= '0' &&
               replacement[position + count] <= '9') {
          value = value * 10 + static_cast<std::size_t>(replacement[position + count++] - '0');
        }
        return std::pair(value, count);
      };
      auto [number, count] = read(digits);
      if (digits > 1 && number > groups) std::tie(number, count) = read(digits - 1);
      if (count == 0) {
        out += '$';
      } else {
        if (number >= 1 && number <= groups && match.groups[number - 1].is_string()) {
          out += match.groups[number - 1].as_string();
        }
        position += std::to_string(number).size();
      }
    }
  }
  out += replacement.substr(std::min(position, replacement.size()));
}

std::string replace_text(Evaluator& evaluator, Arguments arguments, double limit) {
  const std::string_view text = arguments[0].as_string(), pattern = arguments[1].as_string();
  // A function in the place of the text is what JavaScript makes a text of; here it is refused.
  if (!arguments[2].is_string()) fail("D3012", arguments[2]);
  std::string out;
  std::size_t position = 0;
  double count = 0;
  for (std::size_t at = text.find(pattern); at != std::string_view::npos && count < limit;
       at = text.find(pattern, position)) {
    out += text.substr(position, at - position);
    out += arguments[2].as_string();
    if (out.size() > evaluator.limits().memory_bytes) fail("U1002");
    position = at + pattern.size();
    ++count;
  }
  return out += text.substr(position);
}

std::string replace_matches(Evaluator& evaluator, Arguments arguments, double limit) {
  const std::string_view text = arguments[0].as_string();
  std::string out;
  std::size_t position = 0;
  double count = 0;
  Matches matches(evaluator, arguments[1], text);
  for (auto found = matches.next(); found && count < limit; found = matches.next()) {
    if (found->start > position) out += text.substr(position, found->start - position);
    if (arguments[2].is_string()) {
      substitute(out, arguments[2].as_string(), *found);
    } else {
      const bool is_regex = found->object.is_undefined();
      const Value object =
          is_regex ? match_object(evaluator, *arguments[1].as_function()->regex, text, found->start) : found->object;
      const Value replaced = evaluator.call(arguments[2], std::span(&object, 1));
      if (!replaced.is_string()) fail("D3012", replaced);
      out += replaced.as_string();
    }
    if (out.size() > evaluator.limits().memory_bytes) fail("U1002");
    position = std::min(text.size(), found->start + found->text.size());
    ++count;
  }
  return out += text.substr(position);
}

Value replace(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  if (arguments[1].is_string() && arguments[1].as_string().empty()) fail("D3010", arguments[1]);
  const double limit = limit_of(arguments[3], "D3011");
  if (limit == 0 || arguments[1].is_undefined()) return arguments[0];
  evaluator.spend(1 + arguments[0].as_string().size() / 16);
  return evaluator.arena().text(arguments[1].is_string() ? replace_text(evaluator, arguments, limit)
                                                         : replace_matches(evaluator, arguments, limit));
}

// Cut into UTF-16 units, as JavaScript does without a separator.
void split_units(Evaluator& evaluator, std::string_view text, double limit, Array* results) {
  for (const char16_t unit : to_utf16(text)) {
    if (results->size >= limit) return;
    results->push(evaluator.arena(), evaluator.arena().text(from_utf16({&unit, 1})));
  }
}

Value split(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  const double limit = std::floor(limit_of(arguments[2], "D3020"));
  const bool exact_limit = arguments[2].is_number();
  const std::string_view text = arguments[0].as_string();
  Array* results = make_array(evaluator.arena());
  const auto add = [&](std::size_t from, std::size_t to) {
    results->push(evaluator.arena(), Value::string(text.substr(std::min(from, text.size()), to - std::min(from, to))));
  };
  if (limit <= 0) return Value::array(results);
  evaluator.spend(1 + text.size() / 16);
  if (arguments[1].is_undefined()) {
    add(0, text.size());
    return Value::array(results);
  }
  std::size_t start = 0;
  if (arguments[1].is_string()) {
    const std::string_view separator = arguments[1].as_string();
    if (separator.empty()) {
      split_units(evaluator, text, limit, results);
      return Value::array(results);
    }
    for (std::size_t at = text.find(separator); at != std::string_view::npos && results->size < limit;
         at = text.find(separator, start)) {
      add(start, at);
      start = at + separator.size();
    }
  } else {
    Matches matches(evaluator, arguments[1], text);
    for (auto found = matches.next(); found && results->size < limit; found = matches.next()) {
      add(start, found->start);
      start = found->end;
    }
  }
  if (!exact_limit || results->size < limit) add(start, text.size());
  return Value::array(results);
}

constexpr BuiltinRow kFunctions[] = {
    {"contains", "<s-(sf):b>", 2, contains},
    {"match", "<s-f<s:o>n?:a<o>>", 3, match},
    {"replace", "<s-(sf)(sf)n?:s>", 4, replace},
    {"split", "<s-(sf)n?:a<s>>", 3, split},
};

}  // namespace matching_detail

std::span<const BuiltinRow> matching_functions() { return matching_detail::kFunctions; }

Value match_object(Evaluator& evaluator, const Regex& regex, std::string_view subject, std::size_t from) {
  const auto found = matching_detail::find(evaluator, regex, subject, from);
  if (!found) return {};
  Arena& arena = evaluator.arena();
  Array* groups = make_array(arena, found->groups.size());
  for (const auto& group : found->groups) groups->push(arena, group ? Value::string(*group) : Value());
  Function* next = arena.make<Function>();
  next->type = Function::Type::kNextMatch;
  next->regex = &regex;
  next->subject = subject;
  next->from = found->end;
  const auto units = [&](std::size_t offset) {
    return Value::number(static_cast<double>(utf16_units(subject.substr(0, offset))));
  };
  Object* object = arena.make<Object>();
  object->set(arena, "match", Value::string(subject.substr(found->start, found->end - found->start)));
  object->set(arena, "start", units(found->start));
  object->set(arena, "end", units(found->end));
  object->set(arena, "groups", Value::array(groups));
  object->set(arena, "next", Value::function(next));
  return Value::object(object);
}

}  // namespace jsonata
