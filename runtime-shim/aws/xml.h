#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aws::xml {

// As much of XML as S3's answers have: elements and text. Attributes, comments and processing instructions are skipped,
// a document type is refused.
struct Element {
  std::string name = {};
  std::string text = {};  // directly in it, entities resolved
  std::vector<Element> children = {};

  const Element* find(std::string_view child) const;
  std::string child_text(std::string_view child) const;  // "" where there is no such child
};

// The root element; nothing where the text is not well formed or nested deeper than 32.
std::optional<Element> parse(std::string_view text);

}  // namespace aws::xml
