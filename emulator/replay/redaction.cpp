#include "emulator/replay/redaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "emulator/replay/case.h"
#include "emulator/replay/input_texts.h"
#include "emulator/replay/personal_data.h"

namespace replay {
namespace redaction_detail {

using base::Json;
using Kind = RedactionRule::Kind;
using Area = InputText::Area;

constexpr std::string_view kReplacement = "redacted-{n}";
constexpr std::size_t kShortestKnown = 4;  // "a" or "12" elsewhere is something else

std::string_view name_of(Kind kind) {
  return kind == Kind::kHeader ? "header" : kind == Kind::kKey ? "key" : "pointer";
}

// "*token*" without regard to case.
bool fits_name(std::string_view pattern, std::string_view name) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return base::equals_ignore_case(pattern, name);
  if (name.size() < star || !base::equals_ignore_case(pattern.substr(0, star), name.substr(0, star))) return false;
  const std::string_view rest = pattern.substr(star + 1);
  for (std::size_t from = star; from <= name.size(); ++from) {
    if (fits_name(rest, name.substr(from))) return true;
  }
  return false;
}

bool names_place(const RedactionRule& rule, const InputText& where) {
  switch (rule.kind) {
    case Kind::kHeader:
      return where.area == Area::kHeader && fits_name(rule.pattern, where.names.front());
    case Kind::kKey:
      return where.area != Area::kHeader &&
             std::ranges::any_of(where.names, [&](const auto& name) { return fits_name(rule.pattern, name); });
    case Kind::kPointer:
      return where.area == Area::kBody && fits(rule.pattern, where.names, Fit::kBelow);
  }
  return false;
}

std::string text_of_value(const Json& value) { return value.is_string() ? value.as_string() : value.dump(); }

// What is nobody's: names that RFC 2606 keeps, numbers that are kept for fiction, digits that no issuer gives out.
std::string nobodys(std::string_view kind, std::size_t number) {
  if (kind == "e-mail address") return fmt::format("person-{}@example.com", number);
  if (kind == "telephone number") return fmt::format("+1{:03}55501{:02}", 200 + number / 100 % 800, number % 100);
  return fmt::format("{:016}", number);
}

class Redactor {
 public:
  explicit Redactor(const Redactions& redactions) : redactions_(redactions) {}

  // First all of it is looked at, so that what a later input tells is known in an earlier one too.
  std::optional<Json> learn(const InputText& where, const Json& value) {
    const RedactionRule* rule = find_rule(where, value);
    if (rule && !replacements_.contains(text_of_value(value))) {
      replacements_[text_of_value(value)] = {++numbers_[rule->replacement], rule->replacement};
    }
    return std::nullopt;
  }

  std::optional<Json> replace(const InputText& where, const Json& value) {
    const auto known = replacements_.find(text_of_value(value));
    if (known == replacements_.end()) return std::nullopt;
    const RedactionRule* rule = find_rule(where, value);
    if (!rule && known->first.size() < kShortestKnown) return std::nullopt;
    count(where.path, rule ? fmt::format("{} {}", name_of(rule->kind), rule->pattern) : "the same value");
    return known->second.of(value);
  }

  std::optional<Json> by_looks(const InputText& where, const Json& value) {
    if (!value.is_string()) return std::nullopt;
    const std::string& text = value.as_string();
    std::string changed =
        replace_personal_data(text, redactions_.allow, [&](std::string_view kind, std::string_view found) {
          count(where.path, std::string(kind));
          auto& known = people_[std::string(kind)];
          return nobodys(kind, known.try_emplace(std::string(found), known.size() + 1).first->second);
        });
    if (changed == text) return std::nullopt;
    return changed;
  }

  std::vector<Redacted> told() const {
    std::vector<Redacted> told;
    for (const auto& [place, number] : places_) told.push_back({place.first, place.second, number});
    return told;
  }

 private:
  struct Replacement {
    std::size_t number = 0;
    std::string pattern = {};
    Json of(const Json& value) const {
      std::string text = base::replace_all(pattern, "{n}", std::to_string(number));
      if (!value.is_number()) return text;
      const auto as_number = base::parse_int(text);
      return as_number ? Json(*as_number) : Json(number);
    }
  };

  const RedactionRule* find_rule(const InputText& where, const Json& value) const {
    if (value.is_string() && value.as_string().empty()) return nullptr;
    const auto found =
        std::ranges::find_if(redactions_.rules, [&](const RedactionRule& rule) { return names_place(rule, where); });
    return found == redactions_.rules.end() ? nullptr : &*found;
  }

