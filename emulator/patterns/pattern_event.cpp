#include "emulator/patterns/pattern_event.h"

#include <algorithm>

#include "emulator/patterns/pattern.h"
#include "emulator/patterns/pattern_value.h"

namespace patterns {

using Token = JsonTokens::Token;

FlatEvent::FlatEvent(std::string text) : text_(std::move(text)) {
  JsonTokens tokens(text_);
  if (tokens.next() != Token::kObject) throw PatternError("Event must be a JSON object");
  std::string path;
  read_object(tokens, path, 0);
  std::ranges::stable_sort(fields_, {}, &Field::path);
}

void FlatEvent::read_object(JsonTokens& tokens, std::string& path, std::size_t place) {
  const std::size_t length = path.size();
  while (tokens.next() == Token::kName) {
    if (length > 0) path += '.';
    path += tokens.text();
    read_value(tokens, tokens.next(), path, place);
    path.resize(length);
  }
}

void FlatEvent::read_array(JsonTokens& tokens, std::string& path, std::size_t place) {
  const std::size_t array = arrays_++;
  for (std::size_t index = 0;; ++index) {
    const Token token = tokens.next();
    if (token == Token::kArrayEnd) return;
    if (token != Token::kObject && token != Token::kArray) {
      add(tokens, token, path, place);  // scalars of one array may be taken together
      continue;
    }
    Place inside = places_[place];
    inside.emplace_back(array, index);
    places_.push_back(std::move(inside));
    read_value(tokens, token, path, places_.size() - 1);
  }
}

void FlatEvent::read_value(JsonTokens& tokens, Token token, std::string& path, std::size_t place) {
  if (token == Token::kObject) return read_object(tokens, path, place);
  if (token == Token::kArray) return read_array(tokens, path, place);
  add(tokens, token, path, place);
}

void FlatEvent::add(JsonTokens& tokens, Token token, const std::string& path, std::size_t place) {
  Value value{.text = tokens.text(), .place = place};
  if (token == Token::kString) {
    value.kind = Value::Kind::kString;
    if (tokens.had_escapes()) value.text = unescaped_.emplace_back(tokens.text());
  } else if (token == Token::kNumber) {
    value.kind = Value::Kind::kNumber;
    value.number = find_comparable(value.text);
  }
  fields_.push_back({.path = path, .value = value});
}

std::span<const FlatEvent::Field> FlatEvent::find(std::string_view path) const {
  const auto found = std::ranges::equal_range(fields_, path, std::ranges::less{},
                                              [](const Field& field) { return std::string_view(field.path); });
  return {found.begin(), found.end()};
}

}  // namespace patterns
