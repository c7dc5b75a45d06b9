#include "emulator/dynamodb/expression_update.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "emulator/dynamodb/errors.h"

namespace dynamodb {
namespace update_detail {

using Action = Update::Action;
using Kind = Update::Kind;

Fault wrong_operand() { return validation("An operand in the update expression has an incorrect data type"); }
Fault missing_attribute() {
  return validation("The provided expression refers to an attribute that does not exist in the item");
}
Fault invalid_path() { return validation("The document path provided in the update expression is invalid for update"); }

// --- values, from the item as it was ---

AttributeValue resolve(const Item& item, const Operand& operand) {
  if (operand.is_path()) {
    if (const AttributeValue* found = find(item, operand.path)) return *found;
    throw missing_attribute();
  }
  if (!operand.is_function()) return *operand.value;
  if (operand.function == Function::kIfNotExists) {
    if (const AttributeValue* found = find(item, operand.arguments[0].path)) return *found;
    return resolve(item, operand.arguments[1]);
  }
  AttributeValue list = resolve(item, operand.arguments[0]);
  AttributeValue tail = resolve(item, operand.arguments[1]);
  if (!list.is(Type::kList) || !tail.is(Type::kList)) throw wrong_operand();
  std::ranges::move(tail.list(), std::back_inserter(list.list()));
  return list;
}

AttributeValue value_to_set(const Item& item, const Action& action) {
  AttributeValue value = resolve(item, action.operand);
  if (!action.sign) return value;
  const AttributeValue second = resolve(item, action.second);
  if (!value.is(Type::kNumber) || !second.is(Type::kNumber)) throw wrong_operand();
  return AttributeValue::number(action.sign == '+' ? value.number().plus(second.number())
                                                   : value.number().minus(second.number()));
}

template <class Elements>
void unite(Elements& elements, const Elements& added) {
  for (const auto& element : added) {
    if (std::ranges::find(elements, element) == elements.end()) elements.push_back(element);
  }
}

template <class Elements>
void subtract(Elements& elements, const Elements& removed) {
  std::erase_if(elements, [&](const auto& element) { return std::ranges::find(removed, element) != removed.end(); });
}

AttributeValue sum(const AttributeValue* present, const AttributeValue& added) {
  if (!present) return added;
  if (present->type != added.type) throw wrong_operand();
  AttributeValue result = *present;
  if (added.is(Type::kNumber)) return AttributeValue::number(present->number().plus(added.number()));
  if (added.is(Type::kNumberSet)) {
    unite(result.numbers(), added.numbers());
  } else {
    unite(result.texts(), added.texts());
  }
  return result;
}

// What is left of a set; nothing where nothing is left.
std::optional<AttributeValue> difference(const AttributeValue& present, const AttributeValue& removed) {
  if (present.type != removed.type) throw wrong_operand();
  AttributeValue result = present;
  if (removed.is(Type::kNumberSet)) {
    subtract(result.numbers(), removed.numbers());
    if (result.numbers().empty()) return std::nullopt;
  } else {
    subtract(result.texts(), removed.texts());
    if (result.texts().empty()) return std::nullopt;
  }
  return result;
}

// --- where they go ---

// A place in the item: a member of a map, or an element of a list.
struct Place {
  Item* map = nullptr;
  AttributeValue::List* list = nullptr;
  const PathStep* step = nullptr;

  static Place of(Item& item, const Path& path) {
    Place place = {.step = &path.back()};
    if (path.size() == 1) {
      place.map = &item;
      return place;
    }
    AttributeValue* parent = find(item, Path(path.begin(), path.end() - 1));
    if (!parent || !parent->is(place.step->is_index ? Type::kList : Type::kMap)) throw invalid_path();
    if (place.step->is_index) {
      place.list = &parent->list();
    } else {
      place.map = &parent->map();
    }
    return place;
  }

  void put(AttributeValue value) const {
    if (map) return set(*map, step->name, std::move(value));
    if (step->index < list->size()) {
      (*list)[step->index] = std::move(value);
    } else {
      list->push_back(std::move(value));  // beyond the end means at the end
    }
  }
  void remove() const {
    if (map) return drop(*map, step->name);
    if (step->index < list->size()) list->erase(list->begin() + static_cast<std::ptrdiff_t>(step->index));
  }
};

struct Change {
  const Path* path = nullptr;
  std::optional<AttributeValue> value = {};  // nothing: remove
};

std::vector<Change> changes_of(const Update& update, const Item& before) {
  std::vector<Change> changes;
  for (const Action& action : update.actions) {
    Change change = {.path = &action.path};
    const AttributeValue* present = find(before, action.path);
    switch (action.kind) {
      case Kind::kSet:
        change.value = value_to_set(before, action);
        break;
      case Kind::kRemove:
        break;
      case Kind::kAdd:
        change.value = sum(present, *action.operand.value);
        break;
      case Kind::kDelete:
        if (present) change.value = difference(*present, *action.operand.value);
        break;
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace update_detail

std::vector<Path> Update::paths() const {
  std::vector<Path> result;
  for (const Action& action : actions) result.push_back(action.path);
  return result;
}

Item apply_update(const Update& update, const Item& before) {
  using namespace update_detail;
  std::vector<Change> changes = changes_of(update, before);
  // Indexes mean positions in the list as it was: what is set beyond the end is appended in the order of its indexes,
  // and elements go away last, from the back.
  std::ranges::stable_sort(changes, {}, [](const Change& change) {
    return std::pair(!change.value, change.value ? change.path->back().index : SIZE_MAX - change.path->back().index);
  });
  Item after = before;
  for (Change& change : changes) {
    const Place place = Place::of(after, *change.path);
    if (change.value) {
      place.put(*std::move(change.value));
    } else {
      place.remove();
    }
  }
  return after;
}

}  // namespace dynamodb
