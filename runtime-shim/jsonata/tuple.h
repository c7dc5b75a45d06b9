#pragma once

#include <cstdint>

#include "jsonata/arena.h"
#include "jsonata/value.h"

// Names are numbers by the time an expression is evaluated (Program::names). A Frame is a scope, a Tuple a value of a
// path together with what @$name, #$name and % have bound on the way.

namespace jsonata {

using NameId = std::uint32_t;
inline constexpr NameId kNoName = 0xFFFFFFFF;
inline constexpr NameId kContextName = 0;  // '@' of a tuple: the value itself

struct Binding {
  NameId name = kNoName;
  Value value = {};
};

struct Tuple {
  Binding* data = nullptr;
  std::uint32_t size = 0;
  std::uint32_t capacity = 0;

  void set(Arena& arena, NameId name, const Value& value);
  const Value* find(NameId name) const {
    for (std::uint32_t i = 0; i < size; ++i) {
      if (data[i].name == name) return &data[i].value;
    }
    return nullptr;
  }
  Value context() const {
    const Value* found = find(kContextName);
    return found ? *found : Value();
  }
};

struct Frame {
  Frame* parent = nullptr;
  Tuple bindings = {};

  const Value* find(NameId name) const {
    for (const Frame* frame = this; frame; frame = frame->parent) {
      if (const Value* found = frame->bindings.find(name)) return found;
    }
    return nullptr;
  }
};

}  // namespace jsonata
