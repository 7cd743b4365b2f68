// Whether checking against a schema would never end: a reference that leads back to itself without taking a step into
// the value, or so many of them that the work doubles with each. Pure. Private to core/answers.
#pragma once

#include <jsoncons/json.hpp>

namespace signalbox::answers {

[[nodiscard]] bool isEndless(const jsoncons::json& schema);

} // namespace signalbox::answers
