#include "ui/versions/versions_view.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QResizeEvent>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/formatting.h"
#include "ui/base/icons.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::versions {

namespace {

constexpr std::size_t worthAWorker = 2'000; // versions; fewer are laid out faster than a frame is painted

} // namespace

QString problemsText(const std::vector<protocol::Problem>& problems) {
    if (problems.empty())
        return {};
    QStringList parts;
    for (const auto& problem : problems) {
        if (parts.size() == 3) {
            parts += VersionsView::tr("and %1 more").arg(countText(problems.size() - 3));
            break;
        }
        parts += plainLine(problem.subject, 80) + u": "_s + plainLine(problem.message, 160) +
                 (problem.hint.empty() ? QString() : u" "_s + plainLine(problem.hint, 240));
    }
    return parts.join(u'\n');
}

VersionsView::VersionsView(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::m, space::m, space::m);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(makeTreePage());
    m_reader = new FileReader(this);
    m_pages->addWidget(m_reader);
    layout->addWidget(m_pages);
    connect(m_empty, &EmptyState::activated, this, &VersionsView::retryRequested);
    connect(m_details, &VersionDetails::compareWithParent, this, &VersionsView::compareWithParent);
    connect(m_details, &VersionDetails::compareWithStable, this, &VersionsView::compareWithStable);
    connect(m_details, &VersionDetails::fileRequested, this, &VersionsView::read);
    connect(m_reader, &FileReader::closed, this, &VersionsView::endReading);
    connect(m_details, &VersionDetails::releaseRequested, this, [this] {
        if (const auto* row = selected())
            Q_EMIT releaseRequested(QString::fromStdString(row->name));
    });
}

QWidget* VersionsView::makeTreePage() {
    m_treePage = new QWidget(this);
    auto* layout = new QVBoxLayout(m_treePage);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(makeFilter());
    m_problems = new Notice(this);
    layout->addWidget(m_problems);
    m_details = new VersionDetails(this);
    auto* splitter = new QSplitter(this);
    splitter->addWidget(makeTree());
    splitter->addWidget(m_details);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({720, 480});
    splitter->setChildrenCollapsible(false);
    m_details->setMinimumWidth(fontMetrics().averageCharWidth() * 52);
    m_empty = new EmptyState(this);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(splitter);
    m_stack->addWidget(m_empty);
    layout->addWidget(m_stack, 1);
    m_busy = new BusyOverlay(m_stack);
    return m_treePage;
}

QWidget* VersionsView::makeFilter() {
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::m);
    m_filter = new QLineEdit(bar);
    m_filter->setPlaceholderText(tr("Search version, changelog, author, ticket"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(u"search"_s, IconColor::Muted), QLineEdit::LeadingPosition);
    describe(m_filter, tr("Search versions"),
             tr("Every word must occur in version, changelog, author, ticket or role"));
    m_count = new PlainLabel(bar);
    m_count->setTone(u"muted"_s);
    layout->addWidget(m_filter, 1);
    layout->addWidget(m_count);
    connect(m_filter, &QLineEdit::textChanged, this, &VersionsView::applyFilter);
    auto* find = new QShortcut(QKeySequence::Find, m_treePage, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, m_filter, [this] { m_filter->setFocus(Qt::ShortcutFocusReason); });
    return bar;
}

QWidget* VersionsView::makeTree() {
    m_model = new VersionModel(this);
    m_proxy = new VersionFilter(this);
    m_proxy->setSourceModel(m_model);
    m_delegate = new VersionDelegate(this);
    m_tree = new QTreeView(this);
    m_tree->setObjectName(u"versionTree"_s);
    m_tree->setModel(m_proxy);
    m_tree->setItemDelegate(m_delegate);
    m_tree->setRootIsDecorated(false);
    m_tree->setUniformRowHeights(true);
    m_tree->setItemsExpandable(false);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setSelectionMode(QAbstractItemView::SingleSelection);
    m_tree->setAccessibleName(tr("Versions of the agent"));
    m_tree->header()->setStretchLastSection(false);
    m_tree->viewport()->installEventFilter(this);
    m_tree->header()->setSectionResizeMode(VersionModel::Changelog, QHeaderView::Stretch);
    m_tree->header()->setSectionsMovable(false);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        showSelected();
        Q_EMIT selectionChanged();
    });
    connect(m_tree, &QTreeView::activated, this, &VersionsView::compareWithParent);
    return m_tree;
}

