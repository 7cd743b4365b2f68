#include "ui/compare/compare_view.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QListView>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/busy_overlay.h"
#include "ui/base/chip.h"
#include "ui/base/elided_label.h"
#include "ui/base/empty_state.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/base/two_line_delegate.h"
#include "ui/compare/diff_panel.h"
#include "ui/compare/field_model.h"
#include "ui/compare/find_keys.h"
#include "ui/compare/part_list.h"
#include "ui/compare/version_pickers.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

namespace {

// Of an adopted agent what signalbox.yaml gives may change without a file.
bool hasDifference(const CompareDocument& document) {
    return !document.diff.parts.empty() || !document.diff.fields.empty();
}

} // namespace

CompareView::CompareView(QWidget* parent)
    : QWidget(parent),
      m_pickers(new VersionPickers(this)),
      m_bump(new Chip({}, this)),
      m_advice(new ElidedLabel(this)),
      m_notice(new Notice(this)),
      m_effect(new EffectStrip(this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState(this)),
      m_parts(new PartModel(this)),
      m_partList(new QListView(this)),
      m_fields(new FieldModel(this)),
      m_fieldTable(new QTableView(this)),
      m_panel(new DiffPanel(this)),
      m_busy(nullptr) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->setSpacing(space::s);
    auto* top = new QHBoxLayout;
    top->setSpacing(space::m);
    top->addWidget(m_pickers);
    top->addWidget(m_bump);
    top->addWidget(m_advice, 1);
    layout->addLayout(top);
    layout->addWidget(m_notice);
    layout->addWidget(m_effect);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeContent());
    layout->addWidget(m_stack, 1);
    m_busy = new BusyOverlay(m_stack);
    connect(m_notice, &Notice::activated, this, &CompareView::retryRequested);
    const auto shortcut = [this](QKeyCombination keys, auto slot) {
        auto* made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, slot);
    };
    shortcut(Qt::Key_F7, [this] { m_panel->goToChange(1); });
    shortcut(Qt::SHIFT | Qt::Key_F7, [this] { m_panel->goToChange(-1); });
    addFindKeys(this, [this] { m_panel->openFind(); }, [this](int by) { m_panel->findOn(by); });
    setDocument(nullptr);
}

CompareView::~CompareView() = default;

QWidget* CompareView::makeContent() {
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    split->addWidget(makeLists());
    auto* frame = new QFrame(split);
    frame->setProperty("panel", true);
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(m_panel);
    split->addWidget(frame);
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 1);
    split->setSizes({430, 800});
    return split;
}

QWidget* CompareView::makeLists() {
    auto* lists = new QSplitter(Qt::Vertical, this);
    lists->setChildrenCollapsible(false);
    lists->setMinimumWidth(240);
    m_partList->setModel(m_parts);
    m_partList->setItemDelegate(new PartDelegate(m_partList));
    m_partList->setUniformItemSizes(true);
    m_partList->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    describe(m_partList, tr("Parts that differ"));
    connect(m_partList->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) { showPart(index.row()); });
    connect(m_partList, &QListView::activated, this, [this] { m_panel->view()->setFocus(Qt::OtherFocusReason); });
    m_fieldTable->setModel(m_fields);
    m_fieldTable->verticalHeader()->hide();
    m_fieldTable->setShowGrid(false);
    m_fieldTable->setAlternatingRowColors(true);
    m_fieldTable->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_fieldTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_fieldTable->setTabKeyNavigation(false);
    m_fieldTable->setWordWrap(false);
    useTwoLines(*m_fieldTable); // two ids often differ at the end
    m_fieldTable->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_fieldTable->horizontalHeader()->setMinimumSectionSize(20);
    m_fieldTable->viewport()->installEventFilter(this);
    describe(m_fieldTable, tr("Changed fields of manifest, tools and contract"));
    lists->addWidget(m_partList);
    lists->addWidget(m_fieldTable);
    lists->setStretchFactor(0, 1);
    lists->setStretchFactor(1, 1);
    return lists;
}

// The name of a field matters more than what it was: in a narrow window all three give way, not the name alone.
bool CompareView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_fieldTable->viewport() && event->type() == QEvent::Resize) {
        const int verdict = std::max(64, fontMetrics().horizontalAdvance(tr("Class")) + 2 * space::m);
        const int rest = std::max(0, m_fieldTable->viewport()->width() - verdict);
        auto* header = m_fieldTable->horizontalHeader();
        header->resizeSection(FieldModel::Before, rest * 26 / 100);
        header->resizeSection(FieldModel::After, rest * 26 / 100);
        header->resizeSection(FieldModel::Path, rest - 2 * (rest * 26 / 100));
        header->resizeSection(FieldModel::Class, verdict);
    }
    return QWidget::eventFilter(watched, event);
}

