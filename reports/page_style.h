#pragma once

namespace interlock {

// The text of page.css.
extern const char page_style[];

}  // namespace interlock
