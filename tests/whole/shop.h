#pragma once

#include "engine/cli/demo_shop.h"
#include "tests/whole/crashed.h"

namespace interlock {

// The shop of the demo, fit for an upgrade to that release, with a sqlite3 before the
// real one that counts, and that waits at a gate where there is one.
class ShopPlace final : public Crashing {
 public:
  ShopPlace(const Known& known, std::string target, const std::string& overdue = {});

  Desk& desk() override { return desk_; }
  std::vector<std::string> run_words() const override;
  std::string differs_from(Final end) override;
  int starts() override;
  const Known& known() const override { return known_; }

  std::string dump() const;
  void sql(const std::string& words) const { shop_sql(shop_, words); }
  // From now on the migration waits until it is opened.
  void shut_gate() const;
  // Waits until the migration stands there. Closing the descriptor lets it go on.
  int hold_gate() const;

 private:
  const Known& known_;
  Desk desk_;
  Shop shop_;
  std::string target_, before_;
};

}  // namespace interlock
