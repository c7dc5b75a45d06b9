#include "aws/xml.h"

#include <charconv>

#include "base/text.h"

namespace aws::xml {
namespace xml_detail {

struct Malformed {};

void append_code_point(std::string& out, unsigned point) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  Element document() {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
    skip_between();
    Element root = element(0);
    skip_between();
    if (!rest_.empty()) throw Malformed{};
    return root;
  }

 private:
  bool take(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  std::string_view take_until(std::string_view end) {
    const auto at = rest_.find(end);
    if (at == std::string_view::npos) throw Malformed{};
    const auto taken = rest_.substr(0, at);
    rest_.remove_prefix(at + end.size());
    return taken;
  }

  bool skip_aside() {
    if (take("<!--")) return take_until("-->"), true;
    if (take("<?")) return take_until("?>"), true;
    return false;
  }

  void skip_between() {
    do {
      rest_ = rest_.substr(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
    } while (skip_aside());
  }

  // The inside of a tag up to '>'; a '>' in an attribute's quotes does not count.
  std::string_view tag() {
    char quote = 0;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      const char c = rest_[i];
      if (quote) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        const auto taken = rest_.substr(0, i);
        rest_.remove_prefix(i + 1);
        return taken;
      }
    }
    throw Malformed{};
  }

  void entity(std::string& out) {
    const std::string_view name = take_until(";");
    if (name == "amp") return void(out += '&');
    if (name == "lt") return void(out += '<');
    if (name == "gt") return void(out += '>');
    if (name == "quot") return void(out += '"');
    if (name == "apos") return void(out += '\'');
    if (!name.starts_with('#')) throw Malformed{};
    const bool hex = name.starts_with("#x");
    const std::string_view digits = name.substr(hex ? 2 : 1);
    unsigned point = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), point, hex ? 16 : 10);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || point > 0x10FFFF) throw Malformed{};
    append_code_point(out, point);
  }

  Element element(int depth) {
    if (depth > 32 || !take("<")) throw Malformed{};
    std::string_view head = tag();
    const bool closed = head.ends_with('/');
    if (closed) head.remove_suffix(1);
    Element result;
    result.name = head.substr(0, head.find_first_of(" \t\r\n"));
    if (result.name.empty() || result.name[0] == '!' || result.name[0] == '/') throw Malformed{};
    while (!closed) {
      if (rest_.empty()) throw Malformed{};
      if (take("</")) {
        if (base::trim(take_until(">")) != result.name) throw Malformed{};
        break;
      }
      if (take("<![CDATA[")) {
        result.text += take_until("]]>");
      } else if (take("&")) {
        entity(result.text);
      } else if (rest_[0] == '<') {
        if (!skip_aside()) result.children.push_back(element(depth + 1));
      } else {
        const auto plain = rest_.substr(0, rest_.find_first_of("<&"));
        result.text += plain;
        rest_.remove_prefix(plain.size());
      }
    }
    return result;
  }

  std::string_view rest_;
};

}  // namespace xml_detail

const Element* Element::find(std::string_view child) const {
  for (const Element& element : children) {
    if (element.name == child) return &element;
  }
  return nullptr;
}

std::string Element::child_text(std::string_view child) const {
  const Element* found = find(child);
  return found ? found->text : "";
}

std::optional<Element> parse(std::string_view text) {
  try {
    return xml_detail::Reader(text).document();
  } catch (const xml_detail::Malformed&) {
    return std::nullopt;
  }
}

}  // namespace aws::xml
