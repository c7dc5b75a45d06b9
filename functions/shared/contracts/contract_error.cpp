#include "contracts/contract_error.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "contracts/raw_json.h"

namespace contracts {

ContractError::ContractError(std::string_view file, std::string_view position, std::string_view what)
    : base::Failure("BadContract", position.empty() ? fmt::format("{}: {}", file, what)
                                                    : fmt::format("{}: {}: {}", file, position, what)) {}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) throw ContractError(file.string(), "", "cannot be read");
  return text;
}

base::Json parse_file_text(std::string_view file, std::string_view text) {
  const auto strict = parse_raw(text);
  if (const auto* document = std::get_if<RawDocument>(&strict)) return document->value;
  try {
    base::Json::parse(text);  // says the line
  } catch (const base::JsonError& error) {
    throw ContractError(file, "", error.what());
  }
  const Violation& first = std::get<std::vector<Violation>>(strict).front();
  throw ContractError(file, first.path, first.rule);
}

}  // namespace contracts
