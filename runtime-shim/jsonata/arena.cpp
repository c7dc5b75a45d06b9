#include "jsonata/arena.h"

#include <algorithm>
#include <charconv>

#include "jsonata/fault.h"
#include "jsonata/utf.h"

namespace jsonata {
namespace arena_detail {
constexpr std::size_t kSmallestBlock = 16 * 1024;
constexpr std::size_t kLargestBlock = 1024 * 1024;
}  // namespace arena_detail

Arena::~Arena() = default;

void* Arena::allocate_slowly(std::size_t bytes) {
  if (bytes > limit_ - used_) fail("U1002");
  std::size_t size = std::clamp(used_, arena_detail::kSmallestBlock, arena_detail::kLargestBlock);
  size = std::max(std::min(size, limit_ - used_), bytes);
  used_ += size;
  blocks_.emplace_back(new char[size]);
  char* block = blocks_.back().get();
  if (size == bytes) return block;  // what is left of the last block serves on
  next_ = block + bytes;
  end_ = block + size;
  return block;
}

Value Arena::text(std::string_view text) {
  char* copy = static_cast<char*>(allocate(text.size()));
  if (!text.empty()) std::memcpy(copy, text.data(), text.size());
  return Value::string({copy, text.size()});
}

Value Arena::concatenated(std::string_view a, std::string_view b) {
  if (ends_with_high_surrogate(a) && starts_with_low_surrogate(b)) {
    std::string joined(a);
    append_utf16_text(joined, b);
    return text(joined);
  }
  char* copy = static_cast<char*>(allocate(a.size() + b.size()));
  if (!a.empty()) std::memcpy(copy, a.data(), a.size());
  if (!b.empty()) std::memcpy(copy + a.size(), b.data(), b.size());
  return Value::string({copy, a.size() + b.size()});
}

const base::Json& Arena::keep(base::Json json) {
  kept_.push_back(std::make_unique<base::Json>(std::move(json)));
  return *kept_.back();
}

void Array::reserve(Arena& arena, std::size_t count) {
  if (count <= capacity) return;
  const std::size_t wanted = std::max({count, std::size_t{4}, std::size_t{capacity} * 2});
  auto* larger = static_cast<Value*>(arena.allocate(wanted * sizeof(Value)));
  std::copy(data, data + size, larger);
  data = larger;
  capacity = static_cast<std::uint32_t>(wanted);
}

bool is_array_index(std::string_view name) {
  if (name.empty() || name.size() > 10 || name[0] < '0' || name[0] > '9') return false;
  if (name[0] == '0') return name.size() == 1;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), value);
  return error == std::errc() && end == name.data() + name.size() && value < 4294967295;
}

namespace arena_detail {
// Shorter texts of digits are smaller numbers.
bool index_less(std::string_view a, std::string_view b) { return a.size() != b.size() ? a.size() < b.size() : a < b; }
}  // namespace arena_detail

Value* Object::find(std::string_view name) {
  for (std::uint32_t i = 0; i < size; ++i) {
    if (data[i].name == name) return &data[i].value;
  }
  return nullptr;
}

void Object::set(Arena& arena, std::string_view name, const Value& value) {
  if (Value* found = find(name)) {
    *found = value;
    return;
  }
  if (size == capacity) {
    const std::uint32_t wanted = std::max<std::uint32_t>(8, capacity * 2);
    auto* larger = static_cast<Member*>(arena.allocate(wanted * sizeof(Member)));
    std::copy(data, data + size, larger);
    data = larger;
    capacity = wanted;
  }
  std::uint32_t place = size++;
  if (is_array_index(name)) {
    has_indices = true;
    while (place > 0 &&
           (!is_array_index(data[place - 1].name) || arena_detail::index_less(name, data[place - 1].name))) {
      data[place] = data[place - 1];
      --place;
    }
  }
  data[place] = Member{name, value};
}

bool Object::erase(std::string_view name) {
  Value* found = find(name);
  if (!found) return false;
  auto* place = data;
  while (&place->value != found) ++place;
  std::copy(place + 1, data + size, place);
  --size;
  return true;
}

Array* make_array(Arena& arena, std::size_t capacity) {
  Array* array = arena.make<Array>();
  if (capacity > 0) array->reserve(arena, capacity);
  return array;
}

Array* make_sequence(Arena& arena) {
  Array* array = arena.make<Array>();
  array->sequence = true;
  return array;
}

Array* make_sequence(Arena& arena, const Value& only) {
  Array* array = make_sequence(arena);
  array->data = arena.make_many<Value>(1);
  array->data[0] = only;
  array->size = array->capacity = 1;
  return array;
}

std::vector<const base::Json::Member*> in_javascript_order(const base::Json& object) {
  std::vector<const base::Json::Member*> members;
  for (const auto& member : object.members()) members.push_back(&member);
  std::stable_sort(members.begin(), members.end(), [](const auto* a, const auto* b) {
    const bool a_index = is_array_index(a->first), b_index = is_array_index(b->first);
    return a_index != b_index ? a_index : a_index && arena_detail::index_less(a->first, b->first);
  });
  return members;
}

}  // namespace jsonata
