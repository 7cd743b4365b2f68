// Asks why before a verb that needs a reason: what will happen, which way, and the reason, which the audit log keeps.
// What is dangerous is asked twice, and the second page begins on the way back. It stands inside the release bar, below
// its buttons, and sends nothing itself. UI thread.
#pragma once

#include "ui/base/sheet.h"
#include "ui/releases/caution_words.h"

class QLineEdit;
class QPushButton;
class QRadioButton;
class QStackedWidget;

namespace signalbox::ui {
class Notice;
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::releases {

class ReasonPanel : public Sheet {
    Q_OBJECT

public:
    explicit ReasonPanel(Question question, QWidget* parent = nullptr);

    [[nodiscard]] const Question& question() const { return m_question; }

    // Why it cannot be done at this moment; empty: it can.
    void setObstacle(const QString& obstacle);

    [[nodiscard]] QLineEdit& reason() const { return *m_reason; }

    [[nodiscard]] QPushButton& goButton() const { return *m_go; }

    [[nodiscard]] QPushButton& backButton() const { return *m_back; }

Q_SIGNALS:
    void answered(signalbox::ui::releases::Verb verb, const QString& reason);

private:
    QWidget* makeFirstPage();
    QWidget* makeSecondPage();
    void showState();
    void goOn();
    void goBack();
    [[nodiscard]] bool isLastPage() const;
    [[nodiscard]] const Way& way() const;

    Question m_question;
    QString m_obstacle;
    std::vector<QRadioButton*> m_ways;
    QStackedWidget* m_pages;
    QLineEdit* m_reason;
    PlainLabel* m_summary = nullptr;
    Notice* m_notice;
    QPushButton* m_back;
    QPushButton* m_go;
};

} // namespace signalbox::ui::releases
