#include "ui/shadow/pair_details.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/busy_overlay.h"
#include "ui/base/elided_label.h"
#include "ui/base/empty_state.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/compare/compare_document.h"
#include "ui/compare/diff_panel.h"
#include "ui/compare/find_keys.h"
#include "ui/shadow/pair_facts.h"
#include "ui/shadow/pair_words.h"

namespace signalbox::ui::shadow {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::string_view, 3> verdicts{"better", "same", "worse"};
constexpr int requestLines = 2;

// The diff of two answers, made of the same stuff as that of two versions.
Result<compare::FileDiffPtr> differenceOf(const protocol::PairMessage& pair, std::stop_token stop) {
    const std::string name = isJson(pair.stable) || isJson(pair.candidate) ? "answer.json" : "answer";
    const auto of = [&](const protocol::PairSideMessage& side) {
        return compare::readableSnapshot({{name, answerText(side)}});
    };
    compare::CompareDocument document;
    document.left = of(pair.stable);
    document.right = of(pair.candidate);
    return compare::buildFileDiff(document, name, std::move(stop));
}

} // namespace

PairDetails::PairDetails(QWidget* parent)
    : QWidget(parent),
      m_reason(new ElidedLabel(this)),
      m_said(new PlainLabel(this)),
      m_facts(new PairFacts(this)),
      m_stack(new QStackedWidget(this)),
      m_panel(new compare::DiffPanel(this)),
      m_empty(new EmptyState(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::s, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(makeVerdicts());
    m_said->setWordWrap(true);
    m_said->setTone(u"muted"_s);
    m_said->setAccessibleName(tr("Which comparator said what"));
    layout->addWidget(m_said);
    layout->addWidget(makeRequest());
    auto* frame = new QFrame(this);
    frame->setProperty("panel", true);
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(1, 1, 1, 1);
    m_stack->addWidget(m_panel);
    m_stack->addWidget(m_empty);
    m_stack->setMinimumHeight(120);
    inside->addWidget(m_stack);
    layout->addWidget(frame, 1);
    layout->addWidget(m_facts);
    m_panel->setLegend(
        tr("− stable's answer   + the candidate's   underlined: changed words   → a tool call, not carried "
           "out"));
    compare::addFindKeys(this, [this] { m_panel->openFind(); }, [this](int by) { m_panel->findOn(by); });
    m_busy = new BusyOverlay(m_stack);
    setPair(std::nullopt);
}

PairDetails::~PairDetails() = default;

QWidget* PairDetails::makeVerdicts() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_reason, 1);
    m_verdict = new PlainLabel(row);
    m_verdict->setTone(u"muted"_s);
    layout->addWidget(m_verdict);
    const std::array<QString, 3> texts{tr("Better (B)"), tr("Same (S)"), tr("Worse (W)")};
    const std::array<QString, 3> names{tr("The candidate's answer is better"), tr("The two answers are as good"),
                                       tr("The candidate's answer is worse")};
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        auto* button = new QPushButton(texts.at(i), row);
        button->setCheckable(true);
        describe(button, names.at(i));
        connect(button, &QPushButton::clicked, this, [this, i] { judge(std::string(verdicts.at(i))); });
        layout->addWidget(button);
        m_buttons.at(i) = button;
    }
    return row;
}

QWidget* PairDetails::makeRequest() {
    m_request = new QPlainTextEdit(this);
    m_request->setReadOnly(true);
    m_request->setTabChangesFocus(true);
    m_request->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    const int line = m_request->fontMetrics().lineSpacing();
    m_request->setMinimumHeight(line + 2 * space::s);
    m_request->setMaximumHeight(requestLines * line + 2 * space::s);
    describe(m_request, tr("What was asked"));
    return m_request;
}

