// What nearly every source of core, app and tests reads, read once. Nothing of the project itself: a source must still
// include what it uses (policy_headers compiles headers without this).
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <expected>
#include <filesystem>
#include <format>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QStringList>
