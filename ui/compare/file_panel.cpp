#include "ui/compare/file_panel.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/elided_label.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/compare/find_bar.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

FilePanel::FilePanel(QWidget* parent)
    : QWidget(parent),
      m_view(new DiffView(this)),
      m_find(new FindBar(this)),
      m_name(new ElidedLabel(this)),
      m_count(new PlainLabel(this)),
      m_rows(new QVBoxLayout),
      m_tools(new QHBoxLayout) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_rows->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(space::s, space::xs, space::s, 0);
    head->setSpacing(space::s);
    m_name->setElideMode(Qt::ElideMiddle); // names differ at their ends
    m_name->setFont(scaledFont(font(), 1.0, QFont::DemiBold));
    m_count->setTone(u"muted"_s);
    head->addWidget(m_name, 1);
    head->addWidget(m_count);
    m_rows->addLayout(head);
    m_tools->setContentsMargins(space::s, space::xs, space::s, space::xs);
    m_tools->setSpacing(space::s);
    m_rows->addLayout(m_tools);
    m_rows->addWidget(m_find);
    layout->addLayout(m_rows);
    layout->addWidget(m_view, 1);
    m_view->setMinimumHeight(2 * m_view->fontMetrics().lineSpacing());
    connect(m_view, &DiffView::findRequested, this, &FilePanel::openFind);
    connect(m_find, &FindBar::textChanged, m_view, &DiffView::setFind);
    connect(m_find, &FindBar::rowFound, m_view, [this](int row) { m_view->showRow(row, true); });
    connect(m_find, &FindBar::closed, m_view, [this] { m_view->setFocus(Qt::OtherFocusReason); });
}

QToolButton* FilePanel::addTool(const QString& text, const QString& description) {
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(description);
    button->setProperty("kind", u"framed"_s);
    describe(button, description);
    if (text.size() == 1) // an arrow needs no more
        button->setFixedWidth(fontMetrics().horizontalAdvance(text) + 2 * space::l);
    m_tools->addWidget(button);
    return button;
}

bool FilePanel::isLow() const {
    return height() < 11 * fontMetrics().lineSpacing();
}

void FilePanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_name->setVisible(!isLow());
    m_count->setVisible(!isLow());
}

void FilePanel::setFile(FileDiffPtr file) {
    m_name->setText(file ? plainLine(file->path) : QString());
    m_find->setFile(file);
    m_view->setFile(std::move(file));
}

void FilePanel::openFind() {
    m_find->open(m_view->currentDiffRow());
}

void FilePanel::findOn(int by) {
    m_find->goOn(by, m_view->currentDiffRow());
}

} // namespace signalbox::ui::compare
