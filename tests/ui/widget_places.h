// Where the visible widgets of a window are, to find what moved or changed its size since.
#pragma once

#include <utility>
#include <vector>

#include <QCoreApplication>
#include <QPointer>
#include <QStringList>
#include <QWidget>

namespace signalbox::uitest {

class WidgetPlaces {
public:
    // All below `root` but `except` and what is in it.
    explicit WidgetPlaces(QWidget& root, const QWidget* except = nullptr) : m_root(root) {
        settle();
        for (QWidget* widget : root.findChildren<QWidget*>())
            if (widget->isVisible() && widget != except && (except == nullptr || !except->isAncestorOf(widget)))
                m_places.emplace_back(widget, placeOf(*widget));
    }

    [[nodiscard]] std::size_t count() const { return m_places.size(); }

    [[nodiscard]] QStringList moved() const {
        settle();
        QStringList moved;
        for (const auto& [widget, place] : m_places)
            if (widget && widget->isVisible() && placeOf(*widget) != place)
                moved << describe(*widget, place);
        return moved;
    }

private:
    // What is still to be laid out is.
    static void settle() {
        for (int nested = 0; nested < 4; ++nested)
            QCoreApplication::sendPostedEvents();
    }

    [[nodiscard]] QRect placeOf(const QWidget& widget) const {
        return {widget.mapTo(&m_root, QPoint(0, 0)), widget.size()};
    }

    [[nodiscard]] QString describe(const QWidget& widget, const QRect& before) const {
        const auto text = [](const QRect& place) {
            return QStringLiteral("%1,%2 %3x%4").arg(place.x()).arg(place.y()).arg(place.width()).arg(place.height());
        };
        return QStringLiteral("%1 %2 '%3': %4 → %5")
            .arg(QString::fromUtf8(widget.metaObject()->className()), widget.objectName(), widget.accessibleName(),
                 text(before), text(placeOf(widget)));
    }

    QWidget& m_root;
    std::vector<std::pair<QPointer<QWidget>, QRect>> m_places;
};

} // namespace signalbox::uitest
