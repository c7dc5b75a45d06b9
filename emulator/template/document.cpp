#include "emulator/template/document.h"

#include <yaml.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "base/text.h"

namespace cfn {
namespace {

constexpr std::size_t kMaxDepth = 100;

// The short forms and what they stand for (CloudFormation User Guide, Intrinsic functions).
constexpr std::string_view kPlainTags[] = {"Ref", "Condition"};
constexpr std::string_view kFunctionTags[] = {"Sub", "GetAtt", "Join",      "If",     "Equals", "Not",
                                              "And", "Or",     "FindInMap", "Select", "Split"};

bool is_number(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  const bool starts = !text.empty() && std::isdigit(static_cast<unsigned char>(text.front()));
  // 0123 keeps its zero: it is an account number, or an octal trap; never the number 123.
  const bool leading_zero = text.size() > 1 && text[0] == '0' && text[1] != '.';
  return starts && !leading_zero && base::Json::try_parse(text).has_value();
}

struct Unreadable : std::runtime_error {
  Unreadable(const std::string& what, std::size_t the_line)
      : std::runtime_error(what), line(static_cast<int>(the_line)) {}
  int line = 0;  // from 1; 0 where it is not known
};

// What libyaml makes of a text, an event at a time. (pyyaml.org/wiki/LibYAML)
class Events {
 public:
  explicit Events(std::string_view text) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~Events() {
    yaml_event_delete(&event_);
    yaml_parser_delete(&parser_);
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  const yaml_event_t& next() {
    yaml_event_delete(&event_);
    if (yaml_parser_parse(&parser_, &event_) != 0) return event_;
    std::string what = parser_.problem ? parser_.problem : "not enough memory";
    if (parser_.context) what += std::string(" ") + parser_.context;
    throw Unreadable(what, parser_.error == YAML_READER_ERROR ? 0 : parser_.problem_mark.line + 1);
  }

 private:
  yaml_parser_t parser_ = {};
  yaml_event_t event_ = {};
};

// A text of libyaml's, which may be missing.
std::string text_of(const unsigned char* text) { return text ? reinterpret_cast<const char*>(text) : ""; }

// YAML 1.2 §10.2.1.1, and what YAML 1.1 took for one.
bool is_null(std::string_view plain) {
  return plain.empty() || plain == "~" || plain == "null" || plain == "Null" || plain == "NULL";
}

void read_scalar(Node& node, bool is_plain, std::string text) {
  node.kind = Node::Kind::kString;
  node.text = std::move(text);
  if (!is_plain) return;  // quoted: text, whatever it looks like
  const std::string lower = base::to_lower(node.text);
  if (lower == "true" || lower == "false") {
    node.kind = Node::Kind::kBool;
    node.text = lower;
  } else if (is_number(node.text)) {
    node.kind = Node::Kind::kNumber;
  }
}

// Builds Nodes straight from the parser's events, each with its line.
class DocumentBuilder {
 public:
  explicit DocumentBuilder(Problems& problems) : problems_(problems) {}

  // Up to the end of this document.
  std::optional<Node> read(Events& events) {
    for (;;) {
      const yaml_event_t& event = events.next();
      const int line = static_cast<int>(event.start_mark.line) + 1;
      switch (event.type) {
        case YAML_SCALAR_EVENT:
          scalar(line, event.data.scalar);
          break;
        case YAML_ALIAS_EVENT:
          alias(line);
          break;
        case YAML_SEQUENCE_START_EVENT:
          open(line, text_of(event.data.sequence_start.tag), Node::Kind::kList);
          break;
        case YAML_MAPPING_START_EVENT:
          open(line, text_of(event.data.mapping_start.tag), Node::Kind::kMap);
          break;
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT:
          close();
          break;
        case YAML_DOCUMENT_END_EVENT:
          return std::move(top_);
        default:
          break;
      }
    }
  }

 private:
  using Scalar = decltype(yaml_event_t::data.scalar);

  void scalar(int line, const Scalar& read) {
    std::string text(reinterpret_cast<const char*>(read.value), read.length);
    if (is_name(line, text)) return;
    Node node = start(line);
    const std::string tag = text_of(read.tag);
    const bool is_plain = tag.empty() && read.style == YAML_PLAIN_SCALAR_STYLE;
    if (is_plain && is_null(text)) return place(std::move(node));
    const std::string function = function_of(tag, node);
    if (!function.empty()) node.path += "." + function;
    read_scalar(node, is_plain, std::move(text));
    place(wrap(std::move(node), function));
  }

  void alias(int line) {
    Node node = start(line);
    problems_.add(node, "aliases are not supported, by CloudFormation neither; write the value out");
    place(node.unknown());
  }

