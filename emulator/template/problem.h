#pragma once

#include <string>
#include <utility>
#include <vector>

#include "emulator/template/node.h"

namespace cfn {

// One mistake in a template: where it stands and what to do about it.
struct Problem {
  std::string file = {};
  int line = 0;  // 1 is the first; 0 where the file as a whole is meant
  std::string path = {};
  std::string message = {};
};

// "infra/template.yaml:12: Resources.Lock.Properties.Layers: is not supported; supported are ..."
std::string to_string(const Problem& problem);

// Gathers problems of one file, so that a person sees all of them at once.
class Problems {
 public:
  explicit Problems(std::string file) : file_(std::move(file)) {}

  void add(const Node& where, std::string message) {
    found_.push_back({file_, where.line, where.path, std::move(message)});
  }
  void add(Problem problem) { found_.push_back(std::move(problem)); }

  const std::string& file() const { return file_; }
  bool empty() const { return found_.empty(); }
  std::vector<Problem> sorted() const;  // by file and line, each once

 private:
  std::string file_;
  std::vector<Problem> found_ = {};
};

}  // namespace cfn
