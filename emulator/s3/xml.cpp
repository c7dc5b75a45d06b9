#include "emulator/s3/xml.h"

#include <algorithm>
#include <pugixml.hpp>

#include "base/check.h"
#include "base/text.h"
#include "emulator/s3/errors.h"

namespace s3::xml {

namespace {

constexpr int kMostDepth = 32;

std::string_view local_name(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

Element read(const pugi::xml_node& node, int depth) {
  if (depth > kMostDepth) throw malformed_xml();
  Element element{.name = std::string(local_name(node.name()))};
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_element) {
      element.children.push_back(read(child, depth + 1));
    } else if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      element.text += child.value();
    }
  }
  return element;
}

// What stands in XML for itself, whoever reads it.
bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= ' ' && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
}

}  // namespace

const Element* Element::find(std::string_view child) const {
  const auto found = std::ranges::find(children, child, &Element::name);
  return found == children.end() ? nullptr : &*found;
}

std::string Element::text_of(std::string_view child) const {
  const Element* found = find(child);
  return found ? found->text : std::string();
}

Element parse(std::string_view document, std::string_view root) {
  pugi::xml_document parsed;
  // Blanks count: a key may be one.
  const auto result = parsed.load_buffer(document.data(), document.size(),
                                         pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
  const pugi::xml_node top = parsed.document_element();
  if (!result || local_name(top.name()) != root) throw malformed_xml();
  return read(top, 0);
}

void require_known(const Element& element, std::initializer_list<std::string_view> known) {
  for (const Element& child : element.children) {
    if (std::ranges::find(known, child.name) == known.end()) throw malformed_xml();
  }
}

Writer::Writer(std::string_view root, bool with_namespace) : out_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {
  out_ += '<';
  out_ += root;
  if (with_namespace) out_ += " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
  out_ += '>';
  open_.push_back(root);
}

Writer& Writer::open(std::string_view name, std::string_view attributes) {
  out_ += '<';
  out_ += name;
  if (!attributes.empty()) {
    out_ += ' ';
    out_ += attributes;
  }
  out_ += '>';
  open_.push_back(name);
  return *this;
}

Writer& Writer::close() {
  CHECK(!open_.empty());
  out_ += "</";
  out_ += open_.back();
  out_ += '>';
  open_.pop_back();
  return *this;
}

Writer& Writer::content(std::string_view value) {
  if (std::ranges::all_of(value, is_plain)) {
    out_ += value;  // nearly always
  } else {
    out_ += base::escape_xml(value);
  }
  return *this;
}

Writer& Writer::text(std::string_view name, std::string_view value) { return open(name).content(value).close(); }

Writer& Writer::number(std::string_view name, std::uint64_t value) { return text(name, std::to_string(value)); }

std::string Writer::finish() {
  while (!open_.empty()) close();
  return std::move(out_);
}

}  // namespace s3::xml
