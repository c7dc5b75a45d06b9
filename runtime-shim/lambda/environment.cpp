#include "lambda/environment.h"

#include <fmt/format.h>
#include <unistd.h>

#include "base/failure.h"
#include "base/text.h"

namespace lambda {

Environment Environment::of_process() {
  Values values;
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view text = *entry;
    if (const auto equals = text.find('='); equals != std::string_view::npos)
      values.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return Environment(std::move(values));
}

std::optional<std::string> Environment::find(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

std::string Environment::require(std::string_view name) {
  auto value = find(name);
  if (!value) complaints_.push_back(fmt::format("{} is not set", name));
  return std::move(value).value_or("");
}

std::int64_t Environment::require_int(std::string_view name, std::int64_t least) {
  require(name);
  return get_int_or(name, least, least);
}

std::string Environment::get_or(std::string_view name, std::string_view otherwise) const {
  return find(name).value_or(std::string(otherwise));
}

std::int64_t Environment::get_int_or(std::string_view name, std::int64_t otherwise, std::int64_t least) {
  const auto value = find(name);
  if (!value) return otherwise;
  const auto number = base::parse_int(*value);
  if (number && *number >= least) return *number;
  complaints_.push_back(number ? fmt::format("{} is {}, which is less than {}", name, *value, least)
                               : fmt::format("{} is \"{}\", which is no integer", name, *value));
  return otherwise;
}

void Environment::check() const {
  if (complaints_.empty()) return;
  throw base::Failure("BadEnvironment",
                      fmt::format("{}: set the function's environment in the template", base::join(complaints_, "; ")));
}

}  // namespace lambda
