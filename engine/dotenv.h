#pragma once

#include <map>
#include <string>
#include <string_view>

namespace interlock {

// The values of a .env file, read as Laravel reads it (vlucas/phpdotenv 5): quotes,
// "export ", comments, values over several lines in double quotes, and ${NAME} of
// what stands above it (one that stands nowhere stays as it is). The last of equal
// names counts. A line that Laravel would refuse is left out.
std::map<std::string, std::string, std::less<>> dotenv(std::string_view text);

}  // namespace interlock
