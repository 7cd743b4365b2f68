// What went wrong with a network reply, as an Error that a person can act on. Private to core/client; any thread.
#pragma once

#include <QByteArray>

#include "core/base/result.h"
#include "core/client/link.h"

class QNetworkReply;

namespace signalbox::client {

// The server's own error when there is one, else "unreachable". `body` is what was received.
[[nodiscard]] Error errorOf(const QNetworkReply& reply, const QByteArray& body);

// The same, as a kind of trouble with the link.
[[nodiscard]] LinkTrouble troubleOf(const QNetworkReply& reply, const QByteArray& body);

} // namespace signalbox::client
