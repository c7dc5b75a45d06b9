#pragma once

#include <initializer_list>

#include "emulator/asl/machine.h"

// Reading definitions: one JSON object of a definition and where it stands, gathering what is wrong.

namespace asl {

class DefinitionReader {
 public:
  DefinitionReader(const Json& object, std::string location, std::vector<Problem>& problems)
      : object_(object), location_(std::move(location)), problems_(problems) {}

  const Json& object() const { return object_; }
  const std::string& location() const { return location_; }
  std::string location_of(std::string_view field) const;
  std::vector<Problem>& problems() const { return problems_; }

  // SCHEMA_VALIDATION_FAILED, at the field or at the object itself.
  void complain(std::string message) const;
  void complain(std::string_view field, std::string message) const;
  void complain_as(std::string code, std::string_view field, std::string message) const;

  void require(std::initializer_list<std::string_view> fields) const;
  void allow_only(std::initializer_list<std::vector<std::string_view>> fields) const;

  // Each reads its field; absent is no problem, of the wrong kind is.
  std::string text(std::string_view field) const;
  std::string target(std::string_view field) const;  // a state's name: not empty where it is there
  std::optional<std::int64_t> integer(std::string_view field, std::int64_t min, std::int64_t max) const;
  std::optional<double> number(std::string_view field, double min) const;
  std::vector<std::string> texts(std::string_view field) const;  // at least one
  std::optional<Path> path(std::string_view field) const;
  DataPath data_path(std::string_view field) const;
  DataPath reference_path(std::string_view field) const;
  std::optional<Json> payload_template(std::string_view field) const;
  std::optional<Json> assign() const;
  // Visits the objects of a list; one that is no object is a problem.
  template <typename Visit>
  void each(std::string_view field, Visit visit) const {
    const Json* list = object_.find(field);
    if (list == nullptr) {
      return;
    }
    if (!list->is_array()) {
      complain(field, "Expected value of type Array");
      return;
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
      const DefinitionReader element(list->at(i), location_of(field) + "[" + std::to_string(i) + "]", problems_);
      if (list->at(i).is_object()) {
        visit(element);
      } else {
        element.complain("Expected value of type Object");
      }
    }
  }

 private:
  const Json& object_;
  std::string location_ = {};
  std::vector<Problem>& problems_;
};

struct ReadingContext {
  MachineType type = MachineType::kStandard;
  int depth = 0;
};

// One file each: a flow of states, one state's common fields, and what its type adds.
Flow read_flow(const DefinitionReader& in, const ReadingContext& context);
State read_state(const DefinitionReader& in, std::string name, const ReadingContext& context);
void read_task(const DefinitionReader& in, State& state, const ReadingContext& context);
void read_map(const DefinitionReader& in, State& state, const ReadingContext& context);
void read_choice(const DefinitionReader& in, State& state);
std::vector<Retrier> read_retriers(const DefinitionReader& in);
std::vector<Catcher> read_catchers(const DefinitionReader& in);

}  // namespace asl
