#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/failure.h"
#include "base/json.h"

namespace contracts {

// A contract or a schema that cannot be used. Its author reads this: which file, where in it, what is wrong.
struct ContractError : base::Failure {
  ContractError(std::string_view file, std::string_view position, std::string_view what);
};

std::string read_file(const std::filesystem::path& file);  // throws ContractError

// The document in a file of ours, by the same strict rules as a payload. Throws ContractError with line and column, or
// with the path of a name that comes twice.
base::Json parse_file_text(std::string_view file, std::string_view text);

}  // namespace contracts
