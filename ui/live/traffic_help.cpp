#include "ui/live/traffic_help.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QVBoxLayout>

#include "ui/base/theme.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::live {

namespace {

QString shellQuoted(QString text) {
    // Nothing that moves the cursor or turns the direction of what is read before it is run.
    text.removeIf([](QChar c) { return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format; });
    return u'\'' + text.replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace

QString curlCommand(const std::string& gatewayUrl, const std::string& agent) {
    QString base = QString::fromStdString(gatewayUrl);
    while (base.endsWith(u'/'))
        base.chop(1);
    const QJsonObject message{{u"role"_s, u"user"_s}, {u"content"_s, u"Hello"_s}};
    const QJsonObject body{{u"model"_s, QString::fromStdString(agent)}, {u"messages"_s, QJsonArray{message}}};
    return u"curl "_s + shellQuoted(base + u"/v1/chat/completions"_s) + u" -H 'content-type: application/json' -d "_s +
           shellQuoted(QString::fromUtf8(QJsonDocument(body).toJson(QJsonDocument::Compact)));
}

TrafficHelp::TrafficHelp(QWidget* parent)
    : QWidget(parent),
      m_heading(new PlainLabel(this)),
      m_text(new PlainLabel(this)),
      m_command(new QLineEdit(this)),
      m_copy(new QPushButton(tr("Copy"), this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::xl, space::xl, space::xl, space::xl);
    layout->setSpacing(space::m);
    m_heading->setFont(scaledFont(font(), 1.25, QFont::DemiBold));
    m_heading->setWordWrap(true);
    m_text->setWordWrap(true);
    m_text->setTone(u"muted"_s);
    m_command->setReadOnly(true);
    m_command->setFont(monospaceFont());
    m_command->setAccessibleName(tr("Command that sends a request"));
    m_copy->setAccessibleName(tr("Copy the command"));
    auto* row = new QHBoxLayout;
    row->setSpacing(space::s);
    row->addWidget(m_command, 1);
    row->addWidget(m_copy);
    layout->addStretch(1);
    layout->addWidget(m_heading);
    layout->addWidget(m_text);
    layout->addLayout(row);
    layout->addStretch(2);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_command->text()); });
}

void TrafficHelp::setContent(const std::string& agent, const std::string& gatewayUrl, const QString& span) {
    m_heading->setText(tr("No requests for %1 in %2").arg(plainLine(agent, 80), span));
    const bool known = !gatewayUrl.empty();
    m_text->setText(known ? tr("Callers reach this agent at %1 with its name as the model. To see the first values, "
                               "send a request from a terminal; choose a longer time range for earlier ones.")
                                .arg(plainLine(gatewayUrl, 200))
                          : tr("The backend has not said yet where callers send requests."));
    const QString command = known ? curlCommand(gatewayUrl, agent) : QString();
    if (command != m_command->text()) {
        m_command->setText(command);
        m_command->setCursorPosition(0);
    }
    m_command->setVisible(known);
    m_copy->setVisible(known);
}

} // namespace signalbox::ui::live
