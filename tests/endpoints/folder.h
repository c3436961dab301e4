#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/endpoints/openers.h"
#include "engine/error.h"

namespace interlock {

// A folder of its own for each test, and the files in it.
struct Folder : testing::Test {
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "interlock-XXXXXX";
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    root = name;
  }
  ~Folder() override {
    std::error_code ignored;
    std::filesystem::remove_all(root, ignored);
  }

  void write(const std::string& name, std::string_view text) const {
    std::filesystem::create_directories((root / name).parent_path());
    std::ofstream(root / name, std::ios::binary) << text;
  }
  Table ask(const std::string& words, std::vector<std::string> arguments = {}) const {
    return open_files(root, Progress())->ask({words, std::move(arguments)});
  }
  // The code of the Error, "bug" for a bug of ours, "" if there was an answer.
  std::string refusal(const std::string& words, std::vector<std::string> arguments = {}) const {
    try {
      ask(words, std::move(arguments));
      return "";
    } catch (const Error& failure) {
      return failure.kind == Error::Kind::bug ? "bug" : failure.code;
    }
  }

  std::filesystem::path root;
};

}  // namespace interlock
