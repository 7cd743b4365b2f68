// Two shares on one scale: how often candidate and stable agree, and how often stable agrees with itself, each with the
// exact 95 % interval that its number of pairs allows. Says its values to screen readers. UI thread.
#pragma once

#include <cstdint>

#include <QWidget>

namespace signalbox::ui::shadow {

struct AgreementPart {
    std::uint64_t pairs = 0;
    std::uint64_t agreeing = 0;
};

class AgreementBar : public QWidget {
    Q_OBJECT

public:
    explicit AgreementBar(QWidget* parent = nullptr);

    void setParts(AgreementPart candidate, AgreementPart noise);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Lane { // shares, 0 … 1
        double value = 0;
        double low = 0;
        double high = 1;
        bool known = false;
    };

    void paintLane(QPainter& painter, const Lane& lane, const QRectF& band, bool candidate) const;
    [[nodiscard]] double place(const QRectF& band, double share) const;

    Lane m_candidate;
    Lane m_noise;
    double m_from = 0; // left end of the scale
};

} // namespace signalbox::ui::shadow