void PairDetails::setPair(const std::optional<protocol::PairMessage>& pair) {
    const bool same = m_pair && pair && m_pair->id == pair->id;
    if (same) { // a fresh row of the list lacks the texts that are already shown
        m_pair->verdict = pair->verdict;
        m_pair->verdictBy = pair->verdictBy;
        m_pair->verdictAt = pair->verdictAt;
        m_pair->agree = pair->agree; // models may have said something since
        m_pair->layer = pair->layer;
        m_pair->better = pair->better;
        m_pair->likeness = pair->likeness;
        m_pair->said = pair->said;
        showSaid();
        return showVerdict();
    }
    m_job.cancel();
    m_busy->stop();
    m_pair = pair;
    setVisible(pair.has_value());
    if (!pair)
        return;
    m_panel->setFile(nullptr);
    m_stack->setCurrentWidget(m_panel);
    m_request->setPlainText(plainText(pair->asked));
    m_facts->setPair(*pair);
    showSaid();
    m_panel->setVersions(tr("%1, stable").arg(plainLine(pair->stable.version, 60)),
                         pair->noise ? tr("%1, asked again").arg(plainLine(pair->candidate.version, 60))
                                     : tr("%1, shadow").arg(plainLine(pair->candidate.version, 60)));
    m_busy->start(tr("Reading the pair"));
    showVerdict();
}

void PairDetails::setContent(const protocol::PairMessage& pair) {
    if (!m_pair || m_pair->id != pair.id)
        return;
    m_pair = pair;
    showSaid();
    showVerdict();
    if (!pair.requestText) {
        m_busy->stop();
        return sayNoContent();
    }
    m_request->setPlainText(plainText(*pair.requestText));
    showDifference();
}

void PairDetails::setProblem(const Error& error) {
    m_busy->stop();
    m_empty->setContent(u"error"_s, plainLine(error.message), plainLine(error.hint));
    m_stack->setCurrentWidget(m_empty);
}

void PairDetails::sayNoContent() {
    QStringList paths;
    for (const evidence::FieldDifference& difference : m_pair->differences)
        paths << plainLine(difference.path, 120);
    m_request->setPlainText(tr("The plan keeps no texts."));
    m_empty->setContent(u"lock"_s, tr("The plan keeps no texts of pairs, only their digests and scores."),
                        paths.isEmpty() ? tr("Set comparison.content to kept in release.yaml to read answers.")
                                        : tr("Fields that differ: %1").arg(paths.join(u", "_s)));
    m_stack->setCurrentWidget(m_empty);
}

void PairDetails::showDifference() {
    m_busy->start(tr("Comparing the two answers"));
    m_job.run<compare::FileDiffPtr>(
        this, [pair = *m_pair](std::stop_token stop) { return differenceOf(pair, std::move(stop)); },
        [this](Result<compare::FileDiffPtr> file) {
            m_busy->stop();
            if (!file)
                return setProblem(file.error());
            m_stack->setCurrentWidget(m_panel);
            m_panel->setFile(std::move(*file));
        });
}

void PairDetails::setNoise(const QString& words) {
    m_noise = words;
    showSaid();
}

void PairDetails::showSaid() {
    if (!m_pair)
        return;
    m_reason->setText(resultReason(*m_pair));
    const QString said = saidText(*m_pair);
    m_said->setVisible(!said.isEmpty());
    m_said->setText(m_noise.isEmpty() || m_pair->noise ? said : QString(said + u"  ·  "_s + m_noise));
}

void PairDetails::setRefusal(const QString& why) {
    m_refusal = why;
    showVerdict();
}

void PairDetails::setJudging(bool judging) {
    m_judging = judging;
    showVerdict();
}

void PairDetails::showVerdict() {
    const bool isNoise = m_pair && m_pair->noise;
    const QString why = isNoise ? tr("Both answers are stable's.") : m_refusal;
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        QPushButton* button = m_buttons.at(i);
        button->setChecked(m_pair && m_pair->verdict == verdicts.at(i));
        button->setEnabled(m_pair && why.isEmpty() && !m_judging);
        button->setToolTip(why);
        describe(button, button->accessibleName(), why);
    }
    m_verdict->setText(m_pair && !m_pair->verdict.empty() ? tr("by %1").arg(plainLine(m_pair->verdictBy, 40))
                                                          : QString());
}

void PairDetails::judge(const std::string& verdict) {
    if (!m_pair || m_pair->noise || m_judging || !m_refusal.isEmpty())
        return;
    const std::string wanted = m_pair->verdict == verdict ? std::string() : verdict;
    showVerdict(); // a button that was clicked shows what is confirmed, not what was asked for
    Q_EMIT judged(wanted);
}

} // namespace signalbox::ui::shadow
