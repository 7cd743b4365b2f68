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

QString breakable(const QString& text) {
    constexpr qsizetype longWord = 80; // a digest and its prefix stay whole
    constexpr qsizetype piece = 20;
    QString broken;
    qsizetype begin = 0;
    const auto add = [&](qsizetype end) {
        const QStringView word = QStringView(text).mid(begin, end - begin);
        qsizetype from = 0;
        while (word.size() > longWord && word.size() - from > piece) {
            qsizetype to = from + piece;
            if (word[to].isLowSurrogate())
                ++to;
            broken += word.mid(from, to - from);
            broken += QChar(0x200B);
            from = to;
        }
        broken += word.mid(from);
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!text[i].isSpace())
            continue;
        add(i);
        broken += text[i];
        begin = i + 1;
    }
    add(text.size());
    return broken;
}

PlainLabel::PlainLabel(QWidget* parent) : PlainLabel(QString(), parent) {}

PlainLabel::PlainLabel(const QString& text, QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setTextInteractionFlags(Qt::NoTextInteraction);
    setText(text);
}

void PlainLabel::setText(const QString& text) {
    m_text = text;
    QLabel::setText(wordWrap() ? breakable(text) : text);
}

void PlainLabel::setWordWrap(bool wrap) {
    QLabel::setWordWrap(wrap);
    setText(m_text);
}

void PlainLabel::setTone(const QString& tone) {
    if (property("tone").toString() == tone)
        return;
    setProperty("tone", tone);
    style()->unpolish(this);
    style()->polish(this);
}

} // namespace signalbox::ui
