#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace interlock {

// Where the systems that we know say their version; the first that is there counts.
inline constexpr std::array<std::string_view, 5> version_files = {
    "version.php", "library/IXP/Version.php", "config/app.php", "statuspage/statuspage/settings.py",
    "VERSION"};

// The version that a file says: APPLICATION_VERSION in version.php and Version.php, 'version' in
// config/app.php, VERSION in settings.py, of every other file the first line. Comments do not
// count. Nothing if it says none.
std::optional<std::string> version_in(std::string_view path, std::string_view text);

}  // namespace interlock
