#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "emulator/template/load.h"

namespace cfn {

// A folder with a template and what it names; gone at the end.
class TemplateFiles {
 public:
  TemplateFiles() {
    std::string pattern = (std::filesystem::temp_directory_path() / "feedmill-template-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~TemplateFiles() { std::filesystem::remove_all(folder_); }
  TemplateFiles(const TemplateFiles&) = delete;
  TemplateFiles& operator=(const TemplateFiles&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }

 private:
  std::filesystem::path folder_ = {};
};

inline Loaded load_text(const std::string& text, const std::map<std::string, std::string>& overrides = {}) {
  const TemplateFiles files;
  return load(files.write("template.yaml", text), overrides);
}

// "12 Resources.X: message", a line each, without the file.
inline std::string to_text(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& p : problems) text += std::to_string(p.line) + " " + p.path + ": " + p.message + "\n";
  return text;
}

}  // namespace cfn
