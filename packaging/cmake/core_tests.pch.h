// As core.pch.h, for the tests of core: most of a small test's compile time is <QtTest>.
#pragma once

#include "core.pch.h"

#include <QtTest>
