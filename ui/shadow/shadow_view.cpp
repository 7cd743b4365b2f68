#include "ui/shadow/shadow_view.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/busy_overlay.h"
#include "ui/base/empty_state.h"
#include "ui/base/formatting.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"
#include "ui/base/table_look.h"
#include "ui/base/theme.h"
#include "ui/shadow/pair_details.h"
#include "ui/shadow/pair_model.h"
#include "ui/shadow/pair_words.h"
#include "ui/shadow/summary_strip.h"

namespace signalbox::ui::shadow {

using namespace Qt::StringLiterals;

ShadowView::ShadowView(QWidget* parent)
    : QWidget(parent),
      m_summary(new SummaryStrip(this)),
      m_notice(new Notice(this)),
      m_stale(new Notice(this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState(this)),
      m_show(new QComboBox(this)),
      m_count(new PlainLabel(this)),
      m_model(new PairModel(this)),
      m_table(new QTableView(this)),
      m_listStack(new QStackedWidget(this)),
      m_emptyList(new EmptyState(this)),
      m_details(new PairDetails(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addWidget(m_stale);
    layout->addWidget(m_notice);
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addWidget(m_summary);
    auto* split = new QSplitter(Qt::Horizontal, content);
    split->setChildrenCollapsible(false);
    split->addWidget(makeList());
    split->addWidget(m_details);
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 1);
    split->setSizes({420, 780});
    column->addWidget(split, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    layout->addWidget(m_stack, 1);
    m_busy = new BusyOverlay(m_stack);
    connect(m_empty, &EmptyState::activated, this, &ShadowView::startRequested);
    connect(m_notice, &Notice::activated, this, &ShadowView::retryRequested);
    makeKeys();
}

ShadowView::~ShadowView() = default;

QWidget* ShadowView::makeList() {
    auto* list = new QWidget(this);
    list->setMinimumWidth(240);
    auto* layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, space::s, 0);
    layout->setSpacing(space::s);
    auto* bar = new QHBoxLayout;
    m_show->addItem(tr("Disagreements first"), u"all"_s);
    m_show->addItem(tr("Disagreements"), u"disagreeing"_s);
    m_show->addItem(tr("Agreements"), u"agreeing"_s);
    m_show->addItem(tr("Still to judge"), u"unjudged"_s);
    m_show->addItem(tr("Judged"), u"judged"_s);
    m_show->addItem(tr("Stable with itself"), u"noise"_s);
    describe(m_show, tr("Which pairs are listed"));
    m_count->setTone(u"muted"_s);
    bar->addWidget(m_show);
    bar->addStretch(1);
    bar->addWidget(m_count);
    layout->addLayout(bar);
    makeTable();
    m_listStack->addWidget(m_table);
    m_listStack->addWidget(m_emptyList);
    layout->addWidget(m_listStack, 1);
    connect(m_show, &QComboBox::currentIndexChanged, this, &ShadowView::showChanged);
    connect(m_model, &PairModel::moreWanted, this, &ShadowView::moreWanted);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) { choose(index.row()); });
    return list;
}

void ShadowView::makeTable() {
    m_table->setModel(m_model);
    prepareTable(*m_table, tr("Pairs of answers"));
    describe(m_table, tr("Pairs of answers"));
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel); // a row that is read stays at its very place
    QHeaderView* header = m_table->horizontalHeader();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(PairModel::Asked, QHeaderView::Stretch);
    fitColumn(*m_table, PairModel::Result, tr("≠ fields, 50 % alike"));
    fitColumn(*m_table, PairModel::Verdict, tr("Verdict"));
}

