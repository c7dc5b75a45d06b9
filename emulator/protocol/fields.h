#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "emulator/protocol/fault.h"

namespace protocol {

// How a service says that a field is missing or is of the wrong kind. Paths read "Entries[3].Detail".
struct FieldFaults {
  Fault (*missing)(std::string_view path) = nullptr;
  Fault (*wrong_kind)(std::string_view path, std::string_view wanted, const base::Json& found) = nullptr;
};

base::Json list_of(const std::vector<std::string>& texts);  // as Fields::strings reads it

// The named fields of a request, whatever protocol brought them. A required field that is absent or null, and a field
// of the wrong kind, is the service's own fault. Numbers and booleans are also read from text, because the query
// protocol has only that (`Text::kAccepted`).
class Fields {
 public:
  enum class Text { kRefused, kAccepted };
  Fields(const base::Json& object, const FieldFaults& faults, Text text = Text::kRefused, std::string path = {})
      : object_(object), faults_(faults), text_(text), path_(std::move(path)) {}

  bool has(std::string_view name) const { return find(name) != nullptr; }
  const base::Json* find(std::string_view name) const;  // null where absent or null
  const base::Json& get(std::string_view name) const;   // required

  std::string string(std::string_view name) const;
  std::optional<std::string> find_string(std::string_view name) const;
  std::string string_or(std::string_view name, std::string_view otherwise) const;
  std::int64_t integer(std::string_view name) const;
  std::optional<std::int64_t> find_integer(std::string_view name) const;
  std::int64_t integer_or(std::string_view name, std::int64_t otherwise) const;
  double number(std::string_view name) const;
  std::vector<double> numbers(std::string_view name) const;  // a list of numbers; empty where absent
  bool boolean_or(std::string_view name, bool otherwise) const;
  std::vector<std::string> strings(std::string_view name) const;  // a list of strings; empty where absent
  // A map of strings; empty where absent.
  std::vector<std::pair<std::string, std::string>> string_map(std::string_view name) const;

  // The structure `name` (required / where it is there), and each structure of the list `name`.
  Fields fields(std::string_view name) const;
  std::optional<Fields> find_fields(std::string_view name) const;
  void each(std::string_view name, const std::function<void(const Fields&)>& visit) const;

  // Every field whose name is not in `known`: a field that we do not support is refused, not ignored.
  std::vector<std::string> unknown(std::initializer_list<std::string_view> known) const;
  std::string path_of(std::string_view name) const;
  const base::Json& json() const { return object_; }

 private:
  [[noreturn]] void fail_kind(std::string_view path, std::string_view wanted, const base::Json& found) const;
  std::string text_of(const base::Json& value, std::string_view path) const;
  double number_of(const base::Json& value, std::string_view path) const;
  // Each element of the list `name`, with its path; none where absent.
  void each_element(std::string_view name,
                    const std::function<void(const base::Json& element, const std::string& path)>& visit) const;
  std::int64_t integer_of(const base::Json& value, std::string_view path) const;

  const base::Json& object_;
  const FieldFaults& faults_;
  Text text_ = Text::kRefused;
  std::string path_ = {};
};

}  // namespace protocol
