// Fusion, with boxes to check, number fields and choices that can be seen in either theme: the palette has no colour
// for their frames alone. UI thread; owned by the application once it is its style.
#pragma once

#include <QProxyStyle>

namespace signalbox::ui {

class ApplicationStyle final : public QProxyStyle {
    Q_OBJECT

public:
    ApplicationStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget = nullptr) const override;
};

} // namespace signalbox::ui
