#include "ui/base/plain_text.h"

#include <QStyle>

#include "core/base/visible_text.h"

namespace signalbox::ui {

QString plainLine(std::string_view utf8, int limit) {
    return QString::fromStdString(visibleText(utf8, Lines::Visible, static_cast<std::size_t>(limit)));
}

QString plainText(std::string_view utf8, int limit) {
    return QString::fromStdString(visibleText(utf8, Lines::Keep, static_cast<std::size_t>(limit)));
}

QString plainToolTip(std::string_view utf8) {
    return plainToolTip(plainText(utf8, 2000));
}

QString plainToolTip(const QString& text) {
    if (!Qt::mightBeRichText(text))
        return text;
    // Escaped text is only shown unescaped when the sink takes it as rich text, so it is made exactly that.
    return QStringLiteral("<span style=\"white-space:pre-wrap\">") + text.toHtmlEscaped() + QStringLiteral("</span>");
}

PlainLabel::PlainLabel(QWidget* parent) : PlainLabel(QString(), parent) {}

PlainLabel::PlainLabel(const QString& text, QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setTextInteractionFlags(Qt::NoTextInteraction);
    setText(text);
}

void PlainLabel::setTone(const QString& tone) {
    if (property("tone").toString() == tone)
        return;
    setProperty("tone", tone);
    style()->unpolish(this);
    style()->polish(this);
}

} // namespace signalbox::ui
