#include "ui/shell/command_palette.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/elided_label.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& at) const {
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, theme().selection);
    QRect row = option.rect.adjusted(space::m, 0, -space::m, 0);
    const int side = option.fontMetrics.height();
    const QRect square(row.left(), row.center().y() - side / 2, side, side);
    icon(at.data(PaletteModel::IconRole).toString(), IconColor::Muted).paint(painter, square);
    row.setLeft(square.right() + space::m);
    painter->setFont(option.font);
    painter->setPen(theme().mutedText);
    const QString shortcut = at.data(PaletteModel::ShortcutRole).toString();
    const QString detail = at.data(PaletteModel::DetailRole).toString();
    const QString right = shortcut.isEmpty() ? detail : detail.isEmpty() ? shortcut : detail + u"   "_s + shortcut;
    const int rightWidth = std::min(textWidth(option.fontMetrics, right), row.width() / 2);
    painter->drawText(row, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(right, Qt::ElideRight, rightWidth));
    row.setRight(row.right() - rightWidth - space::m);
    painter->setPen(theme().text);
    painter->drawText(row, Qt::AlignVCenter | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(at.data().toString(), Qt::ElideRight, row.width()));
    painter->restore();
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*at*/) const {
    return {200, option.fontMetrics.height() + space::m};
}

CommandPalette::CommandPalette(QWidget* window)
    : QFrame(window),
      m_model(new PaletteModel(this)),
      m_field(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_nothing(new PlainLabel(tr("Nothing here has these letters."), this)) {
    hide();
    setProperty("panel", true);
    describe(this, tr("Commands"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::s, space::s, space::s, space::s);
    layout->setSpacing(space::s);
    layout->addWidget(m_field);
    layout->addWidget(m_nothing);
    layout->addWidget(m_list, 1);
    m_field->setPlaceholderText(tr("Type what you want to do, an agent or a version"));
    describe(m_field, tr("Search commands"));
    describe(m_list, tr("Commands found"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(this));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_nothing->setTone(u"muted"_s);
    m_field->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString& typed) {
        m_model->setFilter(typed);
        m_nothing->setVisible(m_model->rowCount({}) == 0);
        m_list->setCurrentIndex(m_model->index(m_model->firstChoice()));
    });
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
}

void CommandPalette::open(std::vector<PaletteEntry> entries) {
    m_focusBefore = QApplication::focusWidget();
    m_model->setEntries(std::move(entries));
    m_field->clear();
    m_nothing->setVisible(m_model->rowCount({}) == 0);
    m_list->setCurrentIndex(m_model->index(m_model->firstChoice()));
    place();
    raise();
    show();
    m_field->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::close() {
    if (!isVisible())
        return;
    hide();
    if (m_focusBefore && m_focusBefore->isVisible())
        m_focusBefore->setFocus(Qt::PopupFocusReason);
    m_focusBefore = nullptr;
}

void CommandPalette::place() {
    const QSize window = parentWidget()->size();
    const int width = std::min(720, window.width() - 2 * space::xl);
    const int top = std::max({m_free + space::s, space::xl, window.height() / 10});
    const int height = std::min(460, window.height() - top - space::xl);
    setGeometry((window.width() - width) / 2, top, width, height);
}

void CommandPalette::runCurrent() {
    const QModelIndex at = m_list->currentIndex();
    if (!at.isValid() || !m_model->entry(at.row()).enabled)
        return;
    const auto run = m_model->entry(at.row()).run;
    close();
    if (run)
        run();
}

bool CommandPalette::keyPressed(int key) {
    const int rows = m_model->rowCount({});
    const int row = m_list->currentIndex().row();
    const auto go = [&](int to) { m_list->setCurrentIndex(m_model->index(std::clamp(to, 0, std::max(0, rows - 1)))); };
    switch (key) {
    case Qt::Key_Escape:
        close();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return true;
    case Qt::Key_Down:
        go(row + 1);
        return true;
    case Qt::Key_Up:
        go(row - 1);
        return true;
    case Qt::Key_PageDown:
        go(row + 8);
        return true;
    case Qt::Key_PageUp:
        go(row - 8);
        return true;
    default:
        return false;
    }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && event->type() == QEvent::KeyPress)
        return keyPressed(static_cast<QKeyEvent*>(event)->key());
    if (watched == m_field && event->type() == QEvent::FocusOut) {
        m_focusBefore = nullptr; // the focus went where the person wanted it
        close();
    }
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(watched, event);
}

} // namespace signalbox::ui::shell