void ShadowView::makeKeys() {
    using Key = std::pair<Qt::Key, std::string>;
    for (const auto& [key, verdict] : {Key{Qt::Key_B, "better"}, Key{Qt::Key_S, "same"}, Key{Qt::Key_W, "worse"}}) {
        auto* shortcut = new QShortcut(key, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        shortcut->setAutoRepeat(false); // a key that is held must not judge the next pairs
        connect(shortcut, &QShortcut::activated, this, [this, verdict] { m_details->judge(verdict); });
    }
}

std::string ShadowView::show() const {
    return m_show->currentData().toString().toStdString();
}

void ShadowView::clear() {
    m_known.reset();
    m_notice->clear();
    m_model->setHasMore(false);
    m_model->setRows({});
    m_details->setPair(std::nullopt);
    m_chosenByPerson = false;
}

void ShadowView::setLoading() {
    m_busy->start(tr("Reading the pairs"));
}

void ShadowView::setNothing(const NoShadow& why) {
    m_busy->stop();
    m_notice->clear();
    m_empty->setContent(u"compare"_s, why.sentence, why.next, why.button);
    m_stack->setCurrentIndex(0);
}

void ShadowView::setSummary(const protocol::PairSummary& summary) {
    m_busy->stop();
    m_notice->clear();
    m_known = summary;
    m_summary->setSummary(summary);
    m_details->setNoise(noiseText(summary));
    m_stack->setCurrentIndex(1);
    showEmptyList();
}

void ShadowView::setPairs(std::vector<protocol::PairMessage> pairs, bool hasMore) {
    const auto& shown = m_details->pair();
    const int before = shown ? rowOf(shown->id) : -1;
    // A list is a beginning; the pair that is read may have been pushed behind its end by new ones.
    if (hasMore && before >= 0 && !std::ranges::contains(pairs, shown->id, &protocol::PairMessage::id))
        pairs.push_back(m_model->row(before));
    putRows(std::move(pairs), hasMore);
    const auto count = static_cast<std::uint64_t>(m_model->rows().size());
    m_count->setText(hasMore ? tr("%1 and more").arg(countText(count)) : countText(count));
    const int chosen = shown ? rowOf(shown->id) : -1;
    if (chosen >= 0)
        m_details->setPair(m_model->row(chosen));
    else if (count == 0)
        m_details->setPair(std::nullopt);
    else if (!shown)
        chooseFirst();
    if (chosen > 0 && givesWay(m_model->row(chosen)))
        chooseFirst();
    showEmptyList();
}

// Nobody chose it, and there is something worth looking at now: the first pair that came may well have agreed.
bool ShadowView::givesWay(const protocol::PairMessage& shown) const {
    return !m_chosenByPerson && shown.agree && shown.verdict.empty() && !m_model->row(0).agree;
}

void ShadowView::chooseFirst() {
    m_table->setCurrentIndex(m_model->index(0, 0));
    m_table->scrollToTop();
    m_chosenByPerson = false;
}

// New rows come in above what is read: it keeps its place and stays chosen. A pair that has left the list stays shown,
// and no other is chosen in its stead.
void ShadowView::putRows(std::vector<protocol::PairMessage> pairs, bool hasMore) {
    const auto& shown = m_details->pair();
    QScrollBar* bar = m_table->verticalScrollBar();
    const int chosen = shown ? rowOf(shown->id) : -1;
    const int top = m_table->rowAt(0);
    const auto isSeen = [&](int row) {
        const int y = m_table->rowViewportPosition(row);
        return y + m_table->rowHeight(row) > 0 && y < m_table->viewport()->height();
    };
    const int anchor = chosen >= 0 && isSeen(chosen) ? chosen : top;
    const quint64 held = anchor >= 0 ? m_model->row(anchor).id : 0;
    const int place = anchor >= 0 ? m_table->rowViewportPosition(anchor) : 0;
    m_replacing = true;
    m_model->setHasMore(hasMore);
    m_model->setRows(std::move(pairs));
    if (const int row = shown ? rowOf(shown->id) : -1; row < 0)
        m_table->selectionModel()->clear();
    else if (row != m_table->currentIndex().row())
        m_table->selectionModel()->setCurrentIndex(m_model->index(row, 0),
                                                   QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_replacing = false;
    if (const int row = rowOf(held); row >= 0 && anchor >= 0) {
        m_table->doItemsLayout(); // the scroll bar knows the new rows
        bar->setValue(bar->value() + m_table->rowViewportPosition(row) - place);
    }
}

int ShadowView::rowOf(quint64 pair) const {
    const auto found = std::ranges::find(m_model->rows(), pair, &protocol::PairMessage::id);
    return found == m_model->rows().end() ? -1 : static_cast<int>(found - m_model->rows().begin());
}

void ShadowView::choose(int row) {
    if (m_replacing)
        return;
    if (row < 0 || row >= m_model->rowCount({}))
        return m_details->setPair(std::nullopt);
    const protocol::PairMessage& pair = m_model->row(row);
    if (m_details->pair() && m_details->pair()->id == pair.id)
        return;
    m_chosenByPerson = true;
    m_details->setPair(pair);
    Q_EMIT pairChosen(pair.id);
}

void ShadowView::goOn() {
    const int next = m_table->currentIndex().row() + 1;
    if (next < m_model->rowCount({}))
        m_table->setCurrentIndex(m_model->index(next, 0));
}

void ShadowView::showEmptyList() {
    m_listStack->setCurrentIndex(m_model->rows().empty() ? 1 : 0);
    if (!m_model->rows().empty() || !m_known)
        return;
    const std::string what = show();
    if (m_known->sent == 0)
        m_emptyList->setContent(u"live"_s, tr("No copy has been sent yet."),
                                tr("Copies are made of stable's requests; pairs appear with the next ones."));
    else if (what == "disagreeing" || what == "unjudged")
        m_emptyList->setContent(u"check"_s, tr("Nothing here."),
                                tr("No pair that differs is waiting. Choose all pairs to see those that agree."));
    else if (what == "judged")
        m_emptyList->setContent(u"user"_s, tr("Nobody has judged a pair yet."),
                                tr("Choose a pair and press B, S or W: better, same or worse."));
    else if (what == "noise")
        m_emptyList->setContent(u"info"_s, tr("Stable was not asked again yet."),
                                tr("The plan's comparison says how many copies stable answers a second time."));
    else
        m_emptyList->setContent(u"info"_s, tr("No pair is kept."),
                                tr("Pairs are kept for a limited time; the counts above stay."));
}

void ShadowView::setError(const Error& error) {
    m_busy->stop();
    m_notice->sayError(error, tr("Try again"));
}

void ShadowView::setStale(const QString& since) {
    if (since.isEmpty())
        m_stale->clear();
    else if (m_stale->text() != since)
        m_stale->say(Tone::Warning, since);
}

} // namespace signalbox::ui::shadow
