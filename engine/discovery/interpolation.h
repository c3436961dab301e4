#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace interlock {

using Variables = std::map<std::string, std::string, std::less<>>;

// The text of a compose file with its variables put in (Compose file reference, "Interpolation"):
// $NAME, ${NAME}, ${NAME:-word}, ${NAME-word}, ${NAME:?why}, ${NAME?why}, ${NAME:+word},
// ${NAME+word}, words within words, and $$ for a dollar. Nothing where compose would refuse
// it, or if it is longer than any port or name.
std::optional<std::string> interpolated(std::string_view text, const Variables& variables);

}  // namespace interlock
