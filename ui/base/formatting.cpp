#include "ui/base/formatting.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

struct FormattingWords {
    Q_DECLARE_TR_FUNCTIONS(Formatting)
};

// Numbers follow the language of the interface, not the desktop's region: "1,204" beside English words.
const QLocale& locale() {
    static const QLocale english(QLocale::English, QLocale::UnitedStates);
    return english;
}

QString number(double value, int decimals) {
    const QString text = locale().toString(value, 'f', decimals);
    // "-0.00" says something that is not there.
    return text.startsWith(u'-') && text.count(u'0') + text.count(u'.') + 1 == text.size() ? text.mid(1) : text;
}

QDateTime localTime(WallTime time) {
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
}

QString clockText(milliseconds time, milliseconds unit) {
    const qlonglong big = time / unit;
    const qlonglong small = (time % unit) / (unit / 60);
    return QString::number(big) + u':' + QString::number(small).rightJustified(2, u'0');
}

} // namespace

QString noData() {
    return FormattingWords::tr("no data");
}

QString countText(std::uint64_t count) {
    return locale().toString(static_cast<qulonglong>(count));
}

QString percentText(double share, int decimals) {
    if (!std::isfinite(share))
        return noData();
    return number(share * 100, decimals) + u" %"_s;
}

QString percentText(std::optional<double> share, int decimals) {
    return share ? percentText(*share, decimals) : noData();
}

QString millisecondsText(double ms) {
    if (!std::isfinite(ms))
        return noData();
    if (ms >= 999.5)
        return number(ms / 1000, ms >= 99'995 ? 0 : ms >= 9'995 ? 1 : 2) + u" s"_s;
    return number(ms, ms >= 9.95 || ms == std::floor(ms) ? 0 : 1) + u" ms"_s;
}

QString secondsText(double seconds) {
    return millisecondsText(seconds * 1000);
}

QString secondsText(std::optional<double> seconds) {
    return seconds ? secondsText(*seconds) : noData();
}

QString usdText(double usd) {
    if (!std::isfinite(usd))
        return noData();
    const double size = std::abs(usd);
    const int decimals = size == 0 || size >= 0.995 ? 2 : size >= 0.01 ? 3 : size >= 0.0001 ? 5 : 7;
    const QString text = number(size, decimals);
    return (usd < 0 ? u"-$"_s : u"$"_s) + text;
}

QString usdText(std::optional<double> usd) {
    return usd ? usdText(*usd) : noData();
}

QString elapsedText(milliseconds elapsed, milliseconds whole) {
    const bool hours = whole >= std::chrono::hours(1);
    const milliseconds unit = hours ? milliseconds(std::chrono::hours(1)) : milliseconds(std::chrono::minutes(1));
    const milliseconds shown = std::clamp(elapsed, milliseconds(0), whole);
    return (hours ? FormattingWords::tr("%1 of %2 h") : FormattingWords::tr("%1 of %2 min"))
        .arg(clockText(shown, unit), clockText(whole, unit));
}

QString durationText(milliseconds duration) {
    using namespace std::chrono;
    if (duration < minutes(1))
        return FormattingWords::tr("%1 s").arg(
            locale().toString(static_cast<qlonglong>(duration_cast<seconds>(duration).count())));
    if (duration < hours(1)) {
        return duration % minutes(1) == milliseconds(0)
                   ? FormattingWords::tr("%1 min").arg(qlonglong{duration / minutes(1)})
                   : FormattingWords::tr("%1 min").arg(clockText(duration, minutes(1)));
    }
    if (duration < days(2)) {
        return duration % hours(1) == milliseconds(0) ? FormattingWords::tr("%1 h").arg(qlonglong{duration / hours(1)})
                                                      : FormattingWords::tr("%1 h").arg(clockText(duration, hours(1)));
    }
    return FormattingWords::tr("%1 d").arg(qlonglong{duration / days(1)});
}

QString timeOfDayText(WallTime time) {
    return localTime(time).toString(u"HH:mm:ss"_s);
}

QString timeText(WallTime time) {
    return localTime(time).toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

QString agoText(WallTime time, WallTime now) {
    const milliseconds passed = now - time;
    return passed < std::chrono::seconds(2)
               ? FormattingWords::tr("just now")
               : FormattingWords::tr("%1 ago").arg(durationText([&] {
                     // Whole minutes, hours and days: nobody needs "3:12 min ago".
                     using namespace std::chrono;
                     if (passed >= days(2))
                         return milliseconds(floor<days>(passed));
                     if (passed >= hours(1))
                         return milliseconds(floor<hours>(passed));
                     return passed >= minutes(1) ? milliseconds(floor<minutes>(passed)) : passed;
                 }()));
}

} // namespace signalbox::ui
