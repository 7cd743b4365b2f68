// How alike two answers are as text, without a model: chrF (character n-grams, forgiving to word forms) and the
// token-set ratio (forgiving to order and repetition). 0 … 1; equal texts give 1, also when both are empty. Pure; any
// thread. Only the first 16,384 characters of each are compared.
#pragma once

#include <string_view>

namespace signalbox::evidence {

// F2 of the n-grams of 1 to 6 characters, white space left out; `expected` is what recall is measured against.
[[nodiscard]] double chrF(std::string_view expected, std::string_view actual);

// Words as sets: what both have, against what each has besides. 1 when one is contained in the other.
[[nodiscard]] double tokenSetRatio(std::string_view left, std::string_view right);

} // namespace signalbox::evidence
