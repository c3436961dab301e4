#pragma once

#include <string>

#include "engine/prove.h"
#include "engine/value.h"
#include "reports/style.h"

// What `prove` says of a machine, and what a run says of its proof.
namespace interlock {

struct Proving {
  const Machine& machine;
  const Proofs& proofs;
  std::string digest, groups;  // SHA-256 of the two files, in hex
  std::string at;              // when
  std::int64_t ms = 0;
};

std::string prove_text(const Proving& proving, const Style& style);
std::string prove_markdown(const Proving& proving);
Value prove_value(const Proving& proving);

// One property, and what is wrong with it.
std::string theorem_text(const Theorem& theorem, const Style& style, std::size_t width);

// Data of definition.proved.
Value proved_value(const Proofs& proofs, std::int64_t ms);
// "33 of 33 properties, 32 ms", from those data; empty if there are none.
std::string proved_words(const Value& proved);

// A story as people are told it: a step that begins and is then done is one line.
struct Episode {
  std::string says;
  std::string state;  // that it enters; empty: none
};
std::vector<Episode> episodes_of(const std::vector<Scene>& scenes);
// "15 violated, 11 proved; 7 do not apply", zeros left out.
std::string verdicts_text(const Proofs& proofs);

}  // namespace interlock
