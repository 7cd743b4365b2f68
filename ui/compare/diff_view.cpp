#include "ui/compare/diff_view.h"

#include <QPainter>
#include <QScrollBar>

#include "ui/base/accessible.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/compare/syntax_library.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

namespace {

constexpr int context = 3;
constexpr std::chrono::milliseconds highlightSlice{4}; // of each side, between two events

} // namespace

DiffView::DiffView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setMouseTracking(true);
    describe(this, tr("Difference of the two texts"));
    measureFont();
    m_highlightTimer.setSingleShot(true);
    connect(&m_highlightTimer, &QTimer::timeout, this, &DiffView::highlightMore);
    const auto colorAnew = [this] {
        makeHighlighters();
        prepare();
    };
    connect(themeNotifier(), &ThemeNotifier::changed, this, colorAnew);
    connect(&SyntaxLibrary::instance(), &SyntaxLibrary::ready, this, colorAnew);
}

DiffView::~DiffView() = default;

void DiffView::measureFont() {
    const QFontMetrics metrics(monospaceFont());
    m_columns.charWidth = std::max(1, qCeil(QFontMetricsF(monospaceFont()).horizontalAdvance(u'M')));
    m_columns.lineHeight = metrics.height() + 3;
}

void DiffView::setFile(FileDiffPtr file) {
    m_leftColors.reset();
    m_rightColors.reset();
    m_file = std::move(file);
    m_expanded.clear();
    m_anchor.reset();
    m_change = -1;
    m_foundRow = -1;
    m_row = 0;
    m_changes = m_file ? changeStarts(m_file->text.rows) : std::vector<int>();
    const std::size_t lines = m_file ? std::max(m_file->text.leftLines.size(), m_file->text.rightLines.size()) : 0;
    m_columns.digits = std::max(3, static_cast<int>(QString::number(lines).size()));
    makeHighlighters();
    m_geometry = {};
    layOutRows();
    verticalScrollBar()->setValue(0);
    prepare();
    describeRow();
}

void DiffView::makeHighlighters() {
    m_leftColors.reset();
    m_rightColors.reset();
    if (!m_file)
        return;
    const QString name = QString::fromStdString(m_file->path);
    m_leftColors = std::make_unique<LineHighlighter>(m_file->text.leftLines, name, theme().scheme);
    m_rightColors = std::make_unique<LineHighlighter>(m_file->text.rightLines, name, theme().scheme);
}

void DiffView::setMode(Mode mode) {
    if (m_columns.mode == mode)
        return;
    m_columns.mode = mode;
    m_anchor.reset();
    layOutRows();
    prepare();
}

void DiffView::setFoldsOpen(bool open) {
    if (m_foldsOpen == open)
        return;
    m_foldsOpen = open;
    m_expanded.clear();
    layOutRows();
    prepare();
}

void DiffView::layOutRows() {
    const int topRow = m_geometry.rowAt(verticalScrollBar()->value() / m_columns.lineHeight);
    const int anchor = topRow >= 0 ? m_geometry.rows[static_cast<std::size_t>(topRow)].row : -1;
    const int cursor = m_row < m_geometry.count() && m_geometry.count() > 0
                           ? m_geometry.rows[static_cast<std::size_t>(m_row)].row
                           : -1;
    m_columns.width = viewport()->width();
    m_geometry = {};
    if (m_file) {
        const RowBuilder builder(*m_file, m_columns);
        m_geometry =
            layOut(displayRows(m_file->text.rows, m_columns.mode, m_foldsOpen ? everyLine : context, m_expanded),
                   [&](const DisplayRow& row) { return builder.heightOf(row); });
    }
    m_row = std::max(0, m_geometry.displayRowOf(cursor));
    const int page = viewport()->height();
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setSingleStep(m_columns.lineHeight);
    verticalScrollBar()->setRange(0, std::max(0, m_geometry.height() * m_columns.lineHeight - page));
    if (const int shown = m_geometry.displayRowOf(anchor); shown >= 0)
        verticalScrollBar()->setValue(m_geometry.top(shown) * m_columns.lineHeight);
}

void DiffView::prepare() {
    m_ready.clear();
    viewport()->update();
    if (!m_file || m_geometry.count() == 0)
        return;
    RowBuilder builder(*m_file, m_columns);
    builder.setFind(m_find);
    const int offset = verticalScrollBar()->value();
    const int bottom = offset + viewport()->height();
    int lastLeft = -1;
    int lastRight = -1;
    const int first = m_geometry.rowAt(offset / m_columns.lineHeight);
    for (int i = first; i < m_geometry.count() && m_geometry.top(i) * m_columns.lineHeight < bottom; ++i) {
        const auto& row = m_file->text.rows[static_cast<std::size_t>(m_geometry.rows[static_cast<std::size_t>(i)].row)];
        lastLeft = std::max(lastLeft, row.left);
        lastRight = std::max(lastRight, row.right);
    }
    const bool leftKnown = lastLeft < 0 || m_leftColors->advance(lastLeft, QDeadlineTimer(highlightSlice));
    const bool rightKnown = lastRight < 0 || m_rightColors->advance(lastRight, QDeadlineTimer(highlightSlice));
    builder.setHighlighters(m_leftColors.get(), m_rightColors.get());
    for (int i = first; i < m_geometry.count(); ++i) {
        const int top = m_geometry.top(i) * m_columns.lineHeight - offset;
        if (top >= viewport()->height())
            break;
        ReadyRow row = builder.build(m_geometry.rows[static_cast<std::size_t>(i)]);
        row.displayRow = i;
        row.top = top;
        row.height = m_geometry.rowHeight(i) * m_columns.lineHeight;
        m_ready.push_back(std::move(row));
    }
    if (!leftKnown || !rightKnown)
        m_highlightTimer.start(0);
}

