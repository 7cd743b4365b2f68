#include "ui/base/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "ui/base/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

QString pathOf(const QString& name) {
    return u":/icons/%1.svg"_s.arg(name);
}

// Reads its colour when it paints, so that a change of theme needs no new icons.
class TintedEngine final : public QIconEngine {
public:
    TintedEngine(QString name, IconColor color) : m_name(std::move(name)), m_color(color) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        const qreal ratio = painter->device()->devicePixelRatioF();
        QPixmap drawn = pixmap(rect.size() * ratio, mode, state);
        drawn.setDevicePixelRatio(1.0);
        painter->drawPixmap(rect, drawn);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State /*state*/) override {
        return iconPixmap(m_name, size, mode == QIcon::Disabled ? theme().mutedText : colorOf(m_color));
    }

    QIconEngine* clone() const override { return new TintedEngine(m_name, m_color); }

private:
    QString m_name;
    IconColor m_color;
};

} // namespace

QIcon icon(const QString& name, IconColor color) {
    return QFile::exists(pathOf(name)) ? QIcon(new TintedEngine(name, color)) : QIcon();
}

QIcon pictureIcon(const QString& resource) {
    QIcon icon;
    QSvgRenderer renderer(resource);
    for (const int side : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

QColor colorOf(IconColor color) {
    const Theme& t = theme();
    switch (color) {
    case IconColor::Muted:
        return t.mutedText;
    case IconColor::Accent:
        return t.accent;
    case IconColor::AccentText:
        return t.accentText;
    case IconColor::Good:
        return t.good;
    case IconColor::Warning:
        return t.warning;
    case IconColor::Bad:
        return t.bad;
    case IconColor::BadFillText:
        return t.badFillText;
    case IconColor::Text:
        break;
    }
    return t.text;
}

QPixmap iconPixmap(const QString& name, const QSize& pixels, const QColor& color) {
    const QString key = u"sb-icon/%1/%2x%3/%4"_s.arg(name).arg(pixels.width()).arg(pixels.height()).arg(color.name());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    if (!pixmap.isNull()) {
        QSvgRenderer renderer(pathOf(name));
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(pixmap.rect(), color);
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace signalbox::ui
