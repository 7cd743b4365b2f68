#include "ui/base/day_text.h"

#include <QCoreApplication>
#include <QDateTime>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

struct DayWords {
    Q_DECLARE_TR_FUNCTIONS(Formatting)
};

QDateTime localOf(WallTime time) {
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
}

} // namespace

QString dayTimeText(WallTime time, WallTime now) {
    const QDateTime then = localOf(time);
    const QString clock = then.toString(u"HH:mm"_s);
    const qint64 days = then.date().daysTo(localOf(now).date());
    if (days == 0)
        return DayWords::tr("today %1").arg(clock);
    if (days == 1)
        return DayWords::tr("yesterday %1").arg(clock);
    return then.toString(u"yyyy-MM-dd"_s) + u' ' + clock;
}

} // namespace signalbox::ui
