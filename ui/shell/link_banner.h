// Says what is wrong with the link to a backend, since when, and offers the one thing that helps: try again now, give
// another token in place, start the backend again. For a NoticeStrip; hidden while all is well. It does nothing itself:
// it says what a person asked for. UI thread.
#pragma once

#include <QWidget>

#include "ui/base/link_words.h"

class QLineEdit;
class QPushButton;

namespace signalbox::ui {
class Notice;
}

namespace signalbox::ui::shell {

class LinkBanner : public QWidget {
    Q_OBJECT

public:
    explicit LinkBanner(QWidget* parent = nullptr);

    void show(const LinkFacts& facts);
    void tick(); // the countdown goes on

    [[nodiscard]] Notice& notice() const { return *m_notice; }

    [[nodiscard]] QLineEdit& token() const { return *m_token; }

    [[nodiscard]] QPushButton& retryButton() const { return *m_retry; }

Q_SIGNALS:
    void retryRequested();
    void tokenGiven(const QString& token);
    void startRequested();
    void seen(); // a notice that only had to be read

private:
    void activated();
    void askForToken();
    void giveToken();
    void setAsking(bool asking);
    [[nodiscard]] QString actionText() const;
    [[nodiscard]] QString hintText() const;

    LinkFacts m_facts;
    std::optional<LinkNotice> m_said;
    Notice* m_notice;
    QLineEdit* m_token;
    QPushButton* m_use;
    QPushButton* m_retry;
};

} // namespace signalbox::ui::shell
