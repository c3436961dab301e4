#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "engine/value.h"

// Pieces of which the JSON Schemas of the outputs are made.
namespace interlock::schemas {

using Keys = std::initializer_list<std::pair<const char*, Value>>;

Value kind(const char* name);
Value or_null(Value schema);
Value text();
Value whole();
Value flag();
Value list(Value of);
Value one_of(std::initializer_list<const char*> words);
// Every key is always there, and no other: a key that is forgotten here shows in the tests.
Value object(Keys keys);
// Further keys of an object.
void add(Value& schema, Keys keys);
Value time();
Value digest();
Value outcome();
Value ledger();
// What every output begins with.
Value head(const std::string& name, std::initializer_list<const char*> verdicts);
// What is printed instead where the command could not do its work.
Value problems();
Value error_head(const std::string& name);
Value machine();
Value place();
Value installation();
Value counts();
Value verdicts();
Value proof_size();
Value compared();
Value check();

}  // namespace interlock::schemas
