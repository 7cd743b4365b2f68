#include "ui/shadow/pair_facts.h"

#include <QGridLayout>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/shadow/pair_words.h"

namespace signalbox::ui::shadow {

using namespace Qt::StringLiterals;

namespace {

QString countOrNothing(const std::optional<std::uint64_t>& count) {
    return count ? countText(*count) : noData();
}

} // namespace

PairFacts::PairFacts(QWidget* parent) : QFrame(parent) {
    setProperty("panel", true);
    setAccessibleName(tr("What each of the two answers took"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(space::m, space::s, space::m, space::s);
    grid->setHorizontalSpacing(space::l);
    grid->setVerticalSpacing(space::xs);
    const std::array<QString, columns> heads{tr("Outcome"),    tr("Latency"), tr("Tokens in"),
                                             tr("Tokens out"), tr("Cost"),    tr("Tool calls")};
    for (std::size_t column = 0; column < columns; ++column) {
        auto* head = new PlainLabel(heads.at(column), this);
        head->setTone(u"muted"_s);
        grid->addWidget(head, 0, static_cast<int>(column) + 1, column == 0 ? Qt::AlignLeft : Qt::AlignRight);
    }
    for (std::size_t row = 0; row < m_cells.size(); ++row) {
        m_names.at(row) = new PlainLabel(this);
        grid->addWidget(m_names.at(row), static_cast<int>(row) + 1, 0);
        for (std::size_t column = 0; column < columns; ++column) {
            m_cells.at(row).at(column) = new PlainLabel(this);
            grid->addWidget(m_cells.at(row).at(column), static_cast<int>(row) + 1, static_cast<int>(column) + 1,
                            column == 0 ? Qt::AlignLeft : Qt::AlignRight);
        }
    }
    grid->setColumnStretch(static_cast<int>(columns) + 1, 1);
}

void PairFacts::setPair(const protocol::PairMessage& pair) {
    setSide(0, u"− "_s + plainLine(pair.stable.version, 40), pair.stable);
    setSide(1, u"+ "_s + plainLine(pair.candidate.version, 40), pair.candidate);
}

void PairFacts::setSide(std::size_t row, const QString& name, const protocol::PairSideMessage& side) {
    m_names.at(row)->setText(name);
    const std::array<QString, columns> texts{outcomeText(side),
                                             millisecondsText(side.latencyMs),
                                             countOrNothing(side.inputTokens),
                                             countOrNothing(side.outputTokens),
                                             usdText(side.costUsd),
                                             countText(side.toolCalls)};
    for (std::size_t column = 0; column < columns; ++column)
        m_cells.at(row).at(column)->setText(texts.at(column));
}

} // namespace signalbox::ui::shadow