  void count(const std::string& path, const std::string& rule) { ++places_[{path, rule}]; }

  const Redactions& redactions_;
  std::map<std::string, std::size_t> numbers_ = {};                        // given out, by replacement
  std::map<std::string, Replacement> replacements_ = {};                   // by value
  std::map<std::string, std::map<std::string, std::size_t>> people_ = {};  // kind → text → its number
  std::map<std::pair<std::string, std::string>, int> places_ = {};         // path and rule → how often
};

RedactionRule parse_rule_of(const Json& json, const std::string& path) {
  RedactionRule rule{.pattern = {}, .replacement = std::string(kReplacement)};
  if (!json.is_object()) throw CaseError(path, "must be an object");
  for (const auto& [name, value] : json.members()) {
    if (!value.is_string()) throw CaseError(path + "/" + name, "must be a text");
    if (name == "replacement") {
      rule.replacement = value.as_string();
      continue;
    }
    if (name != "header" && name != "key" && name != "pointer") {
      throw CaseError(path + "/" + name, "is not known here; there may be: header, key, pointer, replacement");
    }
    if (!rule.pattern.empty()) throw CaseError(path, "must have one of header, key, pointer, not several");
    rule.kind = name == "header" ? Kind::kHeader : name == "key" ? Kind::kKey : Kind::kPointer;
    rule.pattern = value.as_string();
    if (rule.pattern.empty()) throw CaseError(path + "/" + name, "must not be empty");
    if (rule.kind == Kind::kPointer && !rule.pattern.starts_with('/')) {
      throw CaseError(path + "/" + name, "must be a JSON Pointer into a body: /customer/id");
    }
  }
  if (rule.pattern.empty()) throw CaseError(path, "must have one of header, key, pointer");
  return rule;
}

}  // namespace redaction_detail

using namespace redaction_detail;

Redactions default_redactions() {
  constexpr std::array<std::string_view, 9> kHeaders = {
      "authorization", "proxy-authorization", "cookie",      "*api-key*", "*apikey*", "*token*",
      "*secret*",      "*password*",          "*access-key*"};
  constexpr std::array<std::string_view, 14> kKeys = {
      "authorization", "*password*",   "passwd",        "*api_key*",       "*apikey*",         "*api-key*",
      "*secret*",      "access_token", "refresh_token", "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token",
      "accessToken",   "refreshToken"};
  Redactions made;
  for (const auto name : kHeaders) made.rules.push_back({Kind::kHeader, std::string(name), std::string(kReplacement)});
  for (const auto name : kKeys) made.rules.push_back({Kind::kKey, std::string(name), std::string(kReplacement)});
  return made;
}

Redactions parse_redactions(std::string_view text) {
  const auto json = Json::try_parse(text);
  if (!json || !json->is_object()) throw CaseError("", "the redactions are not a JSON object");
  Redactions made;
  for (const auto& [name, list] : json->members()) {
    const std::string path = "/" + name;
    if (name != "redact" && name != "allow") throw CaseError(path, "is not known here; there may be: redact, allow");
    if (!list.is_array()) throw CaseError(path, "must be a list");
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string place = fmt::format("{}/{}", path, i);
      if (name == "redact") {
        made.rules.push_back(parse_rule_of(list.at(i), place));
      } else if (list.at(i).is_string()) {
        made.allow.push_back(list.at(i).as_string());
      } else {
        throw CaseError(place, "must be a text");
      }
    }
  }
  for (RedactionRule& rule : default_redactions().rules) made.rules.push_back(std::move(rule));
  return made;
}

std::vector<Redacted> redact(const Redactions& redactions, base::Json& inputs, base::Json& parameters) {
  Redactor redactor(redactions);
  const auto each = [&](std::optional<Json> (Redactor::*change)(const InputText&, const Json&)) {
    const auto visit = [&](std::string_view root) {
      return [&redactor, change, root](InputText where, const Json& value) {
        where.path = std::string(root) + where.path;
        return (redactor.*change)(where, value);
      };
    };
    for (Json& input : inputs.mutable_elements()) visit_texts(input, visit("/inputs/*"));
    for (auto& [name, value] : parameters.mutable_members()) {
      const InputText where{.area = Area::kKey, .names = {name}, .path = to_pointer({name})};
      if (auto changed = visit("/environment/parameters")(where, value)) value = std::move(*changed);
    }
  };
  each(&Redactor::learn);
  each(&Redactor::replace);
  each(&Redactor::by_looks);
  return redactor.told();
}

}  // namespace replay
