#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "emulator/template/readers.h"

namespace cfn {
namespace {

// Puts the substitutions in for ${Name}; what no substitution names is a problem where it stands.
std::string substitute(const std::string& text, const std::map<std::string, std::string>& values,
                       const StateMachine& machine, Problems& problems) {
  std::string result;
  std::size_t done = 0;
  for (std::size_t start = text.find("${"); start != std::string::npos; start = text.find("${", done)) {
    const std::size_t end = text.find('}', start);
    if (end == std::string::npos) break;
    const std::string name = text.substr(start + 2, end - start - 2);
    const auto value = values.find(name);
    result.append(text, done, start - done);
    if (value == values.end()) {
      const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(start), '\n');
      problems.add({machine.definition_file, machine.definition_line + static_cast<int>(lines), "",
                    "${" + name + "} is not among the DefinitionSubstitutions of " + machine.origin.logical_id});
    } else {
      // What is put in stands inside a JSON string, so it is escaped as one.
      const std::string quoted = base::quote_json(value->second);
      result.append(quoted, 1, quoted.size() - 2);
    }
    done = end + 1;
  }
  return result.append(text, done);
}

std::map<std::string, std::string> read_substitutions(Fields& in, Problems& problems) {
  std::map<std::string, std::string> values;
  in.entries("DefinitionSubstitutions", [&](const std::string& name, const Node& value) {
    if (const auto text = find_scalar(value, problems)) values[name] = *text;
    if (value.is_unknown()) values[name] = "";
  });
  return values;
}

// The definition as it was written: in its own file, as text, or as a value of the template.
std::string read_definition(Reading& reading, StateMachine& machine) {
  Fields& in = reading.in;
  const Node* uri = in.find("DefinitionS3Location");
  const Node* text = in.find("DefinitionString");
  const Node* value = in.find("Definition");
  if ((uri != nullptr) + (text != nullptr) + (value != nullptr) != 1) {
    in.problem(
        "needs one of DefinitionUri (in plain CloudFormation DefinitionS3Location), Definition and "
        "DefinitionString");
    return "";
  }
  machine.definition_file = reading.problems.file();
  machine.definition_line = (uri ? uri : text ? text : value)->line;
  if (value) return to_json(*value).dump();
  if (text) return in.text("DefinitionString");
  const std::string path = in.text("DefinitionS3Location");
  if (path.empty() || path.starts_with("s3://")) {
    reading.problems.add(*uri, "must be the path of a file beside the template");
    return "";
  }
  machine.definition_file = (std::filesystem::path(reading.directory) / path).lexically_normal().string();
  machine.definition_line = 1;
  std::ifstream file(machine.definition_file, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf())) {
    reading.problems.add(*uri, "cannot read " + machine.definition_file);
    return "";
  }
  return content.str();
}

}  // namespace

void read_state_machine(Reading& reading) {
  Fields& in = reading.in;
  StateMachine machine = {.origin = reading.origin, .name = reading.name, .arn = reading.arn};
  in.find("StateMachineName");
  machine.type = in.one_of("StateMachineType", {"STANDARD", "EXPRESS"}, "STANDARD");
  machine.role_arn = in.require_text("RoleArn");
  machine.tags = read_tags(in);
  const std::map<std::string, std::string> substitutions = read_substitutions(in, reading.problems);
  const std::string written = read_definition(reading, machine);
  if (!written.empty()) {
    machine.definition = substitute(written, substitutions, machine, reading.problems);
    try {
      base::Json::parse(machine.definition);
    } catch (const base::JsonError& error) {
      reading.problems.add(
          {machine.definition_file, machine.definition_line, "",
           "is not JSON, as the definition of " + machine.origin.logical_id + " must be: " + error.what()});
    }
  }
  reading.stack.state_machines.push_back(std::move(machine));
}

}  // namespace cfn
