// As ui.pch.h, for the tests of ui: most of a small test's compile time is <QtTest>.
#pragma once

#include "ui.pch.h"

#include <QtTest>
