#include "emulator/s3/tags.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/http/message.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/xml.h"

namespace s3 {

namespace {

void check(const Pairs& tags, std::size_t most) {
  if (tags.size() > most) {
    throw Fault("BadRequest", 400,
                fmt::format("{} tags cannot be greater than {}", most > 10 ? "Bucket" : "Object", most));
  }
  for (const auto& [key, value] : tags) {
    const auto invalid = [&, &name = key](std::string_view why) {
      return with(Fault("InvalidTag", 400, std::string(why)), {{"TagKey", name}});
    };
    if (key.empty() || base::count_code_points(key) > 128) {
      throw invalid("The TagKey you have provided is invalid");
    }
    if (base::count_code_points(value) > 256) throw invalid("The TagValue you have provided is invalid");
    if (key.starts_with("aws:")) throw invalid("System tags cannot be added/updated by requester");
    if (std::ranges::count(tags, key, &std::pair<std::string, std::string>::first) > 1) {
      throw invalid("Cannot provide multiple Tags with the same key");
    }
  }
}

}  // namespace

Pairs parse_tag_header(std::string_view header) {
  Pairs tags = http::parse_query(header);
  check(tags, kMostObjectTags);
  return tags;
}

Pairs parse_tagging(std::string_view document, std::size_t most) {
  const xml::Element root = xml::parse(document, "Tagging");
  const xml::Element* set = root.find("TagSet");
  if (!set || root.children.size() != 1) throw malformed_xml();
  Pairs tags;
  for (const xml::Element& tag : set->children) {
    if (tag.name != "Tag" || !tag.find("Key") || !tag.find("Value")) throw malformed_xml();
    tags.emplace_back(tag.text_of("Key"), tag.text_of("Value"));
  }
  check(tags, most);
  return tags;
}

std::string write_tagging(const Pairs& tags) {
  xml::Writer out("Tagging");
  out.open("TagSet");
  for (const auto& [key, value] : tags) out.open("Tag").text("Key", key).text("Value", value).close();
  return out.finish();
}

}  // namespace s3
