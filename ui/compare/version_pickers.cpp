#include "ui/compare/version_pickers.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>

#include "ui/base/accessible.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

VersionPickers::VersionPickers(QWidget* parent)
    : QWidget(parent),
      m_left(new QComboBox(this)),
      m_right(new QComboBox(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    auto* leftLabel = new PlainLabel(tr("&Older"), this);
    auto* rightLabel = new PlainLabel(tr("&Newer"), this);
    leftLabel->setBuddy(m_left);
    rightLabel->setBuddy(m_right);
    auto* swap = new QToolButton(this);
    swap->setText(u"⇄"_s);
    swap->setToolTip(tr("Swap the two versions"));
    swap->setProperty("kind", u"framed"_s);
    describe(swap, tr("Swap the two versions"));
    describe(m_left, tr("Older version"));
    describe(m_right, tr("Newer version"));
    for (QComboBox* box : {m_left, m_right}) {
        box->setMinimumContentsLength(10);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        connect(box, &QComboBox::activated, this, [this] { Q_EMIT chosen(left(), right()); });
    }
    connect(swap, &QToolButton::clicked, this, [this] {
        setChosen(right(), left());
        Q_EMIT chosen(left(), right());
    });
    layout->addWidget(leftLabel);
    layout->addWidget(m_left);
    layout->addWidget(swap);
    layout->addWidget(rightLabel);
    layout->addWidget(m_right);
}

void VersionPickers::setNames(const QStringList& names) {
    const QString oldLeft = left();
    const QString oldRight = right();
    for (QComboBox* box : {m_left, m_right}) {
        const QSignalBlocker quiet(box);
        box->clear();
        box->addItems(names);
        box->setCurrentIndex(-1);
    }
    setChosen(oldLeft, oldRight);
}

void VersionPickers::setChosen(const QString& left, const QString& right) {
    m_left->setCurrentIndex(m_left->findText(left));
    m_right->setCurrentIndex(m_right->findText(right));
}

QString VersionPickers::left() const {
    return m_left->currentText();
}

QString VersionPickers::right() const {
    return m_right->currentText();
}

int VersionPickers::count() const {
    return m_left->count();
}

} // namespace signalbox::ui::compare
