#include "ui/drills/drill_model.h"

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/drills/drill_words.h"

namespace signalbox::ui::drills {

using namespace Qt::StringLiterals;

QString DrillModel::text(const release::Drill& drill, int column) {
    switch (column) {
    case Time:
        return timeText(drill.started);
    case Agent:
        return planText(drill);
    case What:
        return orderText(drill);
    case Outcome:
        return outcomeText(drill);
    case Detected:
        return drill.figures.detectSeconds ? secondsText(*drill.figures.detectSeconds) : u"–"_s;
    case Switched:
        return drill.figures.switchMs ? millisecondsText(*drill.figures.switchMs) : u"–"_s;
    case Who:
        return plainLine(drill.actor, 60);
    default:
        return {};
    }
}

QString DrillModel::title(int column) {
    switch (column) {
    case Time:
        return tr("Started");
    case Agent:
        return tr("Plan of");
    case What:
        return tr("The bad version");
    case Outcome:
        return tr("What came of it");
    case Detected:
        return tr("Detected after");
    case Switched:
        return tr("Switched in");
    case Who:
        return tr("By");
    default:
        return {};
    }
}

bool DrillModel::isSame(const release::Drill& a, const release::Drill& b) const {
    return a.id == b.id;
}

QVariant DrillModel::cell(const release::Drill& drill, int column, int role) const {
    switch (role) {
    case Qt::DisplayRole:
        return text(drill, column);
    case Qt::ForegroundRole: {
        const Tone tone = toneOf(drill);
        return column == Outcome && tone != Tone::Neutral ? QVariant(colorOf(tone)) : QVariant();
    }
    case Qt::TextAlignmentRole:
        return column == Detected || column == Switched ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter)
                                                        : QVariant();
    case Qt::ToolTipRole:
        return column == What ? QVariant(plainToolTip(text(drill, column))) : QVariant();
    case Qt::AccessibleTextRole:
        return QString(title(column) + u": "_s + text(drill, column));
    default:
        return {};
    }
}

QVariant DrillModel::header(int column, int role) const {
    return role == Qt::DisplayRole ? QVariant(title(column)) : QVariant();
}

} // namespace signalbox::ui::drills
