#include "emulator/template/stack.h"

#include <algorithm>

namespace cfn {
namespace {

template <typename List, typename Matches>
auto find_in(const List& list, Matches matches) -> decltype(list.data()) {
  const auto found = std::ranges::find_if(list, matches);
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

const Role* Stack::find_role(std::string_view arn) const {
  return find_in(roles, [&](const Role& role) { return role.arn == arn; });
}

const Function* Stack::find_function(std::string_view name_or_arn) const {
  return find_in(functions, [&](const Function& f) { return f.name == name_or_arn || f.arn == name_or_arn; });
}

const Output* Stack::find_output(std::string_view output) const {
  return find_in(outputs, [&](const Output& o) { return o.name == output; });
}

}  // namespace cfn
