#include "tests/endpoints/folder.h"

namespace interlock {
namespace {

using namespace std::chrono_literals;

struct Open : Folder {};

TEST_F(Open, TakesTheRootFolderAsTheNameOfFiles) {
  write("a", "b");
  EXPECT_EQ(open({.system = System::files, .name = root}, 1s)->ask({"read a"}).text(0, "line"),
            "b");
}

TEST_F(Open, HasNoAddressForTheOperatorAndTheCatalogue) {
  EXPECT_THROW(open({.system = System::operator_}, 1s), Error);
  EXPECT_THROW(open({.system = System::catalogue}, 1s), Error);
}

}  // namespace
}  // namespace interlock
