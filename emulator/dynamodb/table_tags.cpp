#include "emulator/dynamodb/table_tags.h"

#include <fmt/format.h>

#include <cctype>

#include "base/text.h"
#include "emulator/dynamodb/errors.h"

namespace dynamodb {
namespace table_tags_detail {

bool is_table_arn(std::string_view arn) {
  const auto parts = base::split(arn, ':');
  if (parts.size() != 6 || parts[0] != "arn" || parts[1] != "aws" || parts[2] != "dynamodb" || parts[3].empty())
    return false;
  if (!base::parse_int(parts[4])) return false;
  const std::string_view name = parts[5];
  return name.starts_with("table/") && name.size() >= 9 && name.substr(6).find('/') == std::string_view::npos;
}

// At least six parts, the last of which has a slash in it.
bool looks_like_arn(std::string_view arn) {
  const auto parts = base::split(arn, ':');
  return parts.size() >= 6 && parts.back().find('/') != std::string_view::npos;
}

}  // namespace table_tags_detail

std::string parse_table_arn(const protocol::Fields& in, std::string_view action, std::string_view second) {
  const auto arn = in.find_string("ResourceArn");
  if (!arn) throw validation("Invalid TableArn");
  if (!table_tags_detail::looks_like_arn(*arn)) {
    Fault denied("AccessDeniedException", 400, {});
    denied.name_space = "com.amazon.coral.service#";
    denied.members = {
        {"Message", fmt::format("User: arn:aws:iam::000000000000:root is not authorized to perform: {} on "
                                "resource: {}",
                                action, arn->empty() ? "*" : *arn)}};
    throw denied;
  }
  if (!second.empty() && !in.has(second)) {
    std::string name(second);
    name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
    throw validation(fmt::format(
        "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null", name));
  }
  if (!table_tags_detail::is_table_arn(*arn)) {
    throw validation("Invalid TableArn: Invalid ResourceArn provided as input " + *arn);
  }
  return *arn;
}

const Table* find_by_arn(const Tables& tables, const Call& call, const std::string& arn) {
  const Table* table = tables.find(call, std::string_view(arn).substr(arn.rfind('/') + 1));
  return table && table->arn() == arn ? table : nullptr;
}

const Table& get_by_arn(const Tables& tables, const Call& call, const std::string& arn) {
  if (const Table* table = find_by_arn(tables, call, arn)) return *table;
  throw arn_not_found(arn);
}

}  // namespace dynamodb
