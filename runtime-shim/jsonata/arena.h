#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/json.h"
#include "jsonata/value.h"

// Arena: where the values of one evaluation lie. Nothing is freed before its end, so values are plain pointers,
// closures may refer to each other in circles, and what an expression may use is one number.

namespace jsonata {

class Arena {
 public:
  explicit Arena(std::size_t limit) : limit_(limit) {}
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Throws Fault U1002 when the evaluation has used up its memory.
  void* allocate(std::size_t bytes) {
    bytes = (bytes + 7) & ~std::size_t{7};
    if (bytes > static_cast<std::size_t>(end_ - next_)) return allocate_slowly(bytes);
    void* place = next_;
    next_ += bytes;
    return place;
  }
  template <typename T, typename... Arguments>
  T* make(Arguments&&... arguments) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
    return new (allocate(sizeof(T))) T{std::forward<Arguments>(arguments)...};
  }
  template <typename T>
  T* make_many(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
    T* first = static_cast<T*>(allocate(count * sizeof(T)));
    for (std::size_t i = 0; i < count; ++i) new (first + i) T();
    return first;
  }

  Value text(std::string_view text);
  Value concatenated(std::string_view a, std::string_view b);
  const base::Json& keep(base::Json json);  // lives as long as the arena

 private:
  void* allocate_slowly(std::size_t bytes);

  alignas(8) char first_[4096];
  char* next_ = first_;
  char* end_ = first_ + sizeof first_;
  std::size_t limit_;
  std::size_t used_ = 0;
  std::vector<std::unique_ptr<char[]>> blocks_ = {};
  std::vector<std::unique_ptr<base::Json>> kept_ = {};
};

// An array that the evaluation made. The flags are the reference's, and travel with the array as there.
struct Array {
  Value* data = nullptr;
  std::uint32_t size = 0;
  std::uint32_t capacity = 0;
  bool sequence = false;        // made by a path: of one element it is that element, of none undefined
  bool keep_singleton = false;  // unless this says otherwise
  bool cons = false;            // written as [...] in a path: stays one value among the others
  bool tuple_stream = false;    // its elements are Tuples
  bool outer_wrapper = false;   // around an input that is an array itself

  void reserve(Arena& arena, std::size_t count);
  void push(Arena& arena, const Value& value) {
    if (size == capacity) reserve(arena, size + std::size_t{1});
    data[size++] = value;
  }
  std::span<const Value> elements() const { return {data, size}; }
};

struct Member {
  std::string_view name = {};
  Value value = {};
};

// An object that the evaluation made; names in the order JavaScript has them: array indices first, ascending.
struct Object {
  Member* data = nullptr;
  std::uint32_t size = 0;
  std::uint32_t capacity = 0;
  bool has_indices = false;  // of its names some look like array indices

  void set(Arena& arena, std::string_view name, const Value& value);  // `name` is borrowed
  bool erase(std::string_view name);
  Value* find(std::string_view name);
  std::span<const Member> members() const { return {data, size}; }
};

Array* make_array(Arena& arena, std::size_t capacity = 0);
Array* make_sequence(Arena& arena);
Array* make_sequence(Arena& arena, const Value& only);

// The members of any object in JavaScript's order, `visit(name, value)`.
template <typename Visit>
void for_each_member(const Value& object, Visit visit);
bool is_array_index(std::string_view name);
// The members of a piece of the input with array indices first; only called where there are some.
std::vector<const base::Json::Member*> in_javascript_order(const base::Json& object);

template <typename Visit>
void for_each_member(const Value& object, Visit visit) {
  if (const Object* own = object.own_object()) {
    for (std::uint32_t i = 0; i < own->size; ++i) visit(own->data[i].name, own->data[i].value);
    return;
  }
  if (!object.is_object()) return;
  const base::Json& json = *object.borrowed();
  bool plain = true;
  for (const auto& [name, value] : json.members()) plain &= !is_array_index(name);
  if (plain) {
    for (const auto& [name, value] : json.members()) visit(std::string_view(name), Value::json(value));
  } else {
    for (const auto* member : in_javascript_order(json)) {
      visit(std::string_view(member->first), Value::json(member->second));
    }
  }
}

}  // namespace jsonata
