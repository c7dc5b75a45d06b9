#include "emulator/dynamodb/expression.h"

#include "base/text.h"

namespace dynamodb {

std::string to_text(const Path& path) {
  std::vector<std::string> steps;
  for (const PathStep& step : path) {
    steps.push_back(step.is_index ? "[" + std::to_string(step.index) + "]" : step.name);
  }
  return "[" + base::join(steps, ", ") + "]";
}

const AttributeValue* find(const Item& item, const Path& path) {
  const AttributeValue* at = find(item, path.front().name);
  for (std::size_t i = 1; at && i < path.size(); ++i) {
    const PathStep& step = path[i];
    if (step.is_index) {
      at = at->is(Type::kList) && step.index < at->list().size() ? &at->list()[step.index] : nullptr;
    } else {
      at = at->is(Type::kMap) ? find(at->map(), step.name) : nullptr;
    }
  }
  return at;
}

AttributeValue* find(Item& item, const Path& path) {
  return const_cast<AttributeValue*>(find(std::as_const(item), path));
}

}  // namespace dynamodb
