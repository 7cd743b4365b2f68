// Where the tokens of connections are remembered: in the desktop's keychain. Where there is none, or it refuses, a
// token is kept in memory until the program ends, and who asked is told that it will be forgotten; it is never written
// anywhere else. Thread of the object (with an event loop); answers come later, and not at all after `context` is gone.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include <QObject>
#include <QUrl>

namespace signalbox::client {

enum class TokenKept { InKeychain, UntilTheEnd };

class TokenStore : public QObject {
    Q_OBJECT

public:
    // `service`: the name under which the keychain lists them.
    explicit TokenStore(QString service = QStringLiteral("Signalbox"), QObject* parent = nullptr);

    // nullopt: none is known for this address.
    void read(const QUrl& url, QObject* context, std::function<void(std::optional<std::string>)> done);
    void write(const QUrl& url, const std::string& token, QObject* context, std::function<void(TokenKept)> done);
    void remove(const QUrl& url);

private:
    QString m_service;
    std::map<QString, std::string> m_memory; // of this run, by address
};

} // namespace signalbox::client
