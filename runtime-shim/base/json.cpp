#include "base/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/text.h"

namespace base {
namespace json_detail {

constexpr std::size_t kMaxDepth = 512;
constexpr std::size_t kManyMembers = 16;  // above this a table finds repeated names, below it a look at each does

// Keeps the last of the members with one name, in the place of the first.
void drop_repeated_names(Json::Object& members) {
  const auto keep_last = [&](auto find_first) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const std::size_t first = find_first(members[i].first, kept);
      if (first < kept) {
        members[first].second = std::move(members[i].second);
      } else {
        if (kept != i) members[kept] = std::move(members[i]);
        ++kept;
      }
    }
    members.resize(kept);
  };
  if (members.size() <= kManyMembers) {
    keep_last([&](const std::string& name, std::size_t kept) {
      std::size_t i = 0;
      while (i < kept && members[i].first != name) ++i;
      return i;
    });
  } else {
    std::unordered_map<std::string, std::size_t> seen;
    keep_last([&](const std::string& name, std::size_t kept) { return seen.emplace(name, kept).first->second; });
  }
}

// Builds the value from nlohmann's parser events, one pass, no second tree.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Json result = {};
  std::string problem = {};

  bool null() override { return add(Json()); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t& text) override {
    if (!std::isfinite(value)) return fail("number out of range: " + text);
    return add(value);
  }
  bool string(string_t& value) override { return add(Json(std::move(value))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool key(string_t& name) override {
    open_.back().mutable_members().emplace_back(std::move(name), Json());
    return true;
  }
  bool end_object() override {
    drop_repeated_names(open_.back().mutable_members());
    return close();
  }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    const std::string_view text = error.what();
    const auto colon = text.find("parse error");
    return fail(std::string(colon == std::string_view::npos ? text : text.substr(colon)));
  }

 private:
  std::vector<Json> open_ = {};

  bool fail(std::string text) {
    problem = std::move(text);
    return false;
  }
  bool add(Json value) {
    if (open_.empty()) {
      result = std::move(value);
    } else if (open_.back().is_array()) {
      open_.back().push_back(std::move(value));
    } else {
      open_.back().mutable_members().back().second = std::move(value);
    }
    return true;
  }
  bool open(Json container) {
    if (open_.size() == kMaxDepth) return fail("nested deeper than " + std::to_string(kMaxDepth));
    open_.push_back(std::move(container));
    return true;
  }
  bool close() {
    Json closed = std::move(open_.back());
    open_.pop_back();
    return add(std::move(closed));
  }
};

void write_string(std::string& out, std::string_view text) {
  out += '"';
  if (!is_valid_utf8(text)) {
    out += [&] {  // the slow way, for bytes that no JSON text may hold
      const std::string quoted = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
      return quoted.substr(1, quoted.size() - 2);
    }();
    out += '"';
    return;
  }
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 32 && c != '"' && c != '\\') continue;
    out.append(text.substr(plain, i - plain));
    plain = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        out += fmt::format("\\u{:04x}", c);
    }
  }
  out.append(text.substr(plain));
  out += '"';
}

void write_double(std::string& out, double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  out.append(text, end);
  // A double stays a double when it is read again.
  if (std::string_view(text, static_cast<std::size_t>(end - text)).find_first_of(".e") == std::string_view::npos)
    out += ".0";
}

void break_line(std::string& out, int indent, int depth) {
  if (indent == 0) return;
  out += '\n';
  out.append(static_cast<std::size_t>(indent * depth), ' ');
}

void write(std::string& out, const Json& value, int indent, int depth) {
  switch (value.kind()) {
    case Json::Kind::kNull:
      out += "null";
      break;
    case Json::Kind::kBool:
      out += value.as_bool() ? "true" : "false";
      break;
    case Json::Kind::kInt:
      out += std::to_string(value.as_int());
      break;
    case Json::Kind::kUnsigned:
      out += fmt::format("{}", value.as_unsigned());
      break;
    case Json::Kind::kDouble:
      write_double(out, value.as_double());
      break;
    case Json::Kind::kString:
      write_string(out, value.as_string());
      break;
    case Json::Kind::kArray: {
      out += '[';
      bool first = true;
      for (const Json& element : value.elements()) {
        if (!first) out += ',';
        first = false;
        break_line(out, indent, depth + 1);
        write(out, element, indent, depth + 1);
      }
      if (!first) break_line(out, indent, depth);
      out += ']';
      break;
    }
    case Json::Kind::kObject: {
      out += '{';
      bool first = true;
      for (const auto& [name, member] : value.members()) {
        if (!first) out += ',';
        first = false;
        break_line(out, indent, depth + 1);
        write_string(out, name);
        out += indent > 0 ? ": " : ":";
        write(out, member, indent, depth + 1);
      }
      if (!first) break_line(out, indent, depth);
      out += '}';
      break;
    }
  }
}

[[noreturn]] void wrong_kind(const Json& value, std::string_view wanted) {
  throw JsonError(fmt::format("expected {}, found {}", wanted, value.kind_name()));
}

}  // namespace json_detail

using namespace json_detail;

Json::Json(unsigned long value) {
  if (value <= static_cast<unsigned long>(std::numeric_limits<std::int64_t>::max())) {
    value_ = static_cast<std::int64_t>(value);
  } else {
    value_ = static_cast<std::uint64_t>(value);
  }
}

