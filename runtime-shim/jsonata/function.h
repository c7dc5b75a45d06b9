#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "jsonata/jsonata.h"
#include "jsonata/node.h"
#include "jsonata/signature.h"
#include "jsonata/tuple.h"

// Function: everything that can be called, as a value.

namespace jsonata {

class Evaluator;

// A function of the language itself. It gets what its signature promises: as many arguments, of those kinds or
// undefined.
struct Builtin {
  using Body = Value (*)(Evaluator&, std::span<const Value>);

  std::string_view name = {};
  Signature signature = {};
  std::size_t arity = 0;  // as the reference's implementation has it: decides what $map and its like hand over
  Body body = nullptr;
};
const Builtin* find_builtin(std::string_view name);

// A function of the host's.
struct HostEntry {
  std::string name = {};
  bool checked = false;
  Signature signature = {};
  HostFunction body = {};
  std::size_t arity = 1;
};

struct Function {
  enum class Type : std::uint8_t {
    kLambda,
    kThunk,  // a call in tail position: not made yet
    kBuiltin,
    kHost,
    kRegex,
    kNextMatch,  // of a regex's match: goes on behind it
    kPartial,    // a built-in or a host's function with some arguments given
    kTransform,
    kChain,  // first, then second
  };

  Type type = Type::kLambda;
  const Node* node = nullptr;  // lambda, thunk (the call), regex, transform
  Frame* frame = nullptr;
  Value input = {};
  std::span<const NameId> parameters = {};
  const Signature* signature = nullptr;
  const Builtin* builtin = nullptr;
  const HostEntry* host = nullptr;
  const Regex* regex = nullptr;
  std::string_view subject = {};  // of the next match
  std::size_t from = 0;
  Function* first = nullptr;  // chain; partial: of what
  Function* second = nullptr;
  std::span<const Value> given = {};   // partial
  std::span<const bool> is_open = {};  // partial: which of them are left open

  std::size_t arity() const;
};

}  // namespace jsonata
