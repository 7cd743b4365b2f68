#include "ui/live/live_words.h"

#include <algorithm>

#include <QCoreApplication>
#include <QStringList>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::live {

namespace {

struct LiveWords {
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::live::LiveView)
};

} // namespace

QString spanInWords(std::chrono::seconds range) {
    const auto minutes = static_cast<int>(range.count() / 60);
    if (minutes < 60)
        return minutes == 1 ? LiveWords::tr("the last minute") : LiveWords::tr("the last %1 minutes").arg(minutes);
    if (minutes < 48 * 60)
        return minutes == 60 ? LiveWords::tr("the last hour") : LiveWords::tr("the last %1 hours").arg(minutes / 60);
    return LiveWords::tr("the last %1 days").arg(minutes / 60 / 24);
}

QString shownInWords(const Picture& picture) {
    if (picture.shown == picture.span)
        return spanInWords(std::chrono::duration_cast<std::chrono::seconds>(picture.span.length()));
    return LiveWords::tr("since %1, %2").arg(timeOfDayText(picture.shown.from), durationText(picture.shown.length()));
}

QString headerLine(const Picture& picture) {
    const auto* stable = picture.line(traffic::Role::Stable);
    const auto* canary = picture.line(traffic::Role::Canary);
    const auto named = [](const RoleLine& line) {
        return QString(nameOf(line.role) + u' ' + plainLine(line.version, 60));
    };
    const bool several = std::ranges::any_of(picture.lines, &RoleLine::replaced);
    const auto counted = [&](const RoleLine& line) {
        const QString count = countText(line.total.requests);
        return several ? QString(named(line) + u": "_s + count) : QString(nameOf(line.role) + u' ' + count);
    };
    QStringList parts;
    if (stable && canary && canary->serving)
        parts += LiveWords::tr("%1 beside %2").arg(named(*canary), named(*stable));
    else if (stable)
        parts += LiveWords::tr("%1 answers every request").arg(named(*stable));
    QStringList earlier;
    for (const auto& line : picture.lines)
        if (!line.serving)
            earlier += named(line);
    if (!earlier.isEmpty())
        parts += LiveWords::tr("no longer serving: %1").arg(earlier.join(u", "_s));
    parts += shownInWords(picture);
    QStringList counts;
    for (const auto& line : picture.lines)
        counts += counted(line);
    if (!counts.isEmpty())
        parts += LiveWords::tr("requests: %1").arg(counts.join(u", "_s));
    if (!picture.markers.empty()) {
        const client::Marker& last = picture.markers.back();
        parts += LiveWords::tr("last change %1: %2")
                     .arg(timeOfDayText(last.time), plainLine(last.text.empty() ? last.action : last.text, 60));
    }
    return parts.join(u" · "_s);
}

} // namespace signalbox::ui::live