void VersionsView::fitColumns() {
    const auto metrics = m_tree->fontMetrics();
    int lanes = 1;
    int chips = metrics.horizontalAdvance(tr("Traffic")) + space::xl;
    for (const auto& row : m_model->rows()) {
        lanes = std::max(lanes, row.laneCount);
        if (!row.chips.empty())
            chips = std::max(chips, VersionDelegate::chipsWidth(row.chips, metrics) + space::l);
    }
    const int unit = metrics.averageCharWidth();
    const int graph = static_cast<int>(graphWidth(lanes, VersionDelegate::laneUnit(metrics)));
    auto* header = m_tree->header();
    header->resizeSection(VersionModel::Graph, std::max(graph, metrics.horizontalAdvance(tr("Tree")) + space::xl));
    header->resizeSection(VersionModel::Name, unit * 14);
    header->resizeSection(VersionModel::Chips, std::min(chips, unit * 44));
    header->resizeSection(VersionModel::Author, unit * 15);
    header->resizeSection(VersionModel::Date, metrics.horizontalAdvance(u"28 Nov 2026"_s) + space::xl);
    // Where there is no room for all, what changed matters more than who changed it; the details name both.
    int others = unit * 15;
    for (const auto column : {VersionModel::Graph, VersionModel::Name, VersionModel::Chips, VersionModel::Date})
        others += header->sectionSize(column);
    m_tree->setColumnHidden(VersionModel::Author, m_tree->viewport()->width() - others < unit * 40);
}

bool VersionsView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_tree->viewport() && event->type() == QEvent::Resize) {
        // A row that was in sight stays in sight; one that the person scrolled away from stays away.
        const int oldHeight = static_cast<QResizeEvent*>(event)->oldSize().height();
        const QRect row = m_tree->visualRect(m_tree->currentIndex());
        const bool wasInSight = oldHeight <= 0 || (row.isValid() && row.top() >= 0 && row.top() < oldHeight);
        fitColumns();
        if (wasInSight)
            showSelectedRow();
    }
    return QWidget::eventFilter(watched, event);
}

void VersionsView::setLoading(const std::string& agent) {
    m_agent = agent;
    m_layingOut.cancel();
    m_problems->clear();
    m_model->setRows({});
    m_count->clear();
    m_stack->setCurrentIndex(0);
    m_details->hide();
    m_details->clear();
    endReading();
    m_busy->start(tr("Reading the versions of %1").arg(plainLine(agent, 80)));
}

void VersionsView::setVersions(std::vector<agents::Version> versions, const std::vector<protocol::Problem>& problems,
                               std::vector<protocol::VersionCheck> checks) {
    if (!problems.empty())
        m_problems->say(
            Tone::Warning,
            problems.size() == 1
                ? tr("One version could not be read; the others are listed.")
                : tr("%1 versions could not be read; the others are listed.").arg(countText(problems.size())),
            problemsText(problems));
    else
        m_problems->clear();
    m_layingOut.cancel();
    const bool few = versions.size() < worthAWorker;
    auto rowsOf = [versions = std::move(versions), checks = std::move(checks)]() mutable {
        auto rows = makeRows(std::move(versions), nullptr);
        putChecks(rows, checks);
        return rows;
    };
    if (few) {
        auto rows = rowsOf();
        markRoles(rows, statusOrNull());
        return takeRows(std::move(rows));
    }
    m_layingOut.run<std::vector<VersionRow>>(
        this,
        [rowsOf = std::move(rowsOf)](const std::stop_token&) mutable -> Result<std::vector<VersionRow>> {
            return rowsOf();
        },
        [this](Result<std::vector<VersionRow>> rows) {
            markRoles(*rows, statusOrNull());
            takeRows(std::move(*rows));
        });
}

