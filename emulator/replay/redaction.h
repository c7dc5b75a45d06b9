#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace replay {

// What must not get from recorded traffic into a file.
struct RedactionRule {
  enum class Kind {
    kHeader,   // a header of that name
    kKey,      // a member of that name anywhere in a body, a parameter in a URL's query, a parameter of the template
    kPointer,  // a place in a body
  };
  Kind kind = Kind::kHeader;
  std::string pattern = {};      // a name without regard to case, '*' is anything; a JSON Pointer, a segment "*" is any
  std::string replacement = {};  // "{n}": the value's number among those so replaced
};

struct Redactions {
  std::vector<RedactionRule> rules = {};
  std::vector<std::string> allow = {};  // texts that look like a person's and are nobody's
};

// What is redacted without being asked: what lets somebody in (Authorization, cookies, API keys, passwords, tokens).
Redactions default_redactions();

// The defaults and, before them, what a file says. Throws CaseError with the place of what is wrong.
//
//   {"redact": [{"header": "X-Shop-*"}, {"key": "*email*", "replacement": "person-{n}@example.com"},
//               {"pointer": "/customer/id"}],
//    "allow": ["support@shop.io"]}
Redactions parse_redactions(std::string_view text);

// What was redacted: a place with "*" for the number of the input, the rule, and how often.
struct Redacted {
  std::string path = {};
  std::string rule = {};
  int places = 0;
};

// Changes inputs (of a case's `inputs`) and parameters (of its `environment`) in place.
//
// A value gets the same replacement wherever it is in the case, also where no rule names it, as long as it stands
// there alone (in a header, a URL's segment or parameter, a member of a body) and has four characters or more: who was
// the same is the same still. A number stays a number. What looks like an e-mail address, a telephone or a card number
// is then replaced by one that is nobody's, in the middle of texts too, so that find_personal_data() finds nothing in
// what was redacted.
std::vector<Redacted> redact(const Redactions& redactions, base::Json& inputs, base::Json& parameters);

}  // namespace replay
