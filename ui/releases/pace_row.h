// The choice of how fast a release goes: ready-made ramps, or one of one's own. Says what a person chose; what becomes
// of the plan is decided in core/release/pace.h. UI thread.
#pragma once

#include <optional>

#include <QWidget>

#include "core/release/pace.h"

class QButtonGroup;
class QToolButton;

namespace signalbox::ui::releases {

class PaceRow : public QWidget {
    Q_OBJECT

public:
    explicit PaceRow(QWidget* parent = nullptr);

    // What is marked; nullopt: one's own.
    void setChosen(std::optional<release::Pace> pace);

    [[nodiscard]] QToolButton& button(std::optional<release::Pace> pace) const;

Q_SIGNALS:
    void chosen(std::optional<signalbox::release::Pace> pace); // by a person

private:
    void add(std::optional<release::Pace> pace, const QString& text, const QString& about);

    QButtonGroup* m_group;
};

} // namespace signalbox::ui::releases
