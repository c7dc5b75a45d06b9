#include "jsonata/tuple.h"

#include <algorithm>

namespace jsonata {

void Tuple::set(Arena& arena, NameId name, const Value& value) {
  for (std::uint32_t i = 0; i < size; ++i) {
    if (data[i].name == name) {
      data[i].value = value;
      return;
    }
  }
  if (size == capacity) {
    const std::uint32_t wanted = std::max<std::uint32_t>(4, capacity * 2);
    auto* larger = static_cast<Binding*>(arena.allocate(wanted * sizeof(Binding)));
    std::copy(data, data + size, larger);
    data = larger;
    capacity = wanted;
  }
  data[size++] = Binding{name, value};
}

}  // namespace jsonata
