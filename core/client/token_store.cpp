#include "core/client/token_store.h"

#include <utility>

#include <QTimer>
#include <qt6keychain/keychain.h>

namespace signalbox::client {

namespace {

// Scheme, host and port: a token belongs to a backend, not to a page of it.
QString keyOf(const QUrl& url) {
    return url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo).toString();
}

} // namespace

TokenStore::TokenStore(QString service, QObject* parent) : QObject(parent), m_service(std::move(service)) {}

void TokenStore::read(const QUrl& url, QObject* context, std::function<void(std::optional<std::string>)> done) {
    const QString key = keyOf(url);
    if (const auto known = m_memory.find(key); known != m_memory.end()) {
        QTimer::singleShot(0, context, [done = std::move(done), token = known->second] { done(token); });
        return;
    }
    auto* job = new QKeychain::ReadPasswordJob(m_service, this);
    job->setKey(key);
    connect(job, &QKeychain::Job::finished, context, [job, done = std::move(done)] {
        if (job->error() == QKeychain::NoError && !job->textData().isEmpty())
            done(job->textData().toStdString());
        else
            done(std::nullopt);
    });
    job->start();
}

void TokenStore::write(const QUrl& url, const std::string& token, QObject* context,
                       std::function<void(TokenKept)> done) {
    const QString key = keyOf(url);
    m_memory[key] = token; // what was given last is true, whatever the keychain still holds
    auto* job = new QKeychain::WritePasswordJob(m_service, this);
    job->setKey(key);
    job->setTextData(QString::fromStdString(token));
    connect(job, &QKeychain::Job::finished, context, [job, done = std::move(done)] {
        done(job->error() == QKeychain::NoError ? TokenKept::InKeychain : TokenKept::UntilTheEnd);
    });
    job->start();
}

void TokenStore::remove(const QUrl& url) {
    const QString key = keyOf(url);
    m_memory.erase(key);
    auto* job = new QKeychain::DeletePasswordJob(m_service, this);
    job->setKey(key);
    job->start(); // where it was not there, nothing is to be done
}

} // namespace signalbox::client