void DiffView::highlightMore() {
    if (!m_file || m_ready.empty())
        return;
    int left = 0;
    int right = 0;
    for (const ReadyRow& row : m_ready) {
        left = std::max(left, row.left.line);
        right = std::max(right, row.right.line);
    }
    const bool leftKnown = m_leftColors->advance(left, QDeadlineTimer(highlightSlice));
    const bool rightKnown = m_rightColors->advance(right, QDeadlineTimer(highlightSlice));
    if (leftKnown && rightKnown)
        prepare();
    else
        m_highlightTimer.start(0);
}

void DiffView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), theme().surface);
    PaintContext paint;
    paint.font = monospaceFont();
    paint.hasFocus = hasFocus();
    paint.currentRow = m_row;
    paint.foundRow = m_geometry.displayRowOf(m_foundRow);
    paint.selection = selection();
    if (m_change >= 0) {
        const auto& rows = m_file->text.rows;
        auto end = static_cast<std::size_t>(m_changes[static_cast<std::size_t>(m_change)]);
        paint.changeBegin = m_geometry.displayRowOf(static_cast<int>(end));
        while (end < rows.size() && rows[end].kind != diff::LineKind::Equal)
            ++end;
        paint.changeEnd = end < rows.size() ? m_geometry.displayRowOf(static_cast<int>(end)) : m_geometry.count();
    }
    DiffPainter rows(painter, m_columns, paint);
    for (const ReadyRow& row : m_ready)
        if (event->rect().intersects(QRect(0, row.top, m_columns.width, row.height)))
            rows.paint(row);
}

void DiffView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    layOutRows();
    prepare();
}

void DiffView::scrollContentsBy(int /*dx*/, int /*dy*/) {
    prepare();
}

void DiffView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() != QEvent::FontChange && event->type() != QEvent::ApplicationFontChange)
        return;
    measureFont();
    layOutRows();
    prepare();
}

void DiffView::goToChange(int index) {
    if (m_changes.empty())
        return;
    m_change = (index % changeCount() + changeCount()) % changeCount();
    const int row = m_geometry.displayRowOf(m_changes[static_cast<std::size_t>(m_change)]);
    m_row = row;
    ensureVisible(row, true);
    describeRow();
    viewport()->update();
    Q_EMIT changeShown(m_change);
}

void DiffView::setFind(const QString& text) {
    m_find = text;
    m_foundRow = -1;
    prepare();
}

void DiffView::showRow(int diffRow, bool isFound) {
    int shown = m_geometry.displayRowOf(diffRow);
    if (shown < 0)
        return;
    if (openFold(shown))
        shown = m_geometry.displayRowOf(diffRow);
    m_foundRow = isFound ? diffRow : -1;
    m_row = shown;
    ensureVisible(shown, true);
    viewport()->update();
}

void DiffView::ensureVisible(int displayRow, bool centred) {
    if (displayRow < 0 || displayRow >= m_geometry.count())
        return;
    const int top = m_geometry.top(displayRow) * m_columns.lineHeight;
    const int bottom = m_geometry.top(displayRow + 1) * m_columns.lineHeight;
    QScrollBar* bar = verticalScrollBar();
    const int page = viewport()->height();
    if (top >= bar->value() && bottom <= bar->value() + page)
        return;
    if (centred)
        bar->setValue(top - page / 3);
    else
        bar->setValue(top < bar->value() ? top : bottom - page);
}

int DiffView::currentDiffRow() const {
    return m_row < m_geometry.count() ? m_geometry.rows[static_cast<std::size_t>(m_row)].row : 0;
}

ReadingPlace DiffView::place() const {
    const int top = m_geometry.rowAt(verticalScrollBar()->value() / m_columns.lineHeight);
    return {.openFolds = m_expanded,
            .topRow = top < 0 ? 0 : m_geometry.rows[static_cast<std::size_t>(top)].row,
            .row = currentDiffRow(),
            .change = m_change};
}

void DiffView::goTo(const ReadingPlace& place) {
    if (!m_file)
        return;
    m_expanded = place.openFolds;
    m_change = place.change < changeCount() ? place.change : -1;
    layOutRows();
    m_row = std::max(0, m_geometry.displayRowOf(place.row));
    if (const int top = m_geometry.displayRowOf(place.topRow); top >= 0)
        verticalScrollBar()->setValue(m_geometry.top(top) * m_columns.lineHeight);
    prepare();
    describeRow();
    Q_EMIT changeShown(m_change);
}

bool DiffView::openFold(int displayRow) {
    if (displayRow < 0 || displayRow >= m_geometry.count())
        return false;
    const DisplayRow row = m_geometry.rows[static_cast<std::size_t>(displayRow)];
    if (row.kind != DisplayRow::Kind::Fold)
        return false;
    m_expanded.insert(row.row);
    layOutRows();
    m_row = std::max(0, m_geometry.displayRowOf(row.row));
    prepare();
    return true;
}

} // namespace signalbox::ui::compare
