#include "ui/base/notice_strip.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>

#include "ui/base/elided_label.h"
#include "ui/base/notice.h"
#include "ui/base/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

NoticeStrip::NoticeStrip(QWidget* parent) : QFrame(parent), m_quiet(new ElidedLabel(this)) {
    setObjectName(u"noticeStrip"_s);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::l, 0, space::l, 0);
    layout->addWidget(m_quiet, 1);
    m_quiet->setForegroundRole(QPalette::PlaceholderText);
    setHeight();
}

void NoticeStrip::setQuiet(const QString& text) {
    m_quiet->setText(text);
}

void NoticeStrip::add(QWidget* notice, Rank rank) {
    const bool speaks = !notice->isHidden();
    notice->setParent(this);
    notice->setVisible(speaks);
    if (auto* own = qobject_cast<Notice*>(notice))
        own->setCompact(true);
    notice->installEventFilter(this);
    m_guests.push_back({notice, rank});
    arrange();
}

QWidget* NoticeStrip::speaking() const {
    for (const Rank rank : {Rank::First, Rank::Usual})
        for (const Guest& guest : m_guests)
            if (guest.rank == rank && !guest.widget->isHidden())
                return guest.widget;
    return nullptr;
}

void NoticeStrip::arrange() {
    QWidget* const top = speaking();
    m_quiet->setVisible(top == nullptr);
    for (const Guest& guest : m_guests) {
        guest.widget->setGeometry(rect());
        guest.widget->setEnabled(guest.widget == top || top == nullptr);
    }
    if (top != nullptr)
        top->raise();
}

void NoticeStrip::setHeight() {
    setFixedHeight(Notice(nullptr).compactHeight());
}

bool NoticeStrip::eventFilter(QObject* watched, QEvent* event) {
    const auto type = event->type();
    if (type == QEvent::ShowToParent || type == QEvent::HideToParent) {
        if (type == QEvent::ShowToParent)
            std::ranges::stable_partition(m_guests, [&](const Guest& guest) { return guest.widget == watched; });
        arrange();
    }
    return QFrame::eventFilter(watched, event);
}

void NoticeStrip::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    arrange();
}

void NoticeStrip::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setHeight();
}

} // namespace signalbox::ui
