#pragma once

#include <string_view>

namespace interlock {

// Why this is not one statement that only reads, as far as its words tell; empty if
// it is. A statement begins with SELECT, SHOW, WITH, VALUES or TABLE, and outside
// of quotes has no word that writes. Sessions are read-only besides, and no
// server's word for that is as good as a statement that does not write.
std::string_view writing_in(std::string_view sql);

}  // namespace interlock
