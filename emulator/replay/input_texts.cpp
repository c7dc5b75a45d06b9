#include "emulator/replay/input_texts.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "emulator/replay/case.h"

namespace replay {
namespace input_texts_detail {

using base::Json;
using Area = InputText::Area;

std::string text_of(const Json& value) { return value.is_string() ? value.as_string() : value.dump(); }

// The member of each kind of input that holds what its sender wrote.
std::string_view body_member(std::string_view kind) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kBodies = {{{"http", "body"},
                                                                                     {"s3", "body"},
                                                                                     {"sqs", "body"},
                                                                                     {"sns", "message"},
                                                                                     {"events", "detail"},
                                                                                     {"invoke", "event"},
                                                                                     {"states", "input"},
                                                                                     {"call", "body"}}};
  for (const auto& [known, member] : kBodies) {
    if (known == kind) return member;
  }
  return "body";
}

class Walk {
 public:
  Walk(std::string_view kind, const InputVisitor& visit) : root_("/" + std::string(kind)), visit_(visit) {}

  void headers(Json& object) {
    for (auto& [name, value] : object.mutable_members()) {
      replace({.area = Area::kHeader, .names = {name}, .path = root_ + "/headers" + to_pointer({name})}, value);
    }
  }

  // "/v1/orders/7?key=abc"
  void target(Json& value) {
    if (!value.is_string()) return;
    const std::string before = value.as_string();
    const auto question = before.find('?');
    std::vector<std::string> segments;
    for (const std::string_view segment : base::split(std::string_view(before).substr(0, question), '/')) {
      segments.push_back(piece({.area = Area::kPath, .path = root_ + "/path"}, segment));
    }
    std::string after = base::join(segments, "/");
    if (question != std::string::npos) {
      after += "?" + form(before.substr(question + 1), Area::kQuery, root_ + "/path?");
    }
    value = after;
  }

  // "a=1&b=2": of a URL, or as a body.
  std::string form(const std::string& text, Area area, const std::string& path) {
    std::vector<std::string> pairs;
    for (const std::string_view pair : base::split(text, '&')) {
      const auto equals = pair.find('=');
      std::string& after = pairs.emplace_back(pair.substr(0, equals));
      if (equals == std::string_view::npos) {
        after = piece({.area = area, .path = path}, pair, base::Plus::kSpace);
        continue;
      }
      const std::string name = base::percent_decode(after, base::Plus::kSpace);
      after += "=" + piece({.area = area, .names = {name}, .path = path + to_pointer({name})}, pair.substr(equals + 1),
                           base::Plus::kSpace);
    }
    return base::join(pairs, "&");
  }

  void key(Json& value) { replace({.area = Area::kKey, .path = root_ + "/key"}, value); }

  void body(std::string_view member, Json& value, bool is_form) {
    const std::string path = root_ + "/" + std::string(member);
    if (value.is_object() && value.size() == 1 && value.contains("base64")) return;
    if (is_form && value.is_string() && is_like_a_form(value.as_string())) {
      value = form(value.as_string(), Area::kBody, path);
    } else {
      inside({}, path, value);
    }
  }

 private:
  // True where something was changed.
  bool inside(const std::vector<std::string>& names, const std::string& path, Json& value) {
    const auto deeper = [&](const std::string& name, Json& member) {
      std::vector<std::string> further = names;
      further.push_back(name);
      return inside(further, path + to_pointer({name}), member);
    };
    bool changed = false;
    if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) changed |= deeper(std::to_string(i), value.at(i));
    } else if (value.is_object()) {
      for (auto& [name, member] : value.mutable_members()) changed |= deeper(name, member);
    } else if (auto held = value.is_string() ? held_by(value.as_string()) : std::nullopt) {
      changed = inside(names, path, *held);
      if (changed) value = held->dump();
    } else {
      changed = replace({.area = Area::kBody, .names = names, .path = path}, value);
    }
    return changed;
  }

  // curl says of everything that it is a form.
  static bool is_like_a_form(std::string_view text) {
    return text.find('=') != std::string_view::npos && text.find_first_of(" \t\r\n{<\"") == std::string_view::npos;
  }

  static std::optional<Json> held_by(const std::string& text) {
    const std::string_view begin = base::trim(std::string_view(text).substr(0, 64));
    if (!begin.starts_with('{') && !begin.starts_with('[')) return std::nullopt;
    auto json = Json::try_parse(text);
    return json && (json->is_object() || json->is_array()) ? std::move(json) : std::nullopt;
  }

  bool replace(const InputText& where, Json& value) {
    if (!value.is_string() && !value.is_number()) return false;
    auto replacement = visit_(where, value);
    if (!replacement) return false;
    value = std::move(*replacement);
    return true;
  }

  std::string piece(const InputText& where, std::string_view encoded, base::Plus plus = base::Plus::kKeep) {
    const auto replacement = visit_(where, Json(base::percent_decode(encoded, plus)));
    return replacement ? base::percent_encode(text_of(*replacement)) : std::string(encoded);
  }

  std::string root_ = {};
  const InputVisitor& visit_;
};

}  // namespace input_texts_detail

void visit_texts(base::Json& input, const InputVisitor& visit) {
  using namespace input_texts_detail;
  for (auto& [kind, content] : input.mutable_members()) {
    if (!content.is_object()) continue;
    Walk walk(kind, visit);
    bool is_form = false;
    if (Json* headers = content.find("headers"); headers && headers->is_object()) {
      for (const auto& [name, value] : headers->members()) {
        is_form |= kind == "http" && base::equals_ignore_case(name, "content-type") &&
                   base::to_lower(text_of(value)).starts_with("application/x-www-form-urlencoded");
      }
      walk.headers(*headers);
    }
    if (Json* path = content.find("path"); path && kind == "http") walk.target(*path);
    if (Json* key = content.find("key"); key && kind == "s3") walk.key(*key);
    if (Json* body = content.find(body_member(kind))) walk.body(body_member(kind), *body, is_form);
  }
}

}  // namespace replay
