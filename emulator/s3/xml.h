#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// XML as S3 speaks it: elements and text. pugixml reads, in xml.cpp only; names come without their namespace's prefix.

namespace s3::xml {

struct Element {
  std::string name = {};
  std::string text = {};
  std::vector<Element> children = {};

  const Element* find(std::string_view child) const;
  std::string text_of(std::string_view child) const;  // empty where there is none
};

// Reads a document whose root has this name. Throws malformed_xml(): not XML, another root, nested deeper than 32.
Element parse(std::string_view document, std::string_view root);
// Throws malformed_xml() unless each child of `element` is one of `known`: what we do not know we do not skip.
void require_known(const Element& element, std::initializer_list<std::string_view> known);

// Writes a document, element by element. The names of open elements must outlive it: they are literals.
class Writer {
 public:
  explicit Writer(std::string_view root, bool with_namespace = true);
  Writer& open(std::string_view name, std::string_view attributes = {});
  Writer& close();
  Writer& content(std::string_view value);  // of the element that is open
  Writer& text(std::string_view name, std::string_view value);
  Writer& number(std::string_view name, std::uint64_t value);
  Writer& flag(std::string_view name, bool value) { return text(name, value ? "true" : "false"); }
  std::string finish();  // closes what is open

 private:
  std::string out_ = {};
  std::vector<std::string_view> open_ = {};
};

}  // namespace s3::xml