void VersionsView::takeRows(std::vector<VersionRow> rows) {
    m_busy->stop();
    const std::string before = selected() ? selected()->name : std::string();
    m_model->setRows(std::move(rows));
    fitColumns();
    if (m_model->rowCount() == 0) {
        m_empty->setContent(u"versions"_s, tr("%1 has no versions yet").arg(plainLine(m_agent, 80)),
                            tr("Publish the first one: commit agents/%1/agent.yaml with its prompts and tag the commit "
                               "agents/%1/v1.0.0 with an annotated tag.")
                                .arg(plainLine(m_agent, 80)),
                            tr("Look again"));
        m_stack->setCurrentWidget(m_empty);
        m_count->clear();
        return;
    }
    m_stack->setCurrentIndex(0);
    m_details->show();
    applyFilter(m_filter->text());
    if (!before.empty())
        select(before); // also when all rows came anew, in another order
    if (!m_tree->currentIndex().isValid())
        m_tree->setCurrentIndex(m_proxy->index(0, 0));
    showSelectedRow();
    showSelected();
}

void VersionsView::showSelectedRow() {
    if (m_tree->currentIndex().isValid())
        m_tree->scrollTo(m_tree->currentIndex());
}

void VersionsView::read(const QString& path) {
    const auto* row = selected();
    if (!row)
        return;
    m_pages->setCurrentWidget(m_reader);
    m_reader->open(keyOf(row->version), path);
}

void VersionsView::endReading() {
    if (!isReading())
        return;
    m_pages->setCurrentWidget(m_treePage);
    m_tree->setFocus(Qt::OtherFocusReason);
}

void VersionsView::setError(const Error& error) {
    m_layingOut.cancel();
    m_busy->stop();
    m_empty->setContent(u"error"_s, plainLine(error.message), plainLine(error.hint), tr("Try again"));
    m_stack->setCurrentWidget(m_empty);
}

void VersionsView::setStatus(const protocol::AgentStatus* status, bool fresh) {
    m_fresh = fresh;
    m_status = status ? std::optional(*status) : std::nullopt;
    m_model->setStatus(statusOrNull());
    fitColumns();
    showSelected();
}

void VersionsView::applyFilter(const QString& text) {
    m_delegate->setLines(text.trimmed().isEmpty() ? Lines::Shown : Lines::Hidden);
    m_proxy->setFilter(text);
    const auto all = static_cast<std::uint64_t>(m_model->rowCount());
    const auto shown = static_cast<std::uint64_t>(m_proxy->rowCount());
    m_count->setText(shown == all ? tr("%1 versions").arg(countText(all))
                                  : tr("%1 of %2 versions").arg(countText(shown), countText(all)));
    showSelectedRow();
}

const VersionRow* VersionsView::selected() const {
    return m_tree->currentIndex().data(VersionModel::RowRole).value<const VersionRow*>();
}

void VersionsView::select(const std::string& version) {
    const int row = m_model->rowOf(version);
    if (row >= 0)
        m_tree->setCurrentIndex(m_proxy->mapFromSource(m_model->index(row, 0)));
}

void VersionsView::showSelected() {
    const auto* row = selected();
    m_details->setEnabled(row != nullptr);
    if (!row)
        return;
    m_details->setVersion(*row, statusOrNull());
    const bool isStable = m_status && m_status->observed.stable.version == row->version.version;
    const auto& running = m_status ? m_status->state.release : std::nullopt;
    const bool isCandidate = running && running->candidate.version == row->version.version;
    const QString whyNot = !m_fresh      ? tr("The backend is not connected.")
                           : !m_status   ? tr("The agent's state is not known yet.")
                           : isStable    ? tr("This version is stable already.")
                           : isCandidate ? tr("This version is being released now.")
                                         : mistakeText(row->check);
    m_details->setVerbs(!row->version.parents.empty(), m_status && !isStable);
    m_details->setRelease(running && !isStable && !isCandidate, whyNot);
}

void VersionsView::compareWithParent() {
    const auto* row = selected();
    if (row && !row->version.parents.empty())
        Q_EMIT compareRequested(QString::fromStdString(row->version.parents.front().toString()),
                                QString::fromStdString(row->name));
}

void VersionsView::compareWithStable() {
    const auto* row = selected();
    if (!row || !m_status)
        return;
    const auto& stable = m_status->observed.stable;
    const auto left = QString::fromStdString(stable.name());
    const auto right = QString::fromStdString(row->name);
    const bool older = agents::precedence(row->version.version, stable.version) == std::strong_ordering::less;
    Q_EMIT compareRequested(older ? right : left, older ? left : right);
}

} // namespace signalbox::ui::versions