// The same two versions again: whoever reads goes on where they were.
bool CompareView::isSamePair(const CompareDocument& document) const {
    const auto same = [](const agents::SnapshotPtr& a, const agents::SnapshotPtr& b) {
        return a->digest == b->digest && a->files == b->files;
    };
    return m_document && m_document->leftName == document.leftName && m_document->rightName == document.rightName &&
           same(m_document->left, document.left) && same(m_document->right, document.right);
}

void CompareView::keepPlace() {
    if (const FileDiffPtr& file = m_panel->view()->file())
        m_places[file->path] = m_panel->view()->place();
}

void CompareView::showFile(const FileDiffPtr& file) {
    m_panel->setFile(file);
    if (const auto place = m_places.find(file->path); place != m_places.end())
        m_panel->view()->goTo(place->second);
}

void CompareView::setDocument(CompareDocumentPtr document) {
    m_job.cancel();
    m_notice->clear();
    keepPlace();
    const bool same = document && isSamePair(*document);
    const std::string read = same && m_panel->view()->file() ? m_panel->view()->file()->path : std::string();
    if (!same)
        m_places.clear();
    m_document = std::move(document);
    const bool hasChange = m_document && hasDifference(*m_document);
    m_effect->setVisible(m_document != nullptr);
    m_stack->setCurrentIndex(hasChange ? 1 : 0);
    m_bump->setVisible(hasChange);
    m_panel->setFile(nullptr);
    if (!m_document) {
        m_empty->setContent(u"compare"_s, tr("Choose two versions to see what changed between them."),
                            tr("The older one stands on the left, the newer one on the right."));
    } else if (!hasChange) {
        m_empty->setContent(u"check"_s, tr("These two versions are the same."),
                            tr("Every file has the same content. Choose another version to compare with."));
    }
    showAdvice();
    if (!m_document) {
        m_parts->setRows({});
        m_fields->setRows({});
        return;
    }
    const QString left = plainLine(m_document->leftName);
    const QString right = plainLine(m_document->rightName);
    m_panel->setVersions(left, right);
    m_effect->setVersions(left, right);
    m_parts->setRows(partRows(m_document->diff));
    m_fields->setRows(fieldRows(m_document->diff));
    m_fieldTable->setVisible(!m_document->diff.fields.empty());
    const auto& parts = m_document->diff.parts;
    const auto before = std::ranges::find(parts, read, &diff::PartChange::path);
    const int shown = before != parts.end() ? static_cast<int>(before - parts.begin()) : firstPart(m_document->diff);
    if (shown >= 0) {
        m_partList->setCurrentIndex(m_parts->index(shown, 0));
        showPart(shown); // also when the row was current before
    }
}

void CompareView::showAdvice() {
    if (!m_document || !hasDifference(*m_document)) {
        m_advice->setText({});
        return;
    }
    const auto bump = m_document->diff.advice;
    m_bump->setSpec({bumpText(bump), std::nullopt,
                     bump == agents::Bump::Major   ? Tone::Bad
                     : bump == agents::Bump::Minor ? Tone::Warning
                                                   : Tone::Neutral});
    QStringList reasons;
    for (const std::string& reason : m_document->diff.reasons)
        reasons << plainLine(reason);
    m_advice->setText(reasons.join(u"; "_s));
    describe(m_advice, tr("Advice: %1: %2").arg(bumpText(bump), reasons.join(u"; "_s)));
}

void CompareView::showPart(int row) {
    if (!m_document || row < 0 || row >= m_parts->rowCount({}))
        return;
    const std::string path = m_parts->row(row).path;
    if (m_panel->view()->file() && m_panel->view()->file()->path == path)
        return;
    keepPlace();
    if (m_document->first && m_document->first->path == path) {
        m_job.cancel();
        m_busy->stop();
        showFile(m_document->first);
        return;
    }
    m_busy->start(tr("Comparing %1").arg(plainLine(path, 80)));
    m_job.run<FileDiffPtr>(
        this, [document = m_document, path](std::stop_token stop) { return buildFileDiff(*document, path, stop); },
        [this](Result<FileDiffPtr> file) {
            m_busy->stop();
            if (file)
                showFile(*file);
            else
                setError(file.error());
        });
}

void CompareView::setEffects(const std::optional<Effect>& left, const std::optional<Effect>& right) {
    m_effect->setEffects(left, right);
}

void CompareView::setBusy(bool busy) {
    if (busy)
        m_busy->start(tr("Comparing the two versions"));
    else
        m_busy->stop();
}

void CompareView::setUnreadManifests(const QStringList& problems) {
    if (problems.isEmpty())
        return;
    // What is made from manifests would be wrong with one of them missing.
    m_bump->hide();
    m_advice->setText({});
    m_fieldTable->hide();
    m_notice->say(Tone::Warning,
                  tr("Only the texts are compared: a manifest cannot be read, so changed fields and the advice for the "
                     "next version number are missing."),
                  problems.join(u'\n'));
}

void CompareView::setError(const Error& error) {
    m_busy->stop();
    m_notice->sayError(error, tr("Try again"));
}

} // namespace signalbox::ui::compare
