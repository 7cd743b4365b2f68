// What is wrong with the bytes of one file of a version: a pointer in place of the text, another encoding than UTF-8, a
// byte order mark, a secret, characters that nobody sees. Private to core/agents; pure; linear in the file.
#pragma once

#include <string_view>
#include <vector>

#include "core/agents/snapshot.h"

namespace signalbox::agents {

void checkText(const File& file, std::vector<Finding>& findings);
// The text behind a UTF-8 byte order mark; all of it where there is none.
[[nodiscard]] std::string_view withoutMark(std::string_view text);

} // namespace signalbox::agents
