#include <unordered_map>

#include "jsonata/evaluator.h"

// Objects: {name: value, ...} of one context, or of many, grouped by the names they give.

namespace jsonata {

Value Evaluator::object_of(const Node& node, Value input, Frame* frame) {
  if (!node.literal_keys || input.is_array()) return grouped(node.pairs, node.position, input, frame);
  // One context and names that are written out: nothing to group.
  Object* result = arena_.make<Object>();
  result->capacity = static_cast<std::uint32_t>(node.pairs.size());
  result->data = static_cast<Member*>(arena_.allocate(node.pairs.size() * sizeof(Member)));
  for (const auto& [name, expression] : node.pairs) {
    const Value value = evaluate(*expression, input, frame);
    if (value.is_undefined()) continue;
    if (is_array_index(name->text)) {
      result->set(arena_, name->text, value);
    } else {
      result->data[result->size++] = Member{name->text, value};
    }
  }
  return Value::object(result);
}

namespace groups_detail {

struct Entry {
  std::string_view name = {};
  std::size_t pair = 0;
  Value data = {};
  bool many = false;  // `data` is an array of this group's own
};

// The groups in the order in which they were first met.
class Entries {
 public:
  Entry* find(std::string_view name) {
    if (entries_.size() <= kFew) {
      for (Entry& entry : entries_) {
        if (entry.name == name) return &entry;
      }
      return nullptr;
    }
    const auto found = places_.find(name);
    return found == places_.end() ? nullptr : &entries_[found->second];
  }
  void add(Entry entry) {
    entries_.push_back(entry);
    if (entries_.size() == kFew + 1) {
      for (std::size_t i = 0; i < entries_.size(); ++i) places_.emplace(entries_[i].name, i);
    } else if (entries_.size() > kFew) {
      places_.emplace(entry.name, entries_.size() - 1);
    }
  }
  std::vector<Entry>& all() { return entries_; }

 private:
  static constexpr std::size_t kFew = 16;  // as many are found faster by looking at each
  std::vector<Entry> entries_ = {};
  std::unordered_map<std::string_view, std::size_t> places_ = {};
};

// `items` and one more item, or the items of one more array, as the reference's append.
void add_item(Evaluator& evaluator, Entry& entry, const Value& item) {
  Array* all = entry.data.own_array();
  if (!entry.many) {
    all = append(evaluator, entry.data, item).own_array();
    entry = {entry.name, entry.pair, Value::array(all), true};
    return;
  }
  if (!item.is_array()) {
    all->push(evaluator.arena(), item);
    return;
  }
  evaluator.spend(item.size());
  for (std::size_t i = 0; i < item.size(); ++i) all->push(evaluator.arena(), item.at(i));
}

}  // namespace groups_detail

Value Evaluator::grouped(const std::vector<Pair>& pairs, std::size_t position, Value input, Frame* frame) {
  const Array* own = input.own_array();
  const bool tuples = own && own->tuple_stream;
  const std::size_t size = input.is_array() ? input.size() : 1;
  groups_detail::Entries groups;
  for (std::size_t i = 0; i < std::max<std::size_t>(size, 1); ++i) {
    const Value item = !input.is_array() ? input : i < size ? input.at(i) : Value();
    const bool is_tuple = item.kind() == Kind::kTuple;
    Frame* scope = is_tuple ? frame_of(frame, item) : frame;
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
      const Value key = evaluate(*pairs[pair].first, is_tuple ? item.as_tuple()->context() : item, scope);
      if (key.is_undefined()) continue;
      if (!key.is_string()) fail_at("T1003", position, {}, to_json(key).value_or(base::Json()));
      groups_detail::Entry* entry = groups.find(key.as_string());
      if (!entry) {
        groups.add({key.as_string(), pair, item, false});
      } else if (entry->pair != pair) {
        fail_at("D1009", position, {}, base::Json(key.as_string()));
      } else if (entry->data.is_undefined()) {
        entry->data = item;
      } else {
        groups_detail::add_item(*this, *entry, item);
      }
    }
  }
  Object* result = arena_.make<Object>();
  std::vector<groups_detail::Entry>& entries = groups.all();
  // Their values in the order of JavaScript's names, indices first.
  Object order;
  bool has_indices = false;
  for (const auto& entry : entries) has_indices |= is_array_index(entry.name);
  if (has_indices) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      order.set(arena_, entries[i].name, Value::number(static_cast<double>(i)));
    }
  }
  result->data = static_cast<Member*>(arena_.allocate(entries.size() * sizeof(Member)));
  result->capacity = static_cast<std::uint32_t>(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& entry = entries[has_indices ? static_cast<std::size_t>(order.data[i].value.as_number()) : i];
    Value context = entry.data;
    Frame* scope = frame;
    if (tuples && (context.kind() == Kind::kTuple || context.is_array())) {
      const Value tuple = reduced(context);
      context = tuple.as_tuple()->context();
      scope = frame_of(frame, tuple);
    }
    const Value value = evaluate(*pairs[entry.pair].second, context, scope);
    if (!value.is_undefined()) result->data[result->size++] = Member{entry.name, value};
  }
  return Value::object(result);
}

}  // namespace jsonata
