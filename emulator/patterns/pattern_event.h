#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/patterns/json_tokens.h"

namespace patterns {

// The leaf of an event: a string, a number, true, false or null.
struct Value {
  enum class Kind { kString, kNumber, kLiteral } kind = Kind::kLiteral;
  std::string_view text = {};         // of a number its spelling
  std::optional<double> number = {};  // of a number that compares exactly
  std::size_t place = 0;              // which elements of which arrays it lies in: FlatEvent::places()
};

// Which element of each array around it a value lies in: (array, index), outermost first. Values of one record in a
// list share it, and a pattern must not take its values from several records. (event-ruler, "array consistency")
using Place = std::vector<std::pair<std::size_t, std::size_t>>;

// An event as patterns see it: all its leaves by path, "detail.state". A name that holds a dot and an object inside an
// object give the same path, as on AWS. Empty arrays and objects have no leaf, so they are as absent.
class FlatEvent {
 public:
  // Throws JsonTextError; PatternError where it is not an object.
  explicit FlatEvent(std::string text);
  FlatEvent(const FlatEvent&) = delete;
  FlatEvent& operator=(const FlatEvent&) = delete;

  struct Field {
    std::string path = {};
    Value value = {};
  };
  std::span<const Field> find(std::string_view path) const;  // empty where there is none
  const Place& place(const Value& value) const { return places_[value.place]; }
  bool has_arrays() const { return places_.size() > 1; }

 private:
  void read_object(JsonTokens& tokens, std::string& path, std::size_t place);
  void read_array(JsonTokens& tokens, std::string& path, std::size_t place);
  void add(JsonTokens& tokens, JsonTokens::Token token, const std::string& path, std::size_t place);
  void read_value(JsonTokens& tokens, JsonTokens::Token token, std::string& path, std::size_t place);

  std::string text_ = {};
  std::deque<std::string> unescaped_ = {};
  std::vector<Field> fields_ = {};  // by path, then in the event's order
  std::vector<Place> places_ = {{}};
  std::size_t arrays_ = 0;
};

}  // namespace patterns
