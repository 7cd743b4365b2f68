// One line of plain text that is cut with "…" where it does not fit; the tool tip then has all of it. UI thread.
#pragma once

#include <QWidget>

namespace signalbox::ui {

// Pixels that the text needs. QFontMetrics rounds down what elidedText() then finds too long.
[[nodiscard]] int textWidth(const QFontMetrics& metrics, const QString& text);

// The text, cut with "…" only where its advance does not fit; QFontMetrics alone also cuts what fits exactly.
[[nodiscard]] QString fitted(const QFontMetrics& metrics, const QString& text, int width,
                             Qt::TextElideMode mode = Qt::ElideRight);

class ElidedLabel : public QWidget {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);
    explicit ElidedLabel(const QString& text, QWidget* parent = nullptr);

    void setText(const QString& text);

    [[nodiscard]] const QString& text() const { return m_text; }

    void setElideMode(Qt::TextElideMode mode);
    void setColor(const QColor& color); // invalid: the palette's
    [[nodiscard]] bool isElided() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void updateToolTip();

    QString m_text;
    QColor m_color;
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

} // namespace signalbox::ui
