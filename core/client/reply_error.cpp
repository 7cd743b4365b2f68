#include "core/client/reply_error.h"

#include <format>

#include <QNetworkReply>

#include "core/protocol/error_body.h"

namespace signalbox::client {

Error errorOf(const QNetworkReply& reply, const QByteArray& body) {
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= 300)
        return protocol::decodeError({body.constData(), static_cast<std::size_t>(body.size())}, status);
    const std::string where = reply.url().adjusted(QUrl::RemovePath | QUrl::RemoveQuery).toString().toStdString();
    if (reply.error() == QNetworkReply::OperationCanceledError || reply.error() == QNetworkReply::TimeoutError)
        return {Errc::Timeout, "unreachable", std::format("The backend at {} did not answer in time.", where),
                "Try again; if it stays so, look at the backend's log."};
    if (reply.error() == QNetworkReply::SslHandshakeFailedError)
        return {Errc::Unavailable, "unreachable", std::format("The certificate of {} could not be verified.", where),
                "Check the address, and that the certificate's issuer is trusted on this machine."};
    return {Errc::Unavailable, "unreachable", std::format("The backend at {} cannot be reached.", where),
            "Check that signalboxd is running and that the address is right."};
}

} // namespace signalbox::client
