// What the Live page shows while an agent has had no requests: why the page is empty and how to send the first request.
// UI thread.
#pragma once

#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

#include "ui/base/plain_text.h"

namespace signalbox::ui::live {

// A command for a POSIX shell; every outside word is quoted, so that pasting it runs nothing else. Pure.
[[nodiscard]] QString curlCommand(const std::string& gatewayUrl, const std::string& agent);

class TrafficHelp : public QWidget {
    Q_OBJECT

public:
    explicit TrafficHelp(QWidget* parent = nullptr);

    // `span` in words: "the last 5 minutes". An empty gateway address leaves the command out.
    void setContent(const std::string& agent, const std::string& gatewayUrl, const QString& span);

private:
    PlainLabel* m_heading;
    PlainLabel* m_text;
    QLineEdit* m_command;
    QPushButton* m_copy;
};

} // namespace signalbox::ui::live
