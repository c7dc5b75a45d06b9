#include "jsonata/builtins.h"

#include <unordered_map>

namespace jsonata {

const Builtin* find_builtin(std::string_view name) {
  static const std::unordered_map<std::string_view, Builtin> kBuiltins = [] {
    std::unordered_map<std::string_view, Builtin> all;
    for (const auto family : {string_functions, matching_functions, encoding_functions, number_functions,
                              array_functions, object_functions, function_functions, date_functions}) {
      for (const BuiltinRow& row : family()) {
        all.emplace(row.name, Builtin{row.name, Signature::parse(row.signature), row.arity, row.body});
      }
    }
    return all;
  }();
  const auto found = kBuiltins.find(name);
  return found == kBuiltins.end() ? nullptr : &found->second;
}

}  // namespace jsonata
