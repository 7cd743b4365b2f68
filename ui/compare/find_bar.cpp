#include "ui/compare/find_bar.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

#include "ui/base/accessible.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/compare/find_rows.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

FindBar::FindBar(QWidget* parent) : QWidget(parent), m_text(new QLineEdit(this)), m_count(new PlainLabel(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::s, space::xs, space::s, space::xs);
    layout->setSpacing(space::s);
    m_text->setMaximumWidth(320);
    m_count->setProperty("tone", u"muted"_s);
    setPrompt(tr("Find in both versions"));
    layout->addWidget(m_text, 1);
    layout->addWidget(m_count);
    const auto addButton = [&](const QString& text, const QString& name, auto slot) {
        auto* button = new QToolButton(this);
        button->setText(text);
        button->setToolTip(name);
        button->setProperty("kind", u"framed"_s);
        describe(button, name);
        connect(button, &QToolButton::clicked, this, slot);
        layout->addWidget(button);
    };
    addButton(u"↑"_s, tr("Previous match"), [this] { step(-1); });
    addButton(u"↓"_s, tr("Next match"), [this] { step(1); });
    addButton(u"✕"_s, tr("Close the search"), [this] { close(); });
    layout->addStretch(1);
    connect(m_text, &QLineEdit::textChanged, this, &FindBar::search);
    setFocusProxy(m_text);
    hide();
}

void FindBar::setFile(FileDiffPtr file) {
    m_file = std::move(file);
    if (!isHidden())
        search();
}

void FindBar::setPrompt(const QString& text) {
    m_text->setPlaceholderText(text);
    describe(m_text, text);
}

void FindBar::open(int fromRow) {
    m_from = fromRow;
    m_direction = 1;
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
    search();
}

void FindBar::goOn(int by, int fromRow) {
    if (m_text->text().isEmpty())
        return open(fromRow);
    if (!isHidden())
        return step(by);
    // The focus stays where it is: the person reads on.
    m_from = fromRow;
    m_direction = by;
    show();
    search();
}

void FindBar::close() {
    hide();
    m_job.cancel();
    Q_EMIT textChanged({});
    Q_EMIT closed();
}

void FindBar::search() {
    const QString text = m_text->text();
    Q_EMIT textChanged(text);
    m_rows.clear();
    m_current = -1;
    if (!m_file || text.isEmpty()) {
        m_job.cancel();
        m_count->setText({});
        return;
    }
    m_job.run<std::vector<int>>(
        this, [file = m_file, text](std::stop_token stop) { return findRows(*file, text, stop); },
        [this](Result<std::vector<int>> rows) {
            if (rows)
                take(std::move(*rows));
        });
}

void FindBar::take(std::vector<int> rows) {
    m_rows = std::move(rows);
    if (m_rows.empty()) {
        m_count->setText(tr("not found"));
        return;
    }
    if (m_direction > 0) {
        const auto next = std::ranges::lower_bound(m_rows, m_from);
        m_current = next == m_rows.end() ? 0 : static_cast<int>(next - m_rows.begin());
    } else {
        const auto after = std::ranges::upper_bound(m_rows, m_from);
        m_current = (after == m_rows.begin() ? count() : static_cast<int>(after - m_rows.begin())) - 1;
    }
    step(0);
}

void FindBar::step(int by) {
    if (m_rows.empty())
        return;
    m_current = m_current < 0 ? 0 : (m_current + by + count()) % count();
    m_count->setText(tr("line %L1 of %L2").arg(m_current + 1).arg(count()));
    Q_EMIT rowFound(m_rows[static_cast<std::size_t>(m_current)]);
}

void FindBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        return close();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return step(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
    QWidget::keyPressEvent(event);
}

} // namespace signalbox::ui::compare
