#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/whole/parsec.h"

namespace interlock {

// A Parsec of one test, and what a run of it led to.
struct ParsecRun : testing::Test {
  std::unique_ptr<Parsec> parsec;
  std::string installed = "3.0.0";
  std::string before;  // the contents of its database

  void SetUp() override;
  // Makes it one of 3.1.0 that is led back to 3.0.0.
  void upgraded_by_hand();

  Typed types(Texts words) const { return parsec->desk.interlock(std::move(words)); }
  // What the newest run asked, in its guard of that key, is answered.
  void answer(const std::string& key, const std::string& word) const;
  // What is asked before that state is entered is answered with yes.
  void accepts_the_loss(const std::string& state) const;
  // It was led back to that state, and nothing is left of what was done.
  void is_as_before(const Typed& back, const std::string& end = "recovered") const;
};

}  // namespace interlock
