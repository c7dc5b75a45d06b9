#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace replay {

// A text in a case that looks like somebody's own: recorded traffic must not carry people into a repository.
struct PersonalData {
  std::string path = {};  // JSON Pointer
  std::string kind = {};  // "e-mail address", "telephone number", "card number"
  std::string text = {};
};

// Looks at every text of the document, names of members too, also inside of bodies. Not reported: addresses below the
// names that RFC 2606 and RFC 6761 keep for examples (example.com, .test, .invalid …), numbers of the ranges that
// regulators keep for fiction (+1 … 555 01xx, +44 20 7946 0xxx), the card numbers that issuers publish for tests, and
// what `allowed` names.
std::vector<PersonalData> find_personal_data(const base::Json& document, const std::vector<std::string>& allowed);

// The text with `replacement` in each place that would be reported.
std::string replace_personal_data(
    std::string_view text, const std::vector<std::string>& allowed,
    const std::function<std::string(std::string_view kind, std::string_view text)>& replacement);

}  // namespace replay
