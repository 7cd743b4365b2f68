#include "core/client/reply_error.h"

#include <format>

#include <QNetworkReply>

#include "core/protocol/error_body.h"

namespace signalbox::client {

namespace {

int statusOf(const QNetworkReply& reply) {
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

LinkTrouble troubleOfStatus(int status, std::string_view code) {
    const bool ours = !code.starts_with("http_"); // it said why, in the words of a backend
    switch (status) {
    case 401:
        return LinkTrouble::WrongToken;
    case 403:
        return code == "bad_host" ? LinkTrouble::HostRefused : LinkTrouble::RoleTooSmall;
    case 502:
    case 503:
    case 504: // itself, or a proxy before it
        return LinkTrouble::Restarting;
    default:
        return ours ? LinkTrouble::Other : LinkTrouble::NotABackend;
    }
}

} // namespace

LinkTrouble troubleOf(const QNetworkReply& reply, const QByteArray& body) {
    if (const int status = statusOf(reply); status >= 300)
        return troubleOfStatus(status, errorOf(reply, body).code);
    else if (status > 0)
        return LinkTrouble::NotABackend;
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return LinkTrouble::Refused;
    case QNetworkReply::HostNotFoundError:
        return LinkTrouble::NoSuchHost;
    case QNetworkReply::SslHandshakeFailedError:
        return LinkTrouble::Untrusted;
    case QNetworkReply::RemoteHostClosedError:
        return LinkTrouble::Restarting;
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::UnknownContentError:
        return LinkTrouble::NotABackend;
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::TimeoutError:
    case QNetworkReply::UnknownNetworkError: // no way there
    case QNetworkReply::TemporaryNetworkFailureError:
        return LinkTrouble::NoAnswer;
    default:
        return LinkTrouble::Other;
    }
}

Error errorOf(const QNetworkReply& reply, const QByteArray& body) {
    const int status = statusOf(reply);
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
