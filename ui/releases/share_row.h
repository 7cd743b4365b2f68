// The first row of the release bar: the agent's name, and who answers which share of its requests. Shows what the data
// path uses, never what was merely asked for. UI thread.
#pragma once

#include <QWidget>

#include "ui/releases/release_view.h"

namespace signalbox::ui {
class Chip;
class ElidedLabel;
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::releases {

class WeightBar;

class ShareRow : public QWidget {
    Q_OBJECT

public:
    explicit ShareRow(QWidget* parent = nullptr);

    void showView(const ReleaseView& view);

private:
    ElidedLabel* m_agent;
    Chip* m_stable;
    WeightBar* m_bar;
    PlainLabel* m_stableShare;
    Chip* m_canary;
    PlainLabel* m_canaryShare;
    Chip* m_shadow;
    PlainLabel* m_shadowShare;
};

} // namespace signalbox::ui::releases
