#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalogue.h"
#include "engine/check.h"
#include "engine/endpoint.h"

// An installation of a test, of which checks are asked as gather asks them.
namespace interlock::live {

class Site {
 public:
  // A folder of its own that ends with this object; the database may have no name.
  explicit Site(Address database = {});
  ~Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  const std::string& root() const { return root_; }
  std::string path(const std::string& name) const { return root_ + "/" + name; }
  void write(const std::string& name, std::string_view text) const;  // makes its folders too
  // Runs a program in the root folder, its output into the file if one is named;
  // a program that fails fails the test.
  void run(const std::vector<std::string>& argv, const std::string& output = {}) const;

  Verdict verdict(std::string_view id, const Arguments& given = {});
  std::vector<Reply> replies(std::string_view id, const Arguments& given = {});
  Verdict since(std::string_view id, const Arguments& given, Moment moment,
                std::vector<Reply> earlier = {});

  Catalogue catalogue;  // what is known of releases

 private:
  std::string root_;
  Address database_;
};

}  // namespace interlock::live
