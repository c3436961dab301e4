#pragma once

#include <string>

namespace interlock {

// The text of a machine or installation file: what stands in it is done, so as root
// only a file is read that nobody else could have written, nor anything in the
// folders above it. Throws Error{input} otherwise, or if it cannot be read.
std::string trusted_text(const std::string& path);

// Who else may write this file, or a folder above it, as a sentence; empty: nobody
// but root.
std::string written_by_others(const std::string& path);

}  // namespace interlock