  struct Frame {
    Node node = {};
    std::string function = {};             // the short form it was written with
    std::optional<std::string> name = {};  // of the member that comes next
    int name_line = 0;
    bool drop = false;  // the member that comes next is reported, and not kept
  };

  // In a map every other scalar is a name.
  bool is_name(int line, const std::string& text) {
    if (open_.empty() || !open_.back().node.is_map() || open_.back().name) return false;
    Frame& frame = open_.back();
    frame.name = text;
    frame.name_line = line;
    const bool twice = frame.node.find(text) != nullptr;
    frame.drop = twice || text == "<<";
    if (twice) problems_.add(start(line), "is written twice");
    if (text == "<<") {
      problems_.add(start(line), "merge keys are not supported, by CloudFormation neither; write the members out");
    }
    return true;
  }

  Node start(int line) const {
    Node node;
    node.line = line;
    if (open_.empty()) return node;
    const Frame& frame = open_.back();
    node.path = frame.node.path;
    if (frame.node.is_list()) {
      node.path += "[" + std::to_string(frame.node.items.size()) + "]";
    } else if (frame.name) {
      // A member's line is that of its name, which is where a person looks.
      node.line = frame.name_line;
      node.path += (node.path.empty() ? "" : ".") + *frame.name;
    }
    return node;
  }

  // "Fn::Sub" for "!Sub"; "" where there is no short form; reports an unknown one.
  std::string function_of(const std::string& tag, const Node& node) {
    if (tag.size() < 2 || tag.front() != '!') return "";
    const std::string name = tag.substr(1);
    if (std::ranges::find(kPlainTags, name) != std::end(kPlainTags)) return name;
    if (std::ranges::find(kFunctionTags, name) != std::end(kFunctionTags)) return "Fn::" + name;
    problems_.add(node, "the short form " + tag +
                            " is not supported; supported are !Ref, !Sub, !GetAtt, !Join, !If, !Equals, !Not, !And, "
                            "!Or, !Condition, !FindInMap, !Select and !Split");
    return "?";
  }

  static Node wrap(Node node, const std::string& function) {
    if (function.empty()) return node;
    if (function == "?") return node.unknown();
    Node outer = node;
    outer.path.resize(outer.path.size() - function.size() - 1);
    return outer.map({{function, std::move(node)}});
  }

  void open(int line, const std::string& tag, Node::Kind kind) {
    if (open_.size() >= kMaxDepth) throw Unreadable("nested deeper than 100 levels", static_cast<std::size_t>(line));
    Node node = start(line);
    if (!open_.empty() && open_.back().node.is_map() && !open_.back().name) {
      problems_.add(node, "a name must be a string");
      open_.back().name = "?";
      open_.back().drop = true;
      // The list or map that stands as a name is read, dropped, and its value after it too.
      name_is_open_.push_back(open_.size());
    }
    Frame frame;
    frame.function = function_of(tag, node);
    if (!frame.function.empty()) node.path += "." + frame.function;
    frame.node = std::move(node);
    frame.node.kind = kind;
    open_.push_back(std::move(frame));
  }

  void close() {
    Frame frame = std::move(open_.back());
    open_.pop_back();
    if (!name_is_open_.empty() && name_is_open_.back() == open_.size()) {
      name_is_open_.pop_back();
      return;  // it was a name: its value comes next, and is dropped
    }
    place(wrap(std::move(frame.node), frame.function));
  }

  void place(Node node) {
    if (open_.empty()) {
      top_ = std::move(node);
      return;
    }
    Frame& frame = open_.back();
    if (frame.node.is_list()) {
      frame.node.items.push_back(std::move(node));
      return;
    }
    if (!frame.drop) frame.node.members.emplace_back(*frame.name, std::move(node));
    frame.name.reset();
    frame.drop = false;
  }

  Problems& problems_;
  std::vector<Frame> open_ = {};
  std::vector<std::size_t> name_is_open_ = {};
  std::optional<Node> top_ = {};
};

}  // namespace

std::optional<Node> parse_document(std::string_view text, Problems& problems) {
  Node whole;
  try {
    Events events(text);
    events.next();  // the stream's start
    std::optional<Node> top;
    if (events.next().type == YAML_DOCUMENT_START_EVENT) top = DocumentBuilder(problems).read(events);
    if (top && events.next().type == YAML_DOCUMENT_START_EVENT) {
      problems.add(whole, "holds more than one document; a template is one");
    } else if (top && top->is_map()) {
      return top;
    } else {
      problems.add(whole, "is not a template: a map with Resources is expected");
    }
  } catch (const Unreadable& error) {
    whole.line = error.line;
    problems.add(whole, std::string("is not readable as YAML or JSON: ") + error.what());
  }
  return std::nullopt;
}

}  // namespace cfn
