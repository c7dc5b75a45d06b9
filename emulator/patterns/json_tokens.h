#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace patterns {

// A text that is not JSON. EventBridge passes on what its JSON parser says (Jackson), so the sentences are that one's.
struct JsonTextError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Reads JSON token by token. Numbers keep their spelling and members with one name are all seen, which a tree of values
// would lose; and what stands before a mistake is read before the mistake is found, as on AWS.
class JsonTokens {
 public:
  enum class Token { kObject, kObjectEnd, kArray, kArrayEnd, kName, kString, kNumber, kTrue, kFalse, kNull, kEnd };

  explicit JsonTokens(std::string_view text) : text_(text) {}

  Token next();  // throws JsonTextError
  // Of a name or a string what it says; of everything else how it is spelled. Valid until the next token, where a
  // string has escapes; until the text ends, where it has none.
  std::string_view text() const { return said_; }
  bool had_escapes() const { return had_escapes_; }
  // Reads over what is open at the moment: to behind the end of the object or array that has just begun.
  void skip();
  std::size_t begins() const { return begins_; }  // where the token begins in the text …
  std::size_t ends() const { return at_; }        // … and where it has ended

 private:
  struct Open {
    bool object = false;
    std::size_t begins = 0;
    bool any = false;  // it has an entry already
  };
  [[noreturn]] void fail(std::string message) const;
  [[noreturn]] void fail_unexpected(std::string_view wanted) const;
  void skip_blanks();
  Token value();
  Token close(bool object);
  Token literal(std::string_view word, Token token);
  Token number();
  void string();
  void escape();
  std::string place(std::size_t position) const;

  std::string_view text_;
  std::size_t at_ = 0, begins_ = 0;
  std::vector<Open> open_ = {};
  bool named_ = false;  // a name was read, its value comes
  bool begun_ = false;
  std::string_view said_ = {};
  std::string unescaped_ = {};
  bool had_escapes_ = false;
};

// `text` without the blanks between its tokens, its numbers spelled as they were. Throws JsonTextError.
std::string minify_json(std::string_view text);

}  // namespace patterns
