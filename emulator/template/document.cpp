#include "emulator/template/document.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cctype>
#include <sstream>

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

void read_scalar(Node& node, const std::string& tag, const std::string& text) {
  node.kind = Node::Kind::kString;
  node.text = text;
  if (tag != "?") return;  // quoted: text, whatever it looks like
  const std::string lower = base::to_lower(text);
  if (lower == "true" || lower == "false") {
    node.kind = Node::Kind::kBool;
    node.text = lower;
  } else if (is_number(text)) {
    node.kind = Node::Kind::kNumber;
  }
}

// Builds Nodes straight from the parser's events. Not from YAML::Node, which hides aliases and forgets half the marks.
class DocumentBuilder : public YAML::EventHandler {
 public:
  explicit DocumentBuilder(Problems& problems) : problems_(problems) {}

  std::optional<Node> take() { return std::move(top_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    if (!is_name(mark, "")) place(start(mark));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Node node = start(mark);
    problems_.add(node, "aliases are not supported, by CloudFormation neither; write the value out");
    place(node.unknown());
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& text) override {
    if (is_name(mark, text)) return;
    Node node = start(mark);
    const std::string function = function_of(tag, node);
    if (!function.empty()) node.path += "." + function;
    read_scalar(node, tag, text);
    place(wrap(std::move(node), function));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, Node::Kind::kList);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(mark, tag, Node::Kind::kMap);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    Node node = {};
    std::string function = {};             // the short form it was written with
    std::optional<std::string> name = {};  // of the member that comes next
    int name_line = 0;
    bool drop = false;  // the member that comes next is reported, and not kept
  };

  // In a map every other scalar is a name.
  bool is_name(const YAML::Mark& mark, const std::string& text) {
    if (open_.empty() || !open_.back().node.is_map() || open_.back().name) return false;
    Frame& frame = open_.back();
    frame.name = text;
    frame.name_line = mark.line + 1;
    const bool twice = frame.node.find(text) != nullptr;
    frame.drop = twice || text == "<<";
    if (twice) problems_.add(start(mark), "is written twice");
    if (text == "<<") {
      problems_.add(start(mark), "merge keys are not supported, by CloudFormation neither; write the members out");
    }
    return true;
  }

  Node start(const YAML::Mark& mark) const {
    Node node;
    node.line = mark.line + 1;
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

  void open(const YAML::Mark& mark, const std::string& tag, Node::Kind kind) {
    if (open_.size() >= kMaxDepth) throw YAML::ParserException(mark, "nested deeper than 100 levels");
    Node node = start(mark);
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
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    DocumentBuilder builder(problems);
    parser.HandleNextDocument(builder);
    std::optional<Node> top = builder.take();
    DocumentBuilder second(problems);
    if (parser.HandleNextDocument(second)) {
      problems.add(whole, "holds more than one document; a template is one");
    } else if (top && top->is_map()) {
      return top;
    } else {
      problems.add(whole, "is not a template: a map with Resources is expected");
    }
  } catch (const YAML::Exception& error) {
    whole.line = error.mark.is_null() ? 0 : error.mark.line + 1;
    problems.add(whole, "is not readable as YAML or JSON: " + error.msg);
  }
  return std::nullopt;
}

}  // namespace cfn