Json::Json(std::initializer_list<std::pair<std::string_view, Json>> members) {
  Object object;
  object.reserve(members.size());
  for (const auto& [name, value] : members) object.emplace_back(std::string(name), value);
  value_ = std::move(object);
}

Json Json::parse(std::string_view text) {
  Builder builder;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) throw JsonError(builder.problem);
  return std::move(builder.result);
}

std::optional<Json> Json::try_parse(std::string_view text) {
  try {
    return parse(text);
  } catch (const JsonError&) {
    return std::nullopt;
  }
}

std::string Json::dump(int indent) const {
  std::string out;
  write(out, *this, indent, 0);
  return out;
}

std::string_view Json::kind_name() const {
  switch (kind()) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "boolean";
    case Kind::kInt:
    case Kind::kUnsigned:
    case Kind::kDouble:
      return "number";
    case Kind::kString:
      return "string";
    case Kind::kArray:
      return "array";
    case Kind::kObject:
      return "object";
  }
  return "";
}

bool Json::as_bool() const {
  if (const auto* value = std::get_if<bool>(&value_)) return *value;
  wrong_kind(*this, "a boolean");
}

std::int64_t Json::as_int() const {
  if (const auto* value = std::get_if<std::int64_t>(&value_)) return *value;
  if (const auto* value = std::get_if<double>(&value_);
      value && *value == std::trunc(*value) && std::abs(*value) < 9e15) {
    return static_cast<std::int64_t>(*value);
  }
  wrong_kind(*this, "an integer of 64 bits");
}

std::uint64_t Json::as_unsigned() const {
  if (const auto* value = std::get_if<std::uint64_t>(&value_)) return *value;
  if (const std::int64_t value = as_int(); value >= 0) return static_cast<std::uint64_t>(value);
  wrong_kind(*this, "an integer from 0 up");
}

double Json::as_double() const {
  if (const auto* value = std::get_if<double>(&value_)) return *value;
  if (const auto* value = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*value);
  if (const auto* value = std::get_if<std::uint64_t>(&value_)) return static_cast<double>(*value);
  wrong_kind(*this, "a number");
}

const std::string& Json::as_string() const {
  if (const auto* value = std::get_if<std::string>(&value_)) return *value;
  wrong_kind(*this, "a string");
}

std::string& Json::as_string() { return const_cast<std::string&>(std::as_const(*this).as_string()); }

std::span<const Json> Json::elements() const {
  if (const auto* array = std::get_if<Array>(&value_)) return *array;
  return {};
}

std::span<const Json::Member> Json::members() const {
  if (const auto* object = std::get_if<Object>(&value_)) return *object;
  return {};
}

std::size_t Json::size() const { return is_object() ? members().size() : elements().size(); }

const Json* Json::find(std::string_view name) const {
  for (const auto& [key, value] : members()) {
    if (key == name) return &value;
  }
  return nullptr;
}

Json* Json::find(std::string_view name) { return const_cast<Json*>(std::as_const(*this).find(name)); }

const Json& Json::at(std::string_view name) const {
  if (const Json* found = find(name)) return *found;
  throw JsonError(fmt::format("no member \"{}\" in {}", name, kind_name()));
}

const Json& Json::at(std::size_t index) const {
  if (index < elements().size()) return elements()[index];
  throw JsonError(fmt::format("no element {} in {} of {}", index, kind_name(), elements().size()));
}

Json& Json::at(std::size_t index) { return const_cast<Json&>(std::as_const(*this).at(index)); }

std::string Json::text(std::string_view name, std::string_view otherwise) const {
  const Json* found = find(name);
  return found && found->is_string() ? found->as_string() : std::string(otherwise);
}

Json& Json::operator[](std::string_view name) {
  if (Json* found = find(name)) return *found;
  if (is_null()) value_ = Object{};
  return mutable_members().emplace_back(std::string(name), Json()).second;
}

Json& Json::set(std::string_view name, Json value) {
  (*this)[name] = std::move(value);
  return *this;
}

void Json::push_back(Json element) {
  if (is_null()) value_ = Array{};
  mutable_elements().push_back(std::move(element));
}

bool Json::erase(std::string_view name) {
  auto* object = std::get_if<Object>(&value_);
  return object && std::erase_if(*object, [&](const Member& member) { return member.first == name; }) > 0;
}

Json::Array& Json::mutable_elements() {
  if (auto* array = std::get_if<Array>(&value_)) return *array;
  wrong_kind(*this, "an array");
}

Json::Object& Json::mutable_members() {
  if (auto* object = std::get_if<Object>(&value_)) return *object;
  wrong_kind(*this, "an object");
}

bool operator==(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) {
    return a.kind() == b.kind() ? a.value_ == b.value_ : a.as_double() == b.as_double();
  }
  if (a.is_object() && b.is_object()) {
    return a.size() == b.size() && std::ranges::all_of(a.members(), [&](const Json::Member& member) {
             const Json* other = b.find(member.first);
             return other && member.second == *other;
           });
  }
  return a.value_ == b.value_;
}

std::string quote_json(std::string_view text) {
  std::string out;
  write_string(out, text);
  return out;
}

}  // namespace base
