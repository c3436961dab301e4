#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "engine/value.h"

// What the schemas of outputs are made of.
namespace interlock::schema {

using Keys = std::initializer_list<std::pair<const char*, Value>>;

Value kind(const char* name);
Value or_null(Value schema);
Value text();
Value whole();
Value flag();
Value list(Value of);
Value one_of(std::initializer_list<const char*> words);
// Every key is always there; readers ignore those that they do not know.
Value object(Keys keys);
void add(Value& schema, Keys keys);
Value time();
Value digest();
Value outcome();
Value ledger();
Value head(const std::string& name);
Value machine();
Value place();
Value installation();
Value counts();
Value verdicts();
Value proof_size();
Value compared();

}  // namespace interlock::schema
